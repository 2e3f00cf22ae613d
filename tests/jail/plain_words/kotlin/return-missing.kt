fun total(numbers: List<Int>): Int {
    var sum = 0
    for (n in numbers) sum += n
}

fun main() = println(total(listOf(1)))
