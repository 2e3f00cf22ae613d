import kotlin.test.Test
import kotlin.test.assertEquals

class ProgramTest {
    @Test
    fun adds() = assertEquals<Any>(3, total(1, 2))
}
