"""Notices when a program changes what its tests stand on.

It is no wall: whoever reaches the memory of the process reaches everything, and a change that undoes itself is not
seen. Where the verdict counts, the tests run in another jail (split_tests).
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


def watched() -> list[Owner]:
    """Return the modules and classes that must stay as they are."""
    classes = (value for value in vars(unittest.case).values() if isinstance(value, type))
    return [builtins, unittest, unittest.case, sys.modules["pytest"], *_SUITES, *classes]


_SUITES = (unittest.TestResult, unittest.TestSuite, unittest.BaseTestSuite)


class Seal:
    """How everything was when no line of the program had run."""

    def __init__(self, own: Iterable[Owner] = (), texts: Iterable[str] = ()) -> None:
        """Watch, with `own` of the harness; what the tests, in `texts`, set themselves is theirs to change."""
        theirs = {name for text in texts for name in _SET_BY_TESTS.findall(text)}
        self._kept = [
            (owner, name, value, getattr(value, "__code__", None))
            for owner in (*watched(), *own)
            for name, value in vars(owner).items()
            # What is only noted there may change.
            if callable(value) and not (owner is builtins and name in theirs)
        ]

    def broken(self) -> str | None:
        """Return the name of something that is no longer what it was, or None."""
        if sys.getprofile() is not None or sys.gettrace() is not None:
            return "how Python runs the tests"
        for owner, name, value, code in self._kept:
            if vars(owner).get(name) is not value or getattr(value, "__code__", None) is not code:
                return f"{owner.__name__}.{name}"
        return None
