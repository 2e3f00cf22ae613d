fun main() {
    println('hello')
}
