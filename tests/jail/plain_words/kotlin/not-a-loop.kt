fun main() {
    break
}
