"""What stands around Python's tests: what comes before and after a class, what tests change, what a jail has ready."""

from collections.abc import Iterator

import pytest

from tests.support.jail.python_runs import ROWS, RunPython, python_runs, told

AFTER = """
import pytest, unittest
from it import f

class First(unittest.TestCase):
    @classmethod
    def tearDownClass(cls): f("class")
    def test_one(self): f(0)
    def test_two(self): print("two"); f(0)

class Second(unittest.TestCase):
    @classmethod
    def setUpClass(cls): cls.addClassCleanup(f, "cleanup")
    def test_one(self): f(1)
    def test_two(self): f(0)

class Third(unittest.TestCase):
    @classmethod
    def tearDownClass(cls): f("leave")
    def test_one(self): f(0)
    def test_two(self): f(2)

class Fourth(unittest.TestCase):
    @classmethod
    def setUpClass(cls): f("class")
    def test_one(self): f(0)

class TestPlain:
    @staticmethod
    def teardown_class(): f("plain")
    def test_one(self): f(0)

@pytest.fixture(scope="module")
def wide():
    yield 0
    f("wide")

def test_wide(wide): f(wide)
"""


@pytest.fixture(scope="module")
def run() -> Iterator[RunPython]:
    with python_runs() as ran:
        yield ran


def test_what_fails_around_a_class_is_told_of_each_of_its_tests(run: RunPython) -> None:
    tests = (
        ROWS
        + """
class Later(unittest.TestCase):
    @classmethod
    def setUpClass(cls): cls.made = rows(2)
    def test_two(self): pass
    def test_three(self): pass
"""
    )
    result = run("def rows(n):\n    if n == 2: raise ValueError('two')\n    return n + 0\n", tests)
    assert [(name, status) for name, status, _ in told(result)][2:] == [
        ("Later > test_two", "error"),
        ("Later > test_three", "error"),
    ]


def test_what_fails_after_a_class_is_told_of_its_last_test(run: RunPython) -> None:
    program = """
def f(n):
    if n == "leave" or n == 2: raise SystemExit(n)
    if n != 0: raise ValueError(n)
"""
    result = run(program, AFTER)
    assert told(result) == [
        ("First > test_one", "pass", None),
        ("First > test_two", "error", "ValueError: class"),
        ("Second > test_one", "error", "ValueError: 1"),
        ("Second > test_two", "error", "ValueError: cleanup"),
        ("Third > test_one", "pass", None),
        ("Third > test_two", "error", "SystemExit: 2"),
        ("Fourth > test_one", "error", "ValueError: class"),
        ("TestPlain > test_one", "error", "ValueError: plain"),
        ("test_wide", "error", "ValueError: wide"),
    ]
    assert result.results is not None
    assert result.results.tests[1].output == "two\n"


def test_tests_that_change_what_tests_have_are_let_do_so(run: RunPython) -> None:
    tests = """
import unittest
from it import f

def even(case, number): case.assertEqual(number % 2, 0)
unittest.TestCase.assertEven = even

once = unittest.TestCase.assertTrue
def surely(case, value, msg=None):
    asked.append(value)
    once(case, value, msg)
asked = []
unittest.TestCase.assertTrue = surely

class T(unittest.TestCase):
    def test_even(self): self.assertEven(f(2))
    def test_true(self):
        self.assertTrue(f(1))
        self.assertEqual(asked, [1])
"""
    assert [status for _, status, _ in told(run("def f(n): return n\n", tests))] == ["pass", "pass"]
    spoilt = "import unittest\nunittest.TestCase.assertEqual = print\ndef f(n): return n\n"
    assert "pass" not in [status for _, status, _ in told(run(spoilt, tests))]


def test_waiting_jail_holds_what_a_lesson_needs_and_no_trace_of_the_one_it_has_tried(run: RunPython) -> None:
    tests = """
import linecache, sys, unittest
before = set(sys.modules)
from it import f

class T(unittest.TestCase):
    def test_modules(self):
        needed = {"difflib", "inspect", "traceback", "unittest.case"}
        self.assertLessEqual(needed, before)
        # Much to load and to hold for what hardly any lesson has.
        self.assertNotIn("asyncio", before)
        self.assertEqual([name for name in before if "lesson" in name], [])

    def test_texts(self):
        self.assertEqual(sorted(path for path in linecache.cache if not path.startswith("/")), ["it.py", "it_test.py"])
        self.assertEqual([each for each in sys.meta_path if not f(each)], [])
"""
    program = "def f(finder): return not hasattr(finder, '_files') or 'it.py' in finder._files\n"
    assert told(run(program, tests)) == [("T > test_modules", "pass", None), ("T > test_texts", "pass", None)]
