fun main() {
    val sum = 3 +
}
