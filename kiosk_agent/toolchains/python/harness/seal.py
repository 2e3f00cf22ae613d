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
from collections.abc import Iterable, Iterator
from operator import attrgetter, is_
from typing import Any

Owner = types.ModuleType | type
_SET_BY_TESTS = re.compile(r"\bbuiltins\.(\w+)\s*=[^=]")
_SUITES = (unittest.TestResult, unittest.TestSuite, unittest.BaseTestSuite)
# Kept here: a program may put its own in their place.
_all, _len, _map, _vars = all, len, map, vars
_code_of = attrgetter("__code__")


def watched() -> list[Owner]:
    """Return the modules and classes that must stay as they are."""
    classes = (value for value in vars(unittest.case).values() if isinstance(value, type))
    return [builtins, unittest, unittest.case, *_SUITES, *classes]


class Kept:
    """Some callables of a module or a class as they were. What else is only noted there may change."""

    def __init__(self, owner: Owner, callables: dict[str, Any]) -> None:
        self.owner = owner
        self.callables = callables
        self._written = [value for value in callables.values() if hasattr(value, "__code__")]
        self._codes = [value.__code__ for value in self._written]

    def is_same(self) -> bool:
        """Tell whether all are there with the code that they had. By identity: to be equal, anything may say."""
        found = _map(_vars(self.owner).get, self.callables)
        if not _all(_map(is_, found, self.callables.values())):
            return False
        try:
            return _all(_map(is_, _map(_code_of, self._written), self._codes))
        except AttributeError:
            return False

    def changed(self) -> str:
        """Return the name of the first that is not."""
        codes = dict(zip(_map(id, self._written), self._codes, strict=True))
        for name, value in self.callables.items():
            if _vars(self.owner).get(name) is not value or codes.get(id(value)) is not getattr(value, "__code__", None):
                return f"{self.owner.__name__}.{name}"
        return self.owner.__name__


def _callables(owner: Owner) -> dict[str, Any]:
    return {name: value for name, value in vars(owner).items() if callable(value)}


class Seal:
    """How everything was when no line of the tests or the program had run.

    After each test is looked at all that it stands on. The methods of all other tests are looked at, too, as often as
    that costs no more than this: after each, unless there are very many, and always after the last.
    """

    def __init__(self, own: Iterable[Owner] = ()) -> None:
        """Watch, with `own` of the harness."""
        self._always = [Kept(owner, _callables(owner)) for owner in (*watched(), *own)]
        self._names = {owner: frozenset(vars(owner)) for owner in watched() if isinstance(owner, type)}
        self._classes: dict[type, Kept] = {}
        """Of the tests: what is no test itself."""
        self._methods: list[Kept] = []
        self._sizes: dict[type, int] = {}
        self._found: dict[int, object] = {}
        self._codes: dict[int, types.CodeType | None] = {}
        self._equalities: dict[int, dict[type, object]] = {}
        self._tests_add_equalities = False
        self._left = 0
        self._looked_each = 0
        self._unlooked = 0

    def watch_tests(self, tests: Iterable[Any]) -> None:
        """Watch the tests and the classes that they stand in, too, from now on."""
        tests = list(tests)
        functions = {id(test.function) for test in tests}
        for test in tests:
            self._codes[id(test)] = getattr(test.function, "__code__", None)
            self._equalities[id(test)] = dict(test.case._type_equality_funcs)  # noqa: SLF001 - unittest's own
            self._found[id(test)] = _method(test.case)
            for owner in type(test.case).__mro__:
                if owner is not object and owner not in self._names:
                    self._names[owner] = frozenset(vars(owner))
                    methods = {name: value for name, value in _callables(owner).items() if id(value) in functions}
                    rest = {name: value for name, value in _callables(owner).items() if name not in methods}
                    self._classes[owner] = Kept(owner, rest)
                    self._methods.append(Kept(owner, methods))
        self._sizes = {owner: len(vars(owner)) for owner in self._classes}
        self._left = len(tests)
        self._looked_each = sum(len(kept.callables) for kept in self._always)

    def leave_to_tests(self, texts: Iterable[str]) -> None:
        """Watch no more what the tests, in `texts`, have changed in their rehearsal or set; put back what they changed.

        They change it again when they are loaded beside the program.
        """
        whole = "\n".join(texts)
        theirs = set(_SET_BY_TESTS.findall(whole))
        self._tests_add_equalities = "addTypeEqualityFunc" in whole
        self._always = [Kept(kept.owner, dict(_left_alone(kept, theirs))) for kept in self._always]

    def broken(self, test: Any) -> str | None:  # noqa: ANN401 - a suite.Test, whose module is not to be found any more
        """Return the name of something that is no longer what it was when `test` is over, or None. Once for each."""
        if sys.getprofile() is not None or sys.gettrace() is not None:
            return "how Python runs the tests"
        owners = [owner for owner in type(test.case).__mro__ if owner in self._classes]
        return (
            _changed(self._always)
            or _changed([self._classes[owner] for owner in owners])
            or self._changed_in_others(owners)
            or _new_in(test.case)
            or self._other_code(test)
        )

    def _changed_in_others(self, owners: list[type]) -> str | None:
        """Look at all tests and their classes, if it is due, if a name came or went, or if the last test is over."""
        self._left -= 1
        self._unlooked += self._looked_each
        as_many = _all(_len(_vars(owner)) == self._sizes[owner] for owner in owners)
        if self._left > 0 and as_many and self._unlooked < sum(self._sizes.values()):
            return self._new_in(owner for owner in self._names if owner not in self._classes)
        self._unlooked = 0
        self._sizes = {owner: _len(_vars(owner)) for owner in self._classes}
        return _changed([*self._classes.values(), *self._methods]) or self._new_in(self._names)

    def _new_in(self, owners: Iterable[type]) -> str | None:
        """Return a name that a class did not have and by which unittest, or a test, does otherwise than before."""
        for owner in owners:
            for name in _vars(owner).keys() - self._names[owner]:
                if name.startswith("__") or (owner.__module__ != "unittest.case" and _is_asked_for(name)):
                    return f"{owner.__name__}.{name}"
        return None

    def _other_code(self, test: Any) -> str | None:  # noqa: ANN401
        is_same = self._codes.get(id(test)) is getattr(test.function, "__code__", None)
        is_same &= self._found.get(id(test)) is _method(test.case)
        equal = self._equalities.get(id(test))
        is_same &= self._tests_add_equalities or equal == test.case._type_equality_funcs  # noqa: SLF001
        return None if is_same else str(test.name)


def _left_alone(kept: Kept, theirs: set[str]) -> Iterator[tuple[str, Any]]:
    for name, value in kept.callables.items():
        if vars(kept.owner).get(name) is not value:
            setattr(kept.owner, name, value)
        elif not (kept.owner is builtins and name in theirs):
            yield name, value


def _changed(everything: Iterable[Kept]) -> str | None:
    return next((kept.changed() for kept in everything if not kept.is_same()), None)


def _method(case: unittest.TestCase) -> object:
    """Return what unittest will find as the test's method, in whatever class."""
    name = case._testMethodName  # noqa: SLF001 - unittest's own
    return next((_vars(owner)[name] for owner in (case, *type(case).__mro__) if name in _vars(owner)), None)


def _new_in(case: unittest.TestCase) -> str | None:
    """Return a name by which one test does otherwise than its class, or None."""
    return next((f"{type(case).__name__}.{name}" for name in vars(case) if _is_asked_for(name)), None)


def _is_asked_for(name: str) -> bool:
    return name.startswith("__") or callable(getattr(unittest.TestCase, name, None))
