fun double(n) = n * 2

fun main() = println(double(2))
