fun word(n: Int): String = when (n) {
    1 -> "one"
    2 -> "two"
}

fun main() = println(word(1))
