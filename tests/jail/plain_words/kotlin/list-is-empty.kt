fun main() {
    println(listOf<Int>().first())
}
