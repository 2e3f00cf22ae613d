fun double(number: Int = 1) = number * 2

fun main() {
    println(double(n = 3))
}
