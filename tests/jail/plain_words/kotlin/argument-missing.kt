fun total(a: Int, b: Int) = a + b

fun main() {
    println(total(3))
}
