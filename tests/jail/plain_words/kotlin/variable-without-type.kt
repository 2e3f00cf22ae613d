fun main() {
    var boxes
    println("none")
}
