class Shop {
    println("open")
}

fun main() { Shop() }
