"""pytest's functions and classes as tests of unittest: each row a case, which gets what its arguments name."""

import contextlib
import inspect
import itertools
import types
import unittest
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pytest_face import fixtures
from pytest_face.marks import Column, Fixture, Mark, is_expected_to_fail, own_marks, skip_reason, table_of


@dataclass
class Suite:
    """What the tests of one module share."""

    module: types.ModuleType
    wide: dict[object, Any] = field(default_factory=dict)
    _after: dict[type | None, contextlib.ExitStack] = field(default_factory=dict)

    def after(self, owner: type | None) -> contextlib.ExitStack:
        """Return what comes after all tests of a class; of None, after those of the module."""
        return self._after.setdefault(owner, contextlib.ExitStack())


@dataclass(frozen=True)
class Written:
    """A test as it is written: a function, of a class or by itself."""

    suite: Suite
    function: Callable[..., Any]
    owner: type | None = None

    def marks(self) -> list[Mark]:
        """Return its marks, the nearest first."""
        classes = self.owner.__mro__ if self.owner else ()
        return [mark for each in (self.function, *classes, self.suite.module) for mark in reversed(own_marks(each))]

    def fixtures(self) -> dict[str, Fixture]:
        """Return the fixtures that it may ask for, by name."""
        found = {}
        for place in (self.suite.module, *reversed(self.owner.__mro__ if self.owner else ())):
            for value in vars(place).values():
                made = getattr(value, "outset_fixture", None)
                if isinstance(made, Fixture):
                    found[made.name] = made
        return found

    def asked(self) -> list[str]:
        """Return the names that it asks for, those of its fixtures' fixtures too."""
        known = self.fixtures()
        named = [name for mark in self.marks() if mark.name == "usefixtures" for name in mark.args]
        wanted = [*(name for name, made in known.items() if made.is_for_all), *named, *arguments(self.function)]
        found: dict[str, None] = {}
        while wanted:
            name = wanted.pop(0)
            if name not in found:
                found[name] = None
                wanted += arguments(known[name].make) if name in known else []
        return list(found)

    def rows(self) -> list[list[Column]]:
        """Return what each of its cases is given; one of nothing when it has no table."""
        tables = [table_of(mark) for mark in self.marks() if mark.name == "parametrize"]
        given = {name for table in tables for column in table[:1] for name in column.values}
        known = self.fixtures()
        if skip_reason(self.marks()) is None:
            fixtures.check(name for name in self.asked() if name not in known and name not in given)
        tables += [
            [Column({name: value}, indirect=frozenset({name})) for value in known[name].params]
            for name in self.asked()
            if name in known and known[name].params and name not in given
        ]
        return [list(reversed(row)) for row in itertools.product(*reversed(tables))]


def arguments(function: Callable[..., Any]) -> list[str]:
    """Return the names of the arguments that a function must be given."""
    parameters = inspect.signature(function).parameters.values()
    return [each.name for each in parameters if each.default is each.empty and each.name not in {"self", "cls"}]


