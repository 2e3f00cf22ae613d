"""Notices when a program changes what its tests stand on.

It is no wall: whoever reaches the memory of the process reaches everything, and a change that undoes itself is not
seen. In split judging, the tests run in another jail (split_tests).
"""

import builtins
import re
import sys
import types
import unittest
import unittest.case
import unittest.result
import unittest.suite
from collections.abc import Iterable

Owner = types.ModuleType | type
_SET_BY_TESTS = re.compile(r"\bbuiltins\.(\w+)\s*=[^=]")
_SUITES = (unittest.TestResult, unittest.TestSuite, unittest.BaseTestSuite)


def watched() -> list[Owner]:
    """Return the modules and classes that must stay as they are."""
    classes = (value for value in vars(unittest.case).values() if isinstance(value, type))
    return [builtins, unittest, unittest.case, *_SUITES, *classes]


class Seal:
    """How everything was when no line of the tests or the program had run."""

    def __init__(self, own: Iterable[Owner] = ()) -> None:
        """Watch, with `own` of the harness."""
        self._kept = [
            (owner, name, value, getattr(value, "__code__", None))
            for owner in (*watched(), *own)
            for name, value in vars(owner).items()
            # What is only noted there may change.
            if callable(value)
        ]

    def leave_to_tests(self, texts: Iterable[str]) -> None:
        """Watch no more what the tests, in `texts`, have changed in their rehearsal or set; put back what they changed.

        They change it again when they are loaded beside the program.
        """
        theirs = {name for text in texts for name in _SET_BY_TESTS.findall(text)}
        kept = []
        for owner, name, value, code in self._kept:
            if vars(owner).get(name) is not value:
                setattr(owner, name, value)
            elif not (owner is builtins and name in theirs):
                kept.append((owner, name, value, code))
        self._kept = kept

    def broken(self) -> str | None:
        """Return the name of something that is no longer what it was, or None."""
        if sys.getprofile() is not None or sys.gettrace() is not None:
            return "how Python runs the tests"
        for owner, name, value, code in self._kept:
            if vars(owner).get(name) is not value or getattr(value, "__code__", None) is not code:
                return f"{owner.__name__}.{name}"
        return None
