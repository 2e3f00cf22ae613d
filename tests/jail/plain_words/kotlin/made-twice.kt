fun main() {
    val boxes = 3
    val boxes = 4
    println(boxes)
}
