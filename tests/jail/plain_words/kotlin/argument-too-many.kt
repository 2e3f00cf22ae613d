fun double(n: Int) = n * 2

fun main() {
    println(double(3, 4))
}
