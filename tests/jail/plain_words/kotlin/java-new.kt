class Box(val count: Int)

fun main() {
    val box = new Box(3)
    println(box.count)
}
