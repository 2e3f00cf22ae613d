import kotlin.test.Ignore
import kotlin.test.Test
import kotlin.test.assertEquals

class BasketTest {
    @Test
    fun `one price`() = assertEquals(2, total(listOf(2)))

    @Ignore
    @Test
    fun `three prices`() = assertEquals(6, total(listOf(1, 2, 3)))

    @Ignore
    @Test
    fun `no price`() = assertEquals(0, total(emptyList()))
}
