fun main() {
    var sum: Int
    for (n in 1..3) sum += n
    println(sum)
}
