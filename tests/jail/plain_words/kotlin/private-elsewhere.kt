class Shop { private val boxes = 3 }

fun main() {
    println(Shop().boxes)
}
