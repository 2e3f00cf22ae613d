"""What crosses between the two jails of a split run: values, never code.

A value is JSON in which every array begins with a tag; kiosk_agent/runner/judging/split/split_value.py holds the whole
list and checks each message on its way. An object that is more than its contents stays where it is, and its number
crosses: a handle.
"""

import datetime as dt
import decimal
import fractions
import math
from collections.abc import Callable, Iterable
from typing import Any

DEEPEST = 60
MOST_PARTS = 100_000
PLAIN_INTEGER = 2**53
Value = Any
"""Whatever a program may hold."""
Wire = Any
"""What crosses for it, as parsed JSON."""
Message = dict[str, Any]
"""A question or an answer, as parsed JSON."""
Lend = Callable[[Value, Callable[[Value], Wire]], Wire]
"""Gives the tag array of a handle for what cannot be copied, or raises CannotCross."""
Borrow = Callable[[list[Any], Callable[[Wire], Value]], Value]
"""Gives what stands for a handle, an error or a refusal here."""
Exact = tuple[type, Callable[[Value], str], Callable[[str], Value]]
EXACT: dict[str, Exact] = {
    "decimal": (decimal.Decimal, str, decimal.Decimal),
    "fraction": (fractions.Fraction, str, fractions.Fraction),
    "datetime": (dt.datetime, dt.datetime.isoformat, dt.datetime.fromisoformat),
    "date": (dt.date, dt.date.isoformat, dt.date.fromisoformat),
    "time": (dt.time, dt.time.isoformat, dt.time.fromisoformat),
}
SPECIAL = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf, "-0": -0.0}
SEQUENCES: dict[str, tuple[Any, ...]] = {"a": (list, range), "t": (tuple,), "s": (set,), "f": (frozenset,)}


class CannotCross(Exception):
    """A value cannot cross; the message says why, in words for whoever made it."""


class Encoder:
    """Turns one value into what can cross."""

    def __init__(self, lend: Lend) -> None:
        self._lend = lend
        self._parts = 0
        self._depth = 0

    def encode(self, value: Value) -> Wire:
        """Return the JSON for `value`. Raises CannotCross."""
        self._parts += 1
        if self._depth > DEEPEST or self._parts > MOST_PARTS:
            raise CannotCross("a value that is too large, too deep or holds itself cannot be compared here")
        self._depth += 1
        try:
            return self._encoded(value)
        finally:
            self._depth -= 1

    def _encoded(self, value: Value) -> Wire:
        if value is None or value is True or value is False:
            return value
        # Of a class that was derived from a built-in one only what the built-in one holds is seen.
        for kind, encode in SCALARS:
            if isinstance(value, kind):
                return encode(value)
        for tag, kinds in SEQUENCES.items():
            for kind in kinds:
                if isinstance(value, kind):
                    return [tag, *(self.encode(part) for part in kind.__iter__(value))]
        if isinstance(value, dict):
            return ["m", *(self.encode(part) for pair in dict.items(value) for part in pair)]
        name = next((name for name, (kind, _, _) in EXACT.items() if type(value) is kind), None)
        return self._lend(value, self.encode) if name is None else ["x", name, EXACT[name][1](value)]


def _integer(value: int) -> Wire:
    return value if abs(value) < PLAIN_INTEGER else ["i", f"{value:x}"]


def _number(value: float) -> Wire:
    if math.isfinite(value):
        return ["n", "-0"] if value == 0 and math.copysign(1, value) < 0 else value
    return ["n", "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"]


SCALARS: tuple[tuple[type, Callable[[Value], Wire]], ...] = (
    (str, str.__str__),
    (int, lambda value: _integer(int.__index__(value))),
    (float, lambda value: _number(float.__float__(value))),
    (complex, lambda value: ["c", _number(value.real), _number(value.imag)]),
    (bytes, lambda value: ["b", "bytes", bytes.hex(value)]),
    (bytearray, lambda value: ["b", "bytearray", bytearray.hex(value)]),
    (type(NotImplemented), lambda _: ["z", "NotImplemented"]),
)
Inner = Callable[[Wire], Value]
DECODERS: dict[str, Callable[[list[Any], Inner], Value]] = {
    "a": lambda parts, inner: list(map(inner, parts)),
    "t": lambda parts, inner: tuple(map(inner, parts)),
    "s": lambda parts, inner: set(map(inner, parts)),
    "f": lambda parts, inner: frozenset(map(inner, parts)),
    "m": lambda parts, inner: dict(pairs(map(inner, parts))),
    "i": lambda parts, _: int(parts[0], 16),
    "n": lambda parts, _: SPECIAL[parts[0]],
    "c": lambda parts, inner: complex(inner(parts[0]), inner(parts[1])),
    "b": lambda parts, _: (bytearray if parts[0] == "bytearray" else bytes).fromhex(parts[1]),
    "x": lambda parts, _: EXACT[parts[0]][2](parts[1]),
}


def decode(wire: Wire, borrowed: Borrow) -> Value:
    """Return the value that has crossed."""
    if not isinstance(wire, list):
        return wire

    def inner(part: Wire) -> Value:
        return decode(part, borrowed)

    tag = wire[0]
    return DECODERS[tag](wire[1:], inner) if tag in DECODERS else borrowed(wire, inner)


def pairs(parts: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """Return the parts two by two."""
    steps = iter(parts)
    return zip(steps, steps, strict=False)
