"""The side of a split run that holds the learner's program and no test.

It answers what the tests ask of it by name: load a file, call, read or write an attribute, use an operator. Nothing
here is trusted by the other side but as values.
"""

import builtins
import inspect
import types
from collections.abc import Callable

import breakage
import loader
import reporter
from split_channel import Channel, Lent, read_message
from split_values import CannotCross, Message, Value, Wire, pairs

CHANGEABLE = ("a", "m", "s")
GIVEN = types.FunctionType | types.BuiltinFunctionType | types.MethodType


class SolutionSide:
    """Serves the other jail until this one is thrown away."""

    def __init__(self, results: reporter.Reporter, memory: loader.MemoryFinder, hand_in: Message) -> None:
        self._results = results
        self._memory = memory
        self._files: dict[str, str] = hand_in["files"]
        self._solution: list[str] = hand_in["solution"]
        self._lent = Lent()
        self._callbacks: dict[int, Callable[..., Value]] = {}
        # Functions and errors of the tests, known again when the program hands them back.
        self._theirs: dict[int, tuple[object, int]] = {}
        self._channel = Channel(results, self._served, self._lend, self._borrowed)

    def serve(self) -> None:
        """Answer until the program broke while it was loaded."""
        while True:
            ask = read_message()
            if ask["op"] != "load":
                self._channel.answer(self._served(ask))
            elif not self._loaded(ask["name"]):
                return

    def _loaded(self, path: str) -> bool:
        try:
            module = self._memory.load(path)
        except BaseException as error:  # noqa: BLE001 - also SystemExit: a program that leaves has broken
            self._results.broken(breakage.of(error, self._files, self._solution))
            return False
        parts: list[Wire] = ["o"]
        for name, value in vars(module).items():
            if not name.startswith("__"):
                parts += [name, self._channel.encode(self._encodable(value))]
        self._channel.answer({"outcome": "value", "value": parts, "changed": []})
        return True

    def _encodable(self, value: Value) -> Value:
        """Return `value`, or what says that it cannot cross: one such name must not hide the others."""
        try:
            self._channel.encode(value)
        except CannotCross:
            return None
        return value

    def _served(self, ask: Message) -> Message:
        try:
            return self._done(**{key: ask[key] for key in ("op", "on", "name", "args")})
        except BaseException as error:  # noqa: BLE001 - whatever the program raises is the test's to see
            return self._channel.thrown(error)

    def _done(self, op: str, on: int, name: str, args: list[Wire]) -> Message:
        target = self._lent.get(on)
        if op in {"call", "method"}:
            return self._called(getattr(target, name) if op == "method" else target, args)
        return self._channel.value(self._got(op, target, name, [self._channel.decode(wire) for wire in args]))

    def _got(self, op: str, target: Value, name: str, given: list[Value]) -> Value:
        match op:
            case "get":
                return getattr(target, name) if name else [target.__name__, *members_of(target)]
            case "set":
                return setattr(target, name, given[0])
            case "iterate":
                return self._lent.number_of(iter(target))
            case "next":
                return next_of(target)
            case "wait":
                import asyncio  # noqa: PLC0415 - a quarter of the start, and hardly any program needs it

                return asyncio.run(target)
            case "operate":
                return getattr(type(target), name)(target, *given)
            case _:
                raise CannotCross(f"{op} is nothing that can be done")

    def _called(self, target: Callable[..., Value], args: list[Wire]) -> Message:
        (_, *positional), (_, *named) = args
        given = [self._channel.decode(wire) for wire in positional]
        result = target(
            *given, **{self._channel.decode(key): self._channel.decode(value) for key, value in pairs(named)}
        )
        # Lists and the like that the program has changed are the same ones to whoever handed them in.
        changed = [
            [index, now]
            for index, (value, wire) in enumerate(zip(given, positional, strict=True))
            if isinstance(wire, list) and wire[0] in CHANGEABLE and (now := self._channel.encode(value)) != wire
        ]
        same = next((index for index, value in enumerate(given) if value is result and is_changeable(value)), None)
        value = self._channel.encode(result) if same is None else ["k", same]
        return {"outcome": "value", "value": value, "changed": changed}

    def _lend(self, thing: Value, inner: Callable[[Value], Wire]) -> Wire:
        if id(thing) in self._theirs:
            return ["y", self._theirs[id(thing)][1]]
        if isinstance(thing, BaseException):
            return self._error(thing, inner)
        if inspect.iscoroutine(thing):
            return ["p", self._lent.number_of(thing)]
        if isinstance(thing, type):
            return ["h", self._lent.number_of(thing), "c", self._class(thing.__bases__[0])]
        if callable(thing) and isinstance(thing, GIVEN):
            return ["h", self._lent.number_of(thing), "f", None]
        return ["h", self._lent.number_of(thing), "g" if hasattr(thing, "__next__") else "o", self._class(type(thing))]

    def _error(self, error: BaseException, inner: Callable[[Value], Wire]) -> Wire:
        more = ["o", "args", inner(error.args)]
        for name, value in vars(error).items():
            if not name.startswith("_") and not callable(value):
                more += [name, inner(value)]
        file, line = breakage.place(error, self._files)
        if file is not None:
            more += ["(place)", ["t", file, line]]
        kind = type(error)
        return ["e", self._lent.number_of(error), kind.__name__, told(error), self._class(kind), more]

    def _class(self, kind: type) -> Wire:
        """Return what isinstance() is to say: a class of the program, a built-in exception's name, or nothing."""
        if kind.__module__ == "builtins":
            return kind.__name__ if issubclass(kind, BaseException) else None
        return self._lend(kind, self._channel.encode)

    def _borrowed(self, wire: list[Value], inner: Callable[[Wire], Value]) -> Value:
        del inner
        match wire[0]:
            case "y":
                return self._lent.get(wire[1])
            case "h":
                return self._callback(wire[1])
            case _:
                raise CannotCross("the tests handed over something that cannot be used here")

    def _callback(self, number: int) -> Callable[..., Value]:
        if number not in self._callbacks:

            def callback(*args: Value) -> Value:
                return self._asked_back(number, args)

            self._callbacks[number] = callback
            self._theirs[id(callback)] = callback, number
        return self._callbacks[number]

    def _asked_back(self, number: int, args: tuple[Value, ...]) -> Value:
        answer = self._channel.ask("call", on=number, args=tuple(map(self._channel.encode, args)))
        if answer["outcome"] == "refused":
            raise CannotCross(answer["value"])
        if answer["outcome"] == "value":
            return self._channel.decode(answer["value"])
        _, own_number, name, message, *_ = answer["value"]
        kind = getattr(builtins, name, Exception)
        error = kind(message) if isinstance(kind, type) and issubclass(kind, Exception) else Exception(message)
        # It goes home as the same one.
        self._theirs[id(error)] = error, own_number
        raise error


def told(error: BaseException) -> str:
    """Return what the error says of itself, whatever the program's own class does when asked."""
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - __str__ is the program's
        return ""


def members_of(kind: type) -> tuple[list[str], list[str]]:
    """Return the names of the special methods that the program itself gave a class, and those of its own methods."""
    own = [step for step in kind.__mro__ if step.__module__ != "builtins"]
    names = {name: value for step in reversed(own) for name, value in vars(step).items()}
    special = sorted(name for name, value in names.items() if is_special(name) and callable(value))
    methods = sorted(name for name, value in names.items() if isinstance(value, types.FunctionType))
    return special, methods


def is_special(name: str) -> bool:
    """Tell whether Python itself looks for that name."""
    return name.startswith("__") and name.endswith("__")


def is_changeable(value: object) -> bool:
    """Tell whether it matters that it is the same one."""
    return isinstance(value, (list, dict, set, bytearray))


def next_of(iterator: Value) -> list[Value]:
    """Return [True, None] at the end, [False, value] before."""
    for value in iterator:
        return [False, value]
    return [True, None]
