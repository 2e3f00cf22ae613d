class Shop { lateinit var name: String }

fun main() = println(Shop().name)
