fun main() {
    val = 3
}
