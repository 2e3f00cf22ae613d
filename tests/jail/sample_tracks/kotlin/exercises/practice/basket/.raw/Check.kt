fun main() {
    check(total(listOf(2)) == 2)
    check(total(listOf(1, 2, 3)) == 6)
    check(total(emptyList()) == 0)
}
