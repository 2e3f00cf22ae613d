fun main() {
    val boxes = 3
    println(boxs)
}
