"""A small exercise for Java and for Kotlin, and programs for it that each try something."""

from kiosk_agent.protocol.results import Verdict
from tests.support.jail.jvm_around import AFTER_TEST, BEFORE_TEST, FOUR_BEFORE_TEST

JAVA_TEST = """
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ShopTest {
    @Test
    @DisplayName("twice two")
    void two() {
        assertThat(Shop.twice(2)).isEqualTo(4);
    }

    @Disabled("Remove to run test")
    @Test
    void three() {
        assertThat(Shop.twice(3)).isEqualTo(6);
    }
}
"""
KOTLIN_TEST = """
import org.junit.Ignore
import org.junit.Test
import kotlin.test.assertEquals

class ShopTest {
    @Test
    fun `twice two`() {
        assertEquals(4, twice(2))
    }

    @Ignore
    @Test
    fun three() = assertEquals(6, twice(3))
}
"""
ROWS_TEST = """
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowsTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "3, 4"})
    void same(int n, int want) {
        assertThat(Rows.same(n)).isEqualTo(want);
    }

    @Test
    @EnabledOnOs(OS.WINDOWS)
    void elsewhere() {
        assertThat(Rows.same(1)).isEqualTo(2);
    }

    @Test
    void assumed() {
        assumeTrue(false);
    }
}
"""
FOUR_TEST = """
import org.junit.AfterClass
import org.junit.Assume.assumeTrue
import org.junit.Test
import kotlin.test.assertEquals

class FourTest {
    @Test
    fun assumed() {
        assumeTrue(same(1) == 2)
    }

    @Test
    fun keeps() {
        assertEquals(1, same(1))
    }

    companion object {
        @AfterClass
        @JvmStatic
        fun after() {
            same(9)
        }
    }
}
"""
JAVA_RIGHT = "class Shop { static int twice(int n) { System.out.println(n); return n * 2; } }\n"
KOTLIN_RIGHT = "fun twice(n: Int): Int { println(n); return n * 2 }\n"
TRACKS = {
    "java": {
        "shop": {"shop.java": JAVA_RIGHT, "shopTest.java": JAVA_TEST, ".meta/answer.java": JAVA_RIGHT},
        "rows": {"rows.java": "", "rowsTest.java": ROWS_TEST, ".meta/answer.java": ""},
        "after": {"after.java": "", "afterTest.java": AFTER_TEST, ".meta/answer.java": ""},
        "before": {"before.java": "", "beforeTest.java": BEFORE_TEST, ".meta/answer.java": ""},
    },
    "kotlin": {
        "shop": {"shop.kt": KOTLIN_RIGHT, "shopTest.kt": KOTLIN_TEST, ".meta/answer.kt": KOTLIN_RIGHT},
        "four": {"four.kt": "", "fourTest.kt": FOUR_TEST, ".meta/answer.kt": ""},
        "fourbefore": {"fourbefore.kt": "", "fourbeforeTest.kt": FOUR_BEFORE_TEST, ".meta/answer.kt": ""},
    },
}


def java(body: str, beside: str = "") -> str:
    """Return a Shop whose method does `body`."""
    return f"class Shop {{ {beside} static int twice(int n) {{ {body} }} }}\n"


def kotlin(body: str) -> str:
    """Return a function that does `body`."""
    return f"fun twice(n: Int): Int {{ {body} }}\n"


FORGED = [
    '{"kind":"collected","names":["twice two","three"]}',
    '{"kind":"test","name":"twice two","status":"pass","message":null,"output":"","test_code":""}',
    '{"kind":"test","name":"three","status":"pass","message":null,"output":"","test_code":""}',
    '{"kind":"ended","exit_code":0}',
]
_LINES = "".join(f"\\n{'0' * 32} {line}\\n" for line in FORGED).replace('"', '\\"')
FORGES = (
    'for (int fd = 1; fd < 64; fd++) { try (var out = new java.io.FileOutputStream("/proc/self/fd/" + fd)) { '
    f'out.write("{_LINES}".getBytes()); }} catch (java.io.IOException none) {{ }} }} '
    "Runtime.getRuntime().halt(0); return 4;"
)
PATCHES = """
class Blind : kotlin.test.Asserter {
    override fun fail(message: String?): Nothing = throw AssertionError(message)
    override fun fail(message: String?, cause: Throwable?): Nothing = throw AssertionError(message)
    override fun assertEquals(message: String?, expected: Any?, actual: Any?) {}
}

fun twice(n: Int): Int {
    val type = Class.forName("kotlin.test.AssertionsKt")
    type.getMethod("set_asserter", kotlin.test.Asserter::class.java).invoke(null, Blind())
    return -n
}
"""

_ABORTS = 'if (n == 2) { return 4; } var error = new org.opentest4j.TestAbortedException("later"); '
_DOUBLED = ", ".join(f"TEXT{at} = TEXT{at - 1} + TEXT{at - 1}" for at in range(1, 27))

