"""Tests of Java and Kotlin with something around them that the program may break."""

AFTER_TEST = """
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AfterTest {
    @AfterAll
    static void after() {
        After.same(9);
    }

    @Test
    void one() {
        assertEquals(1, After.same(1));
    }

    @Test
    void two() {
        assertEquals(2, After.same(2));
    }
}
"""
BEFORE_TEST = """
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class OneTest {
    @BeforeAll
    static void before() {
        Before.same(9);
    }

    @Test
    void one() {
        assertEquals(1, Before.same(1));
    }

    @Test
    void two() {
        assertEquals(2, Before.same(2));
    }
}

class OtherTest {
    @Test
    void three() {
        assertEquals(3, Before.same(3));
    }

    @Test
    @EnabledOnOs(OS.WINDOWS)
    void elsewhere() {
        assertEquals(4, Before.same(3));
    }

    @AfterAll
    static void after() {
        Before.same(9);
    }
}
"""
FOUR_BEFORE_TEST = """
import org.junit.BeforeClass
import org.junit.Test
import kotlin.test.assertEquals

class OneTest {
    @Test
    fun one() {
        assertEquals(1, same(1))
    }

    companion object {
        @BeforeClass
        @JvmStatic
        fun before() {
            same(9)
        }
    }
}

class OtherTest {
    @Test
    fun three() {
        assertEquals(3, same(3))
    }
}
"""
