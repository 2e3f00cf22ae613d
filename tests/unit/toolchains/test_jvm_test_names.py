"""Java's and Kotlin's tests are found in their files under the names that a run reports."""

from textwrap import dedent

from kiosk_agent.toolchains.java.test_names import find_tests as java_tests
from kiosk_agent.toolchains.kotlin.test_names import find_tests as kotlin_tests


def test_java_test_has_its_display_name_or_its_methods_name() -> None:
    text = dedent(r"""
        public class ShopTest {
            @BeforeEach
            public void open() {}

            @Test
            @DisplayName("counts \"boxes\" " + "(two)")
            public void counts() throws IOException { assertThat(total()).isEqualTo(2); }

            @Disabled("Remove to run test")
            @Test
            @Tag("task:1")
            void empty() {}

            @ParameterizedTest(name = "{0} is {1}")
            @CsvSource({"a, 1", "b (or c), 2"})
            void letters(String letter, int number) {}

            @Test(expected = IllegalArgumentException.class)
            public void refuses() {}

            private int total() { return 2; }
            // @Test void old() {}
            /* @Test
               void older() {} */
        }
    """)
    assert java_tests(text).names == ('counts "boxes" (two)', "empty", "letters", "refuses")


def test_kotlin_test_has_its_functions_name() -> None:
    text = dedent("""
        class ShopTest {
            @Before
            fun open() {}

            @Ignore
            @Test
            fun `counts boxes - two of them`() = assertEquals(2, total())

            @Test fun refuses() { assertFailsWith<IllegalArgumentException> { total(-1) } }

            @kotlin.test.Test
            internal fun whole() {}

            fun total() = 2
        }
    """)
    assert kotlin_tests(text).names == ("counts boxes - two of them", "refuses", "whole")
