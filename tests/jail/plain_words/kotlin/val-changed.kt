fun main() {
    val sum = 0
    sum = sum + 1
    println(sum)
}
