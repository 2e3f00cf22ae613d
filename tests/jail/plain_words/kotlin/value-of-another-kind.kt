fun main() {
    val boxes: Int = "three"
    println(boxes)
}
