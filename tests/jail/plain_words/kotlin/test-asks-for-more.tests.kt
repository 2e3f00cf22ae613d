import kotlin.test.Test
import kotlin.test.assertEquals

class ProgramTest {
    @Test
    fun adds() = assertEquals(3, total(1, 2))
}
