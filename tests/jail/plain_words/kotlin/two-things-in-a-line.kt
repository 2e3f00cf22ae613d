fun main() {
    val pears = 3 val rolls = 4
}
