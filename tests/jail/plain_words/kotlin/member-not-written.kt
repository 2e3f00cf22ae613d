interface Shop { fun total(): Int }
class Bakery : Shop

fun main() { Bakery() }
