fun main() {
    println(listOf(1, 2).first { it > 3 })
}
