"""Values of a program as they are shown beside its lines. Nothing of the program is run for it: no method, no property.

So everything is asked of Python's own types, by what they hold, and never of the value by its name.
"""

import contextlib
import types
from collections.abc import Iterator
from itertools import islice
from typing import Any

TEXT_CHARACTERS = 80
PARTS = 12
DEPTH = 4
PARTS_TOGETHER = 60
NUMBER_BITS = 256
NOTHING, NONE = "nothing", "None"
SEQUENCES = (list, tuple)
GROUPS = (set, frozenset)
FUNCTIONS = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.MethodWrapperType,
    types.MethodDescriptorType,
)
_name_of = type.__dict__["__name__"].__get__
_mro_of = type.__dict__["__mro__"].__get__
_names_of = type.__dict__["__dict__"].__get__
_args_of = BaseException.__dict__["args"].__get__
_function_name_of = types.FunctionType.__dict__["__name__"].__get__

Told = dict[str, Any]
"""A value as protocol.stepping.trace.ShownValue has it, without what is as it is when nothing is said."""


def is_of(value: object, kinds: tuple[type, ...]) -> bool:
    """Tell whether a value is of one of the kinds, without asking it: isinstance asks for its __class__."""
    return any(step is kind for step in _mro_of(type(value)) for kind in kinds)


def class_of(value: object) -> str:
    """Return the name of a value's class."""
    return cut(_name_of(type(value)))


def cut(text: str) -> str:
    """Return the first letters, without halves of such."""
    return text[:TEXT_CHARACTERS].encode("utf-8", "replace").decode()


def is_error(value: object, kind: type[BaseException]) -> bool:
    """Tell whether a value is an error of that kind."""
    return is_of(value, (kind,))


def shown(value: object) -> Told:
    """Return what is shown of a value."""
    return _Look().at(value, 0)


class _Look:
    """One look at one value, with what it may still show."""

    def __init__(self) -> None:
        self._left = PARTS_TOGETHER
        self._around: list[object] = []

    def at(self, value: object, depth: int) -> Told:
        """Return what is shown of a value that lies so deep."""
        plain = _plain(value)
        if plain is not None:
            return plain
        if any(each is value for each in self._around):
            return {"kind": "again", "text": class_of(value)}
        kind, length, parts = _parts_of(value)
        told: Told = {"kind": kind, "text": class_of(value)}
        if not length:
            return told
        listed = self._listed(value, parts, depth) if depth < DEPTH else []
        more = length - len(listed)
        return told | ({"parts": listed} if listed else {}) | ({"more": more} if more > 0 else {})

    def _listed(self, value: object, parts: "Parts", depth: int) -> list[Told]:
        self._around.append(value)
        listed: list[Told] = []
        # Another thread of the program may change it meanwhile.
        with contextlib.suppress(RuntimeError):
            for key, part in islice(parts, PARTS):
                if self._left <= 0:
                    break
                self._left -= 1
                own = {} if key is _NO_KEY else {"key": self.at(key, depth + 1)}
                listed.append({**own, "value": self.at(part, depth + 1)})
        self._around.pop()
        return listed


_NO_KEY = object()


def _plain(value: object) -> Told | None:  # noqa: C901, PLR0911 - one way out a kind
    """Return what is shown of a value that nothing lies in."""
    if value is None:
        return {"kind": NOTHING, "text": NONE}
    if value is True or value is False:
        return {"kind": "truth", "text": "True" if value else "False"}
    if is_of(value, (int, float, complex)):
        return _number(value)
    if is_of(value, (str,)):
        length = str.__len__(value)  # type: ignore[arg-type]
        told = {"kind": "text", "text": cut(str.__getitem__(value, slice(TEXT_CHARACTERS)))}  # type: ignore[index]
        return told | {"more": length - TEXT_CHARACTERS} if length > TEXT_CHARACTERS else told
    if is_of(value, FUNCTIONS):
        name = _function_name_of(value) if type(value) is types.FunctionType else ""
        return {"kind": "function", "text": cut(name)}
    if is_of(value, (type,)):
        return {"kind": "class", "text": cut(_name_of(value))}
    if is_of(value, (BaseException,)):
        return error(value)
    if type(value) is range:
        ends = (value.start, value.stop, value.step)
        words = [int.__repr__(each) for each in ends if int.bit_length(each) <= NUMBER_BITS]
        return {"kind": "other", "text": cut(f"range({', '.join(words[: 3 if value.step != 1 else 2])})")}
    return None


def _number(value: Any) -> Told:  # noqa: ANN401 - a number, or what inherits from one
    if is_of(value, (float,)):
        return {"kind": "number", "text": float.__repr__(value)}
    if is_of(value, (complex,)):
        return {"kind": "number", "text": cut(complex.__repr__(value))}
    if int.bit_length(value) > NUMBER_BITS:
        return {"kind": "other", "text": class_of(value)}
    return {"kind": "number", "text": int.__repr__(value)}


def error(value: object) -> Told:
    """Return what is shown of an error: its class, and what it was made with."""
    given = _args_of(value)
    words = [_plain(each) for each in islice(tuple.__iter__(given), 3)]
    said = ", ".join(each["text"] for each in words if each and each["kind"] in {"text", "number", "truth", NOTHING})
    name = class_of(value)
    return {"kind": "error", "text": cut(f"{name}: {said}" if said else name)}


Parts = Iterator[tuple[object, object]]


def _parts_of(value: Any) -> tuple[str, int, Parts]:  # noqa: ANN401 - any value
    """Return the kind of a value, of how many parts it is, and those."""
    if is_of(value, SEQUENCES):
        base: Any = list if is_of(value, (list,)) else tuple
        return "list", base.__len__(value), ((_NO_KEY, each) for each in base.__iter__(value))
    if is_of(value, GROUPS):
        group: Any = set if is_of(value, (set,)) else frozenset
        return "list", group.__len__(value), ((_NO_KEY, each) for each in group.__iter__(value))
    if is_of(value, (dict,)):
        return "map", dict.__len__(value), iter(dict.items(value))
    fields = dict(_fields(value))
    return ("object" if fields or _is_own(value) else "other"), len(fields), iter(fields.items())


def _is_own(value: object) -> bool:
    """Tell whether a value's class was written in Python."""
    return "__module__" in _names_of(type(value)) and "__dict__" in _names_of(type(value))


def _fields(value: object) -> Iterator[tuple[object, object]]:
    """Yield what an object holds by name, as it is stored; what a class says instead, as a property, is not asked."""
    for kind in _mro_of(type(value)):
        for name, member in tuple(_names_of(kind).items()):
            if type(name) is not str:
                continue
            if name == "__dict__" and type(member) is types.GetSetDescriptorType:
                held = member.__get__(value)
                if type(held) is dict:
                    yield from ((each, part) for each, part in tuple(held.items()) if type(each) is str)
            elif type(member) is types.MemberDescriptorType and _names_of(kind).get("__slots__") is not None:
                try:
                    yield name, member.__get__(value)
                except AttributeError:
                    continue
