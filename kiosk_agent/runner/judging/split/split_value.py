"""The values that cross between the two jails of a split run, checked one by one: no code, no size without a limit.

A value is a JSON string, number, true, false or null, or an array that begins with a tag: one of `SHAPES`. What is more
than its contents (a function, an object of a class) stays in its jail, and a handle crosses: its number.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence

DEEPEST = 100
MOST_PARTS = 200_000
TEXT_CHARACTERS = 200
"""Of a name: an attribute, a class, an error's name."""
HANDLE_MOST = 1_000_000
_HEX = re.compile(r"-?[0-9a-f]+\Z")
_BYTES = re.compile(r"(?:[0-9a-f]{2})*\Z")
_SPECIAL_NUMBERS = frozenset({"NaN", "Infinity", "-Infinity", "-0"})
_EXACT_TYPES = frozenset({"decimal", "fraction", "datetime", "date", "time", "timedelta"})
_HANDLE_KINDS = frozenset({"f", "m", "c", "o", "g"})

Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None


class ValueInvalid(Exception):
    """Something that is no value was to cross; the message says what, in words for whoever made it."""


class _Check:
    """Walks one value. Raises ValueInvalid."""

    def __init__(self) -> None:
        self._parts = 0

    def value(self, value: Json, depth: int = 0) -> None:
        self._parts += 1
        if depth > DEEPEST or self._parts > MOST_PARTS:
            raise ValueInvalid("a value is too large or too deep")
        if isinstance(value, dict):
            raise ValueInvalid("a value is not written as one")
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueInvalid("a number is not written as one")
        if not isinstance(value, list):
            return
        shape = SHAPES.get(value[0]) if value and isinstance(value[0], str) else None
        if shape is None:
            raise ValueInvalid("a value is of no kind that can cross")
        shape(self, value[1:], depth + 1)

    def each(self, parts: Sequence[Json], depth: int) -> None:
        for part in parts:
            self.value(part, depth)

    def named(self, parts: Sequence[Json], depth: int) -> None:
        _require(len(parts) % 2 == 0, "an object lacks a value")
        for name, part in zip(parts[::2], parts[1::2], strict=True):
            _require(isinstance(name, str), "a name is no text")
            self.value(part, depth)

    def pairs(self, parts: Sequence[Json], depth: int) -> None:
        _require(len(parts) % 2 == 0, "a map lacks a value")
        self.each(parts, depth)

    def handle(self, parts: Sequence[Json], depth: int) -> None:
        _require(len(parts) == 3, "a handle has other parts")  # noqa: PLR2004 - number, kind, class
        _require(is_number(parts[0]) and parts[1] in _HANDLE_KINDS, "a handle is not written as one")
        self._class(parts[2], depth)

    def error(self, parts: Sequence[Json], depth: int) -> None:
        _require(len(parts) == 5, "an error has other parts")  # noqa: PLR2004 - number, name, message, class, more
        number, name, message, kind, more = parts
        _require(is_number(number) and is_name(name) and isinstance(message, str), "an error is not written as one")
        self._class(kind, depth)
        _require(isinstance(more, list) and more[:1] == ["o"], "an error's own values are none")
        self.value(more, depth)

    def _class(self, kind: Json, depth: int) -> None:
        if isinstance(kind, list):
            _require(kind[:1] == ["h"], "a class is no class")
            self.value(kind, depth)
        else:
            _require(kind is None or is_name(kind), "a class is no class")


def _texts(*allowed: Callable[[str], bool]) -> Callable[[_Check, Sequence[Json], int], None]:
    """Return a check for a tag that is followed by so many texts."""

    def check(_walk: _Check, parts: Sequence[Json], _depth: int) -> None:
        _require(len(parts) == len(allowed), "a value has other parts")
        for part, is_allowed in zip(parts, allowed, strict=True):
            _require(isinstance(part, str) and is_allowed(part), "a value is not written as one")

    return check


def _number(_walk: _Check, parts: Sequence[Json], _depth: int) -> None:
    _require(len(parts) == 1 and is_number(parts[0]), "a handle is not written as one")


def _values(count: int) -> Callable[[_Check, Sequence[Json], int], None]:
    def check(walk: _Check, parts: Sequence[Json], depth: int) -> None:
        _require(len(parts) == count, "a value has other parts")
        walk.each(parts, depth)

    return check


def _any_text(_text: str) -> bool:
    return True


SHAPES: Mapping[str, Callable[[_Check, Sequence[Json], int], None]] = {
    # Lists and what is like them, with their parts.
    "a": _Check.each,  # array, list
    "t": _Check.each,  # tuple
    "s": _Check.each,  # set
    "f": _Check.each,  # frozenset
    "m": _Check.pairs,  # map, dict: key, value, key, value
    "o": _Check.named,  # object: name, value, name, value
    # Single values that JSON has no word for.
    "u": _values(0),  # undefined
    "n": _texts(_SPECIAL_NUMBERS.__contains__),  # a number that is none in JSON
    "i": _texts(lambda text: bool(_HEX.match(text))),  # a whole number of any size, in hexadecimal
    "c": _values(2),  # complex number
    "d": _values(1),  # date, in milliseconds
    "r": _texts(_any_text, _any_text),  # regular expression: source, flags
    "b": _texts(lambda text: len(text) <= TEXT_CHARACTERS, lambda text: bool(_BYTES.match(text))),  # bytes: type, hex
    "x": _texts(_EXACT_TYPES.__contains__, _any_text),  # a number or date of Python's libraries, as text
    # What stays where it is.
    "h": _Check.handle,  # number, kind (function, method, class, object, object to go through), class of it
    "y": _number,  # the receiver's own, by its number
    "p": _number,  # a promise or coroutine
    "e": _Check.error,  # number, name, message, class, further values
    "k": _number,  # as an answer: the argument of that place itself
    "z": _texts(_any_text),  # something that cannot cross, and why
}


def check_value(value: Json) -> None:
    """Raise ValueInvalid unless `value`, parsed JSON, is a value that may cross."""
    _Check().value(value)


def is_number(value: Json) -> bool:
    """Tell whether `value` may be the number of a handle."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= HANDLE_MOST


def is_name(value: Json) -> bool:
    """Tell whether `value` may be a name."""
    return isinstance(value, str) and len(value) <= TEXT_CHARACTERS


def _require(condition: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as a sentence where it is used
    if not condition:
        raise ValueInvalid(otherwise)
