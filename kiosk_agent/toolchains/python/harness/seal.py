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
from typing import Any

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
        self._names = {owner: frozenset(vars(owner)) for owner in watched() if isinstance(owner, type)}
        self._codes: dict[int, types.CodeType | None] = {}
        self._equalities: dict[int, dict[type, object]] = {}
        self._tests_add_equalities = False

    def watch_tests(self, tests: Iterable[Any]) -> None:
        """Watch the tests and the classes that they stand in, too, from now on."""
        for test in tests:
            self._codes[id(test)] = getattr(test.function, "__code__", None)
            self._equalities[id(test)] = dict(test.case._type_equality_funcs)  # noqa: SLF001 - unittest's own
            for owner in type(test.case).__mro__:
                if owner is not object and owner not in self._names:
                    self._names[owner] = frozenset(vars(owner))
                    self._kept += [
                        (owner, name, value, getattr(value, "__code__", None))
                        for name, value in vars(owner).items()
                        if callable(value)
                    ]

    def leave_to_tests(self, texts: Iterable[str]) -> None:
        """Watch no more what the tests, in `texts`, have changed in their rehearsal or set; put back what they changed.

        They change it again when they are loaded beside the program.
        """
        whole = "\n".join(texts)
        theirs = set(_SET_BY_TESTS.findall(whole))
        self._tests_add_equalities = "addTypeEqualityFunc" in whole
        kept = []
        for owner, name, value, code in self._kept:
            if vars(owner).get(name) is not value:
                setattr(owner, name, value)
            elif not (owner is builtins and name in theirs):
                kept.append((owner, name, value, code))
        self._kept = kept

    def broken(self, test: Any) -> str | None:  # noqa: ANN401 - a suite.Test, whose module is not to be found any more
        """Return the name of something that is no longer what it was when `test` is over, or None."""
        if sys.getprofile() is not None or sys.gettrace() is not None:
            return "how Python runs the tests"
        for owner, name, value, code in self._kept:
            if vars(owner).get(name) is not value or getattr(value, "__code__", None) is not code:
                return f"{owner.__name__}.{name}"
        return self._new_in_classes() or _new_in(test.case) or self._other_code(test)

    def _new_in_classes(self) -> str | None:
        """Return a name that a class did not have and by which unittest, or a test, does otherwise than before."""
        for owner, names in self._names.items():
            for name in vars(owner).keys() - names:
                if name.startswith("__") or (owner.__module__ != "unittest.case" and _is_asked_for(name)):
                    return f"{owner.__name__}.{name}"
        return None

    def _other_code(self, test: Any) -> str | None:  # noqa: ANN401
        is_same = self._codes.get(id(test)) is getattr(test.function, "__code__", None)
        equal = self._equalities.get(id(test))
        is_same &= self._tests_add_equalities or equal == test.case._type_equality_funcs  # noqa: SLF001
        return None if is_same else str(test.name)


def _new_in(case: unittest.TestCase) -> str | None:
    """Return a name by which one test does otherwise than its class, or None."""
    return next((f"{type(case).__name__}.{name}" for name in vars(case) if _is_asked_for(name)), None)


def _is_asked_for(name: str) -> bool:
    return name.startswith("__") or callable(getattr(unittest.TestCase, name, None))
