val boxes = 3
println(boxes)

fun main() {}
