fun main() {
    val prices = mapOf("pear" to 3)
    println(prices.getValue("roll"))
}
