fun total(): Int = TODO("write this")

fun main() = println(total())
