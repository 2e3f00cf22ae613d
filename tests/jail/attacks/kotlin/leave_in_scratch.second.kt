// The second run of leave_in_scratch.kt.
import java.io.File

fun main() = each(listOf(NONCE)) { name ->
    val found = scratch().walk().filter { name in it.name }.toList() + scratch().parentFile.walk().filter { name in it.name }.toList()
    found.forEach(File::delete)
    found.ifEmpty { null }
}
