fun main() {
    var boxes = 3
    boxes = "four"
    println(boxes)
}
