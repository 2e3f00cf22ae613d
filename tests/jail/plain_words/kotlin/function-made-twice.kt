fun total(a: Int, b: Int) = a + b
fun total(x: Int, y: Int) = x * y

fun main() = println(total(1, 2))
