fun main() {
    val boxes = 3
    println(boxes == "3")
}
