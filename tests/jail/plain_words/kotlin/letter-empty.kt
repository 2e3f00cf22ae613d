fun main() {
    println('')
}
