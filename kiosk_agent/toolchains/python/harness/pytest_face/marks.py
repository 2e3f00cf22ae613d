"""Marks, tables and fixtures of pytest as a test file writes them; what they come to is decided in its cases."""

import unittest
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

Decorator = Callable[[Any], Any]


@dataclass(frozen=True)
class Mark:
    """One mark: on a function, a class or a row, or in the module's own `pytestmark`."""

    name: str
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever is marked, or what is said of it
        """Mark a function or a class; with anything else, be the mark that says that."""
        if len(args) == 1 and not kwargs and _can_be_marked(args[0]):
            return self._put_on(args[0])
        return Mark(self.name, (*self.args, *args), {**self.kwargs, **kwargs})

    def _put_on(self, marked: Any) -> Any:  # noqa: ANN401 - a function or a class
        marked.pytestmark = [*own_marks(marked), self]
        is_case = isinstance(marked, type) and issubclass(marked, unittest.TestCase)
        reason = skip_reason([self])
        if reason is not None and (is_case or not isinstance(marked, type)):
            # unittest's own classes are run by unittest.
            marked.__unittest_skip__, marked.__unittest_skip_why__ = True, reason
        return marked


def _can_be_marked(thing: object) -> bool:
    return callable(thing) and not isinstance(thing, Mark)


def own_marks(marked: object) -> list[Mark]:
    """Return the marks of a function, a class without its bases, or a module."""
    found = getattr(marked, "__dict__", {}).get("pytestmark", [])
    return list(found) if isinstance(found, list | tuple) else [found]


def skip_reason(marks: Iterable[Mark]) -> str | None:
    """Return why something with these marks is left out; None when it is not."""
    for mark in marks:
        reason = str(mark.kwargs.get("reason", ""))
        if mark.name == "skip":
            return reason or "".join(map(str, mark.args[:1]))
        if mark.name == "skipif" and any(map(_holds, conditions_of(mark))):
            return reason
    return None


def conditions_of(mark: Mark) -> tuple[object, ...]:
    """Return what a mark hangs on; nothing when it always counts."""
    return (*mark.args, *(mark.kwargs[key] for key in ("condition",) if key in mark.kwargs))


def is_expected_to_fail(mark: Mark) -> bool:
    """Tell whether a mark is one of xfail that counts here."""
    conditions = conditions_of(mark)
    return mark.name == "xfail" and (not conditions or any(map(_holds, conditions)))


def _holds(condition: object) -> bool:
    if not isinstance(condition, str):
        return bool(condition)
    import os  # noqa: PLC0415 - what such a text may name; hardly any test has one
    import platform  # noqa: PLC0415
    import sys  # noqa: PLC0415

    return bool(eval(condition, {"os": os, "platform": platform, "sys": sys}))  # noqa: S307 - the author's own


class Marks:
    """pytest.mark."""

    def __getattr__(self, name: str) -> Mark:
        return Mark(name)


@dataclass(frozen=True)
class Row:
    """pytest.param: one row of a table, with marks of its own."""

    values: tuple[Any, ...]
    marks: tuple[Mark, ...] = ()


def param(*values: object, id: str | None = None, marks: Any = ()) -> Row:  # noqa: A002, ANN401 - as pytest has it
    """Return a row; its id is not shown, for a row has its number and its values."""
    del id
    return Row(values, tuple(marks) if isinstance(marks, list | tuple) else (marks,))


@dataclass(frozen=True)
class Column:
    """What a table gives to a test at one of its rows."""

    values: dict[str, Any]
    marks: tuple[Mark, ...] = ()
    indirect: frozenset[str] = frozenset()
    """The names of those that are for fixtures."""


def table_of(mark: Mark) -> list[Column]:
    """Return the rows of one parametrize."""
    named = (mark.kwargs[key] for key in ("argnames", "argvalues") if key in mark.kwargs)
    names, rows, *_ = (*mark.args, *named)
    keys = [name.strip() for name in names.split(",") if name.strip()] if isinstance(names, str) else list(names)
    indirect = mark.kwargs.get("indirect", ())
    by_fixtures = frozenset((keys if indirect else ()) if isinstance(indirect, bool) else indirect)
    return [_column(keys, row, by_fixtures) for row in rows]


def _column(keys: list[str], row: Any, by_fixtures: frozenset[str]) -> Column:  # noqa: ANN401 - any value
    if not isinstance(row, Row):
        row = Row(tuple(row) if len(keys) > 1 else (row,))
    return Column(dict(zip(keys, row.values, strict=True)), row.marks, by_fixtures)


@dataclass(frozen=True)
class Fixture:
    """What a test asks for by the name of an argument."""

    make: Callable[..., Any]
    scope: str
    params: tuple[Any, ...]
    is_for_all: bool
    name: str


def fixture(
    function: Any = None,  # noqa: ANN401 - as pytest has it
    *,
    scope: str = "function",
    params: Iterable[Any] = (),
    autouse: bool = False,
    name: str | None = None,
    ids: object = None,
) -> Any:  # noqa: ANN401
    """Make a function one that tests ask for."""
    del ids

    def made(make: Any) -> Any:  # noqa: ANN401
        values = tuple(each.values[0] if isinstance(each, Row) else each for each in params or ())
        make.outset_fixture = Fixture(make, scope, values, autouse, name or make.__name__)
        return make

    return made if function is None else made(function)
