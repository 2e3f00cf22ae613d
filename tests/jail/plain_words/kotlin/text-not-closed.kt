fun main() {
    println("hello)
}
