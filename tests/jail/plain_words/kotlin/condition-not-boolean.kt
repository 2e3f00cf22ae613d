fun main() {
    val boxes = 3
    if (boxes) println("some")
}
