"""Notices when a program changes what its tests stand on.

It is no wall: whoever reaches the memory of the process reaches everything, and a change that undoes itself is not
seen. Where the verdict counts, the tests run in another jail (split_tests).
"""

import builtins
import sys
import types
import unittest
import unittest.case
import unittest.result

Owner = types.ModuleType | type


def watched() -> list[Owner]:
    """Return the modules and classes that must stay as they are."""
    classes = (value for value in vars(unittest.case).values() if isinstance(value, type))
    return [builtins, unittest, unittest.case, sys.modules["pytest"], unittest.TestResult, *classes]


class Seal:
    """How everything was when no line of the program had run."""

    def __init__(self) -> None:
        self._kept = [(owner, dict(vars(owner))) for owner in watched()]

    def broken(self) -> str | None:
        """Return the name of something that is no longer what it was, or None."""
        for owner, kept in self._kept:
            now = vars(owner)
            for name, value in kept.items():
                # What is only noted there may change.
                if callable(value) and now.get(name) is not value:
                    return f"{owner.__name__}.{name}"
        return None
