open class Shop { open fun open() = 8 }
class Bakery : Shop() { fun open() = 6 }

fun main() = println(Bakery().open())
