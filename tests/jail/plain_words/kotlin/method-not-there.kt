fun main() {
    val name = "Ana"
    println(name.size())
}
