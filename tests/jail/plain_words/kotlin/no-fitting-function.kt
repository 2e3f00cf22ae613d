fun main() {
    val sum = 3
    println(sum - "1")
}
