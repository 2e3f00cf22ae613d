fun hello() = "hello"

fun main() {
    println(hello.length)
}
