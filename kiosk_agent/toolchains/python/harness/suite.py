"""Finds the tests of a module, unittest's classes and pytest's functions and classes alike, as cases of unittest."""

import inspect
import textwrap
import types
import unittest
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pytest_face import cases


@dataclass(frozen=True)
class Test:
    """One test, by the name that it has in results.json."""

    name: str
    case: unittest.TestCase
    function: Callable[..., Any]
    owner: type | None = None
    """Of pytest's, the class that it stands in."""

    @property
    def code(self) -> str:
        """The body as it was written, without its first line and docstring."""
        try:
            lines = textwrap.dedent(inspect.getsource(inspect.unwrap(self.function))).splitlines()
        except Exception:  # noqa: BLE001 - a program may have put its own in the place of what finds it
            return ""
        start = next((index for index, line in enumerate(lines) if line.rstrip().endswith(":") and "def " in line), 0)
        return textwrap.dedent("\n".join(lines[start + 1 :])).strip("\n")


@dataclass(frozen=True)
class Found:
    """The tests of a module, and what comes after some of them: the last of a class, and of all."""

    tests: list[Test]
    endings: list[tuple[Test, Callable[[], None]]]


def tests_of(module: types.ModuleType) -> Found:
    """Return the tests of a module in the order in which they were written."""
    suite = cases.Suite(module)
    found: list[Test] = []
    # A second name for the same class makes no second tests.
    for name, value in {id(value): (name, value) for name, value in vars(module).items()}.values():
        if isinstance(value, type) and value.__module__ == module.__name__:
            if issubclass(value, unittest.TestCase):
                found += _of_case(value)
            elif name.startswith("Test"):
                found += _of_plain_class(suite, value, name)
        elif name.startswith("test") and inspect.isfunction(value):
            found += _of_function(name, cases.Written(suite, value))
    last = {test.owner: test for test in found if test.owner} | ({None: found[-1]} if found else {})
    return Found(found, [(test, suite.after(owner).close) for owner, test in last.items()])


def _of_case(case: type[unittest.TestCase]) -> list[Test]:
    names = unittest.defaultTestLoader.getTestCaseNames(case)
    lines = {name: _first_line(getattr(case, name)) for name in names}
    return [
        Test(f"{case.__name__} > {name}", case(name), getattr(case, name))
        for name in sorted(names, key=lambda name: lines[name])
    ]


def _of_plain_class(suite: cases.Suite, owner: type, shown: str) -> Iterator[Test]:
    members = {name: value for base in reversed(owner.__mro__) for name, value in vars(base).items()}
    for name, value in members.items():
        if name.startswith("test") and inspect.isfunction(value):
            yield from _of_function(f"{shown} > {name}", cases.Written(suite, value, owner))
        elif name.startswith("Test") and isinstance(value, type):
            yield from _of_plain_class(suite, value, f"{shown} > {name}")


def _of_function(name: str, written: cases.Written) -> Iterator[Test]:
    for index, case in enumerate(cases.cases_of(written), 1):
        yield Test(f"{name}[{index}]" if case.row else name, case, written.function, written.owner)


def _first_line(function: Callable[..., Any]) -> int:
    code = getattr(inspect.unwrap(function), "__code__", None)
    return code.co_firstlineno if code else 0
