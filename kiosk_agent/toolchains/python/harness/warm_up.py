"""A lesson of our own, run while the jail waits: what Python does only once is done before a learner hands in."""

import gc
import linecache
import os
import sys
from collections.abc import Callable
from typing import Any

import reporter
import seal

PROGRAM, TESTS = "outset_lesson.py", "outset_lesson_test.py"
FILES = {
    PROGRAM: "def double(number):\n    return number * 2\n",
    # Of each way to end one, so that each has been gone.
    TESTS: """
import unittest
import pytest
from outset_lesson import double


class DoubleTest(unittest.TestCase):
    def test_right(self):
        self.assertEqual(double(2), 4)

    def test_wrong(self):
        self.assertEqual(double(2), 5)

    def test_error(self):
        double()

    def test_parts(self):
        for number in 1, 2:
            with self.subTest(number=number):
                self.assertTrue(double(number))

    @unittest.skip("for the way that it ends")
    def test_left_out(self):
        pass


@pytest.mark.parametrize("number", [1, 2])
def test_table(number):
    with pytest.raises(TypeError):
        double()
    assert double(number) == 2
""",
}


def warm_up(run_tests: Callable[[dict[str, Any], reporter.Reporter, seal.Seal], None]) -> None:
    """Run it as a learner's would be, heard by nobody, and leave nothing of it where a program could find it."""
    finders = sys.meta_path[:]
    near, far = os.pipe()
    run_tests({"files": FILES, "solution": [PROGRAM], "tests": [TESTS]}, reporter.Reporter(far), seal.Seal())
    os.close(near)
    os.close(far)
    sys.meta_path[:] = finders
    for name in ("outset_lesson", "outset_lesson_test", "pytest"):
        del sys.modules[name]
    for path in FILES:
        linecache.cache.pop(path, None)
    # What was loaded and left behind meanwhile is not to be found either, nor to be collected in the learner's time.
    gc.collect()
