fun total(a: Int, b: Int): Int {
    return "$a$b"
}

fun main() = println(total(1, 2))
