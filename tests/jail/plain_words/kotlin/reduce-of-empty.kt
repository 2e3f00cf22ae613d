fun main() {
    println(listOf<Int>().reduce { a, b -> a + b })
}
