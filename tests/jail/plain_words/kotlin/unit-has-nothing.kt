fun total(a: Int, b: Int) { a + b }

fun main() {
    val sum: Int = total(1, 2)
    println(sum)
}
