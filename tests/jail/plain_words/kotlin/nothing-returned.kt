fun total(a: Int, b: Int): Any {
    return println(a + b)
}
