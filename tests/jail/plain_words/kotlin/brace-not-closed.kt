fun main() {
    if (3 > 2) {
        println("yes")
}