class Case(unittest.TestCase):
    """One row of a test, or one that has none."""

    def __init__(self, written: Written, columns: list[Column]) -> None:
        super().__init__("runTest")
        self._written = written
        self._marks = [*(mark for column in columns for mark in column.marks), *written.marks()]
        self._params = {key: each.values[key] for each in columns for key in each.values if key in each.indirect}
        self._values = {key: each.values[key] for each in columns for key in each.values if key not in each.indirect}
        self.row = {key: value for each in columns for key, value in each.values.items()}
        self._made: dict[str, Any] = {}
        self.expected_error: BaseException | None = None
        """What it failed with, as a mark says that it will."""

    def id(self) -> str:
        """Return its name, without its row."""
        return self._written.function.__name__

    def runTest(self) -> None:  # noqa: N802 - unittest's own name
        """Run it with what stands around it."""
        reason = skip_reason(self._marks)
        if reason is not None:
            raise unittest.SkipTest(reason)
        expected = next(filter(is_expected_to_fail, self._marks), None)
        if expected is None:
            self._run()
            return
        if not expected.kwargs.get("run", True):
            raise unittest.SkipTest(str(expected.kwargs.get("reason", "")))
        failures = expected.kwargs.get("raises") or Exception
        try:
            self._run()
        except unittest.SkipTest:
            raise
        except failures as error:
            self.expected_error = error
        else:
            if expected.kwargs.get("strict"):
                self.fail("this was expected to fail")

    def _run(self) -> None:
        written, suite = self._written, self._written.suite
        with contextlib.ExitStack() as after:
            self._after = after
            self._around(suite.module, "module", written.owner is None)
            owner = written.owner
            self._owner = owner() if owner else None
            if owner:
                before, ending = (getattr(owner, f"{each}_class", None) for each in ("setup", "teardown"))
                self._once(owner, before, ending, suite.after(owner))
                _paired(self._owner, "method", written.function, after)
            known = written.fixtures()
            for name in written.asked():
                if name not in self._values:
                    self._get(name, known)
            given = {name: self._get(name, known) for name in arguments(written.function)}
            function = getattr(self._owner, written.function.__name__) if owner else written.function
            result = function(**given)
            if inspect.iscoroutine(result):
                import asyncio  # noqa: PLC0415 - hardly any test needs it

                asyncio.run(result)

    def _around(self, module: types.ModuleType, kind: str, is_function: bool) -> None:  # noqa: FBT001
        names = vars(module)
        suite = self._written.suite
        self._once(module, names.get(f"setup_{kind}"), names.get(f"teardown_{kind}"), suite.after(None))
        if is_function:
            _paired(module, "function", self._written.function, self._after)

    def _once(
        self,
        key: object,
        before: Callable[..., Any] | None,
        ending: Callable[..., Any] | None,
        after: contextlib.ExitStack,
    ) -> None:
        wide = self._written.suite.wide
        if key not in wide:
            wide[key] = True
            _call(before, key)
            if ending is not None:
                after.callback(_call, ending, key)

    def _get(self, name: str, known: dict[str, Fixture]) -> Any:  # noqa: ANN401 - whatever the fixture makes
        if name in self._values:
            return self._values[name]
        if name not in self._made:
            self._made[name] = self._make(name, known)
        return self._made[name]

    def _make(self, name: str, known: dict[str, Fixture]) -> Any:  # noqa: ANN401
        made = known.get(name)
        if made is None:
            request = fixtures.Request(self, self._written.function, self._after, self._params)
            return self._after.enter_context(fixtures.built_in(name, request))
        suite, owner = self._written.suite, self._written.owner if made.scope == "class" else None
        # One for each class is one for each test where there is none.
        is_wide = made.scope != "function" and (made.scope != "class" or owner is not None)
        key = name, repr(self._params.get(name)), owner
        if is_wide and key in suite.wide:
            return suite.wide[key]
        given: dict[str, Any] = {}
        for each in arguments(made.make):
            request = fixtures.Request(self, self._written.function, self._after, self._params, name)
            given[each] = request if each == "request" else self._get(each, known)
        value = self._entered(made, given, suite.after(owner) if is_wide else self._after)
        if is_wide:
            suite.wide[key] = value
        return value

    def _entered(self, made: Fixture, given: dict[str, Any], after: contextlib.ExitStack) -> Any:  # noqa: ANN401
        own = next(iter(inspect.signature(made.make).parameters), None)
        call = made.make.__get__(self._owner) if own == "self" else made.make
        if not inspect.isgeneratorfunction(made.make):
            return call(**given)
        return after.enter_context(contextlib.contextmanager(call)(**given))


def _paired(owner: Any, kind: str, function: Callable[..., Any], after: contextlib.ExitStack) -> None:  # noqa: ANN401
    _call(getattr(owner, f"setup_{kind}", None), function)
    ending = getattr(owner, f"teardown_{kind}", None)
    if ending is not None:
        after.callback(_call, ending, function)


def _call(function: Callable[..., Any] | None, about: object) -> None:
    """Call what pytest calls with or without what it is about."""
    if function is not None:
        function(*([about] if inspect.signature(function).parameters else []))


def cases_of(written: Written) -> Iterator[Case]:
    """Yield the cases of a test in the order of its rows."""
    for columns in written.rows():
        yield Case(written, columns)
