fun main() {
    val boxes = 3
    val word = if (boxes > 2) "many"
    println(word.length)
}
