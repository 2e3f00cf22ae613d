class Shop
class Bakery : Shop()

fun main() { Bakery() }
