import kotlin.test.Test
import kotlin.test.assertFailsWith

class ProgramTest {
    @Test
    fun refuses() { assertFailsWith<IllegalArgumentException> { pay(-1) } }
}
