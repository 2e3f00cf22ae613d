class Shop {
    var boxes: Int
}

fun main() = println(Shop().boxes)
