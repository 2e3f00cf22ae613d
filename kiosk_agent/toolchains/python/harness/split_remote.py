"""What stands for an object of the program in the tests' jail. Using it asks the other jail.

An object answers only to names that the tests themselves write, and uses its own operators only where the tests name
its class; it is never equal to, less than or more than anything but another object of the program.
"""

import builtins
import unittest
from collections.abc import Callable, Generator, Iterator
from typing import Any, Protocol

from split_values import Value

COMPARISONS = ("__eq__", "__lt__", "__le__", "__gt__", "__ge__")
OTHERS = (
    *(
        "__add__",
        "__sub__",
        "__mul__",
        "__truediv__",
        "__floordiv__",
        "__mod__",
        "__pow__",
        "__and__",
        "__or__",
        "__xor__",
    ),
    *("__radd__", "__rsub__", "__rmul__", "__rtruediv__", "__rfloordiv__", "__rmod__", "__rpow__"),
    *("__neg__", "__pos__", "__abs__", "__invert__", "__len__", "__getitem__", "__setitem__", "__delitem__"),
    *("__contains__", "__call__", "__enter__", "__exit__", "__str__", "__repr__", "__bool__", "__hash__"),
)


class Asks(Protocol):
    """What objects ask through; split_tests.TestsSide."""

    words: frozenset[str]

    def asked(self, op: str, on: int, name: str = "", args: tuple[Any, ...] = ()) -> Value:
        """Return the answer, or raise what the program raised."""

    def called(self, on: int, args: tuple[Any, ...], named: dict[str, Any], method: str = "") -> Value:
        """Return what calling it, or a method of it, gives."""


class Remote:
    """An object of the program."""

    _outset_asks: Asks
    _outset_number: int

    def __getattr__(self, name: str) -> Value:
        if name not in self._outset_asks.words:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return self._outset_asks.asked("get", self._outset_number, name)

    def __setattr__(self, name: str, value: object) -> None:
        if name not in self._outset_asks.words:
            raise AttributeError(f"{name!r} is not the tests' to set")
        self._outset_asks.asked("set", self._outset_number, name, (value,))


class RemoteFunction(Remote):
    """A function of the program, or a method with its object."""

    def __call__(self, *args: Value, **named: Value) -> Value:
        """Have it called in the other jail."""
        return self._outset_asks.called(self._outset_number, args, named)


class RemoteIterator(Remote):
    """A generator or other iterator of the program."""

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Value:
        done, value = self._outset_asks.asked("next", self._outset_number)
        if done:
            raise StopIteration
        return value


class RemoteAwaitable(Remote):
    """A coroutine of the program."""

    def __await__(self) -> Generator[None, None, Value]:
        return self._outset_asks.asked("wait", self._outset_number)
        yield


class RemoteClass(type):
    """A class of the program: called, it makes its objects there."""

    _outset_asks: Asks
    _outset_number: int

    def __call__(cls, *args: Value, **named: Value) -> Value:
        """Have an object made in the other jail."""
        return cls._outset_asks.called(cls._outset_number, args, named)

    def __getattr__(cls, name: str) -> Value:
        if name not in cls._outset_asks.words:
            raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")
        return cls._outset_asks.asked("get", cls._outset_number, name)


def make(kind: type[Remote], asks: Asks, number: int) -> Value:
    """Return a new stand-in of that kind."""
    made = object.__new__(kind)
    vars(made).update(_outset_asks=asks, _outset_number=number)
    return made


def make_class(asks: Asks, number: int, name: str, base: type, operators: list[str], own: list[str]) -> type:
    """Return a class that stands for one of the program, with its `own` methods and the operators that may work."""
    if issubclass(base, BaseException):
        return type(name, (base,), {"__str__": _told})
    methods: dict[str, Any] = {method: _called(method) for method in own}
    methods |= {op: _compared(op) for op in COMPARISONS if op in operators}
    methods |= {op: _operated(op) for op in OTHERS if op in operators}
    if "__eq__" in operators and "__hash__" not in operators:
        methods["__hash__"] = None
    if "__iter__" in operators:
        methods["__iter__"] = _iterated
    bases = (base,) if issubclass(base, Remote) else (Remote,)
    return RemoteClass(name, bases, methods | {"_outset_asks": asks, "_outset_number": number})


def _operated(name: str) -> Callable[..., Any]:
    def method(self: Remote, *args: Value) -> Value:
        # What is on its way out of a `with` has a trace that stays here.
        kept = (None, None, None) if name == "__exit__" else args
        return self._outset_asks.asked("operate", self._outset_number, name, kept)

    return method


def _called(name: str) -> Callable[..., Any]:
    def method(self: Remote, *args: Any, **named: Any) -> Value:  # noqa: ANN401 - whatever the tests hand in
        return self._outset_asks.called(self._outset_number, args, named, name)

    return method


def keep_out_of_sums(case: type[unittest.TestCase]) -> None:
    """Let no object of the program count as nearly equal: its own subtraction would say so."""
    for name in ("assertAlmostEqual", "assertNotAlmostEqual"):
        setattr(case, name, _among_numbers(getattr(case, name)))


def _among_numbers(assertion: Callable[..., None]) -> Callable[..., None]:
    def asserted(self: unittest.TestCase, first: object, second: object, *args: object, **named: object) -> None:
        if isinstance(first, Remote) or isinstance(second, Remote):
            self.fail("an object is not a number")
        assertion(self, first, second, *args, **named)

    return asserted


def _compared(name: str) -> Callable[..., Any]:
    def method(self: Remote, other: object) -> Value:
        if not isinstance(other, Remote):
            return NotImplemented
        return self._outset_asks.asked("operate", self._outset_number, name, (other,))

    return method


def _iterated(self: Remote) -> Iterator[Any]:
    number = self._outset_asks.asked("iterate", self._outset_number)
    while True:
        done, value = self._outset_asks.asked("next", number)
        if done:
            return
        yield value


def _told(self: BaseException) -> str:
    told = vars(self).get("_outset_message")
    return told if isinstance(told, str) else BaseException.__str__(self)


def built_in_error(name: str) -> type[BaseException]:
    """Return the built-in exception of that name, or Exception."""
    found = getattr(builtins, name, Exception)
    return found if isinstance(found, type) and issubclass(found, BaseException) else Exception