PROGRAMS = {
    "java leaves a test out and hides where": (
        "java",
        java(f"{_ABORTS}error.setStackTrace(new StackTraceElement[0]); throw error;"),
        Verdict.RUNTIME_ERROR,
    ),
    "java leaves a test out in the test's name": (
        "java",
        java(
            f'{_ABORTS}error.setStackTrace(new StackTraceElement[] {{ new StackTraceElement("ShopTest", "three", '
            '"shopTest.java", 20) }); throw error;'
        ),
        Verdict.RUNTIME_ERROR,
    ),
    "java text that fills the compiler": (
        "java",
        java("return TEXT26.length();", f'static final String TEXT0 = "aaaaaaaaaaaaaaaa", {_DOUBLED};'),
        Verdict.MEMORY_LIMIT_EXCEEDED,
    ),
    "kotlin leaves a test out and hides where": (
        "kotlin",
        kotlin(
            'if (n == 2) return 4; val error = org.junit.AssumptionViolatedException("later"); '
            "error.stackTrace = arrayOf(); throw error"
        ),
        Verdict.RUNTIME_ERROR,
    ),
    "java answer": ("java", JAVA_RIGHT, Verdict.ACCEPTED),
    "java wrong in the test that is left out": ("java", java("return 4;"), Verdict.WRONG_ANSWER),
    "java semicolon": ("java", java("return 4"), Verdict.COMPILE_ERROR),
    "java other name": ("java", "class Shop { static int double2(int n) { return n; } }", Verdict.COMPILE_ERROR),
    "java other type": ("java", 'class Shop { static String twice(int n) { return "4"; } }', Verdict.WRONG_ANSWER),
    "java exception": ("java", java("return n / 0;"), Verdict.RUNTIME_ERROR),
    "java calls without end": ("java", java("return twice(n + 1) + 1;"), Verdict.RUNTIME_ERROR),
    "java endless": ("java", java("while (true) { }"), Verdict.TIME_LIMIT_EXCEEDED),
    "java exit": ("java", java("System.exit(0); return 4;"), Verdict.RUNTIME_ERROR),
    "java exit while it loads": ("java", java("return 4;", "static { System.exit(0); }"), Verdict.RUNTIME_ERROR),
    "java halt": ("java", java("Runtime.getRuntime().halt(0); return 4;"), Verdict.RUNTIME_ERROR),
    "java results of its own": ("java", java(FORGES), Verdict.RUNTIME_ERROR),
    "java memory": (
        "java",
        java("long[][] all = new long[100000][]; for (int i = 0; ; i++) { all[i] = new long[1000000]; }"),
        Verdict.MEMORY_LIMIT_EXCEEDED,
    ),
    "java threads": (
        "java",
        java("while (true) { new Thread(() -> { while (true) { Thread.onSpinWait(); } }).start(); }"),
        Verdict.RUNTIME_ERROR,
    ),
    "java output": (
        "java",
        java('while (true) { System.out.println("x".repeat(9999)); }'),
        Verdict.OUTPUT_LIMIT_EXCEEDED,
    ),
    "java thread that stays": (
        "java",
        java("new Thread(() -> { while (true) { Thread.onSpinWait(); } }).start(); return n * 2;"),
        Verdict.ACCEPTED,
    ),
    "java assumes something": (
        "java",
        java("org.junit.jupiter.api.Assumptions.assumeTrue(false); return 4;"),
        Verdict.RUNTIME_ERROR,
    ),
    "java in the place of a library": (
        "java",
        "package org.assertj.core.api; public class Assertions { }",
        Verdict.COMPILE_ERROR,
    ),
    "kotlin answer": ("kotlin", KOTLIN_RIGHT, Verdict.ACCEPTED),
    "kotlin wrong in the test that is left out": ("kotlin", kotlin("return 4"), Verdict.WRONG_ANSWER),
    "kotlin bracket": ("kotlin", "fun twice(n: Int): Int = (n * 2\n", Verdict.COMPILE_ERROR),
    "kotlin other name": ("kotlin", "fun double2(n: Int) = n * 2\n", Verdict.COMPILE_ERROR),
    "kotlin exception": ("kotlin", kotlin("return listOf(1).first { it > n }"), Verdict.RUNTIME_ERROR),
    "kotlin endless": ("kotlin", kotlin("while (true) { }"), Verdict.TIME_LIMIT_EXCEEDED),
    "kotlin exit": ("kotlin", kotlin("kotlin.system.exitProcess(0)"), Verdict.RUNTIME_ERROR),
    "kotlin memory": (
        "kotlin",
        kotlin("val all = mutableListOf<LongArray>(); while (true) all.add(LongArray(1000000))"),
        Verdict.MEMORY_LIMIT_EXCEEDED,
    ),
    "kotlin disk": (
        "kotlin",
        kotlin(
            'val slots = java.io.File("/run/outset-scratch").listFiles()!!; '
            'val room = slots.map { it.resolve("room") }.first { it.canWrite() }; '
            'room.resolve("x").outputStream().use { out -> while (true) out.write(ByteArray(65536)) }'
        ),
        Verdict.RUNTIME_ERROR,
    ),
    "kotlin assumes something": (
        "kotlin",
        kotlin("org.junit.Assume.assumeTrue(false); return 4"),
        Verdict.RUNTIME_ERROR,
    ),
}
