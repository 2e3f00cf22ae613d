fun main() {
    for (n in 5) println(n)
}
