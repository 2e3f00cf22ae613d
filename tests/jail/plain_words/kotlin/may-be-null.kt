fun main() {
    val name: String? = readLine()
    println(name.length)
}
