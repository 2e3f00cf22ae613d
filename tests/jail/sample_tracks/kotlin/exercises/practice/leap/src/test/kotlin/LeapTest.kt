import kotlin.test.Ignore
import kotlin.test.Test
import kotlin.test.assertFalse
import kotlin.test.assertTrue

class LeapTest {
    @Test
    fun `every fourth year`() = assertTrue(isLeap(2024))

    @Ignore
    @Test
    fun `not every hundredth`() = assertFalse(isLeap(1900))

    @Ignore
    @Test
    fun `every four hundredth`() = assertTrue(isLeap(2000))
}
