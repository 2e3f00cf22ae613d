fun main() {
    check(isLeap(2024))
    check(!isLeap(1900))
    check(isLeap(2000))
}
