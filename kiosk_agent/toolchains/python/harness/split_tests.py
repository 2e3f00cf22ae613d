"""The side of a split run that holds the tests and no line of the learner's.

What the tests import from the solution stands in for it: calling it asks the other jail and waits. Only what comes from
here decides the verdict.
"""

import ast
import re
import types
from collections.abc import Callable, Iterator

import reporter
import split_remote as remote
from split_channel import Channel, Lent
from split_values import CannotCross, Message, Value, Wire, pairs

WORDS = re.compile(r"[A-Za-z_]\w*")


class TestsSide:
    """Asks the other jail for what the tests want of the solution."""

    def __init__(
        self, results: reporter.Reporter, files: dict[str, str], tests: list[str], solution: list[str]
    ) -> None:
        self._results = results
        self._solution = solution
        texts = [files[path] for path in tests]
        self.words = frozenset(word for text in texts for word in WORDS.findall(text))
        # A class that the tests import by name may use its operators; a function cannot turn out to be one.
        self._classes = frozenset(name for text in texts for name in imported(text) if name[0].isupper())
        self._open_to_operators: set[int] = set()
        self._lent = Lent()
        self._known: dict[int, Value] = {}
        self._errors: dict[int, tuple[BaseException, int]] = {}
        self._channel = Channel(results, self._served, self._lend, self._stand_in)

    def load(self, path: str, module: types.ModuleType) -> None:
        """Give `module` the names of the solution's file."""
        answer = self._channel.ask("load", name=path)
        self._results.hear(answer["heard"])
        if answer["outcome"] != "value":
            raise self._refused(str(answer["value"]))
        _, *parts = answer["value"]
        names = dict(pairs(parts))
        handles = (wire[1] for name, wire in names.items() if name in self._classes and is_class(wire))
        self._open_to_operators.update(handles)
        for name, wire in names.items():
            # What a module is asked for by Python itself, the program has no say in.
            if not name.startswith("__"):
                setattr(module, name, self._decoded(wire))

    def _decoded(self, wire: Wire) -> Value:
        """Return a value that the solution exports; None when there is nothing like it, which no test can want."""
        try:
            return self._channel.decode(wire)
        except Exception:  # noqa: BLE001 - whatever the other jail makes of it, the exercise is not at fault
            return None

    def _refused(self, reason: str) -> CannotCross:
        refusal = CannotCross(reason)
        # So that it is never taken for a fault of the exercise's own.
        vars(refusal)["_outset_place"] = self._solution[0], None
        return refusal

    def called(self, on: int, args: tuple[Value, ...], named: dict[str, Value], method: str = "") -> Value:
        """Return what calling it, or a method of it, gives, or raise what that raised."""
        encode = self._channel.encode
        wires = ["a", *map(encode, args)], ["m", *(encode(part) for pair in named.items() for part in pair)]
        return self._taken(self._channel.ask("method" if method else "call", on=on, name=method, args=wires), args)

    def asked(self, op: str, on: int, name: str = "", args: tuple[Value, ...] = ()) -> Value:
        """Return the answer, or raise what the program raised."""
        wires = tuple(map(self._channel.encode, args))
        return self._taken(self._channel.ask(op, on=on, name=name, args=wires), args)

    def _taken(self, answer: Message, given: tuple[Value, ...]) -> Value:
        self._results.hear(answer["heard"])
        for index, wire in answer["changed"]:
            replace_content(given[index], self._channel.decode(wire))
        value = answer["value"]
        if answer["outcome"] == "refused":
            raise self._refused(value)
        if answer["outcome"] == "thrown":
            thrown = self._channel.decode(value)
            raise thrown if isinstance(thrown, BaseException) else self._refused("it raised what is no exception")
        return given[value[1]] if isinstance(value, list) and value[0] == "k" else self._channel.decode(value)

    def _served(self, ask: Message) -> Message:
        """Let the program call a function that the tests gave it. It may do nothing else."""
        try:
            called = self._lent.get(ask["on"])
            return self._channel.value(called(*map(self._channel.decode, ask["args"])))
        except Exception as error:  # noqa: BLE001 - it goes to the program, and comes back as the same one
            return self._channel.thrown(error)

    def _lend(self, thing: Value, inner: Callable[[Value], Wire]) -> Wire:
        if isinstance(thing, (remote.Remote, remote.RemoteClass)):
            return ["y", thing._outset_number]  # noqa: SLF001 - ours
        if id(thing) in self._errors:
            return ["y", self._errors[id(thing)][1]]
        if isinstance(thing, BaseException):
            return ["e", self._lent.number_of(thing), type(thing).__name__, str(thing), None, ["o"]]
        if not callable(thing):
            raise CannotCross("the test hands over a value that cannot leave its own jail")
        del inner
        return ["h", self._lent.number_of(thing), "f", None]

    def _stand_in(self, wire: list[Value], inner: Callable[[Wire], Value]) -> Value:
        match wire:
            case ["y", number]:
                return self._lent.get(number)
            case ["z", "NotImplemented"]:
                return NotImplemented
            case ["e", number, _, message, kind, more]:
                return self._error(number, message, kind, inner(["m", *more[1:]]))
            case ["p", number]:
                return remote.make(remote.RemoteAwaitable, self, number)
            case ["h", number, kind, parent]:
                if number not in self._known:
                    self._known[number] = self._made(number, kind, parent)
                return self._known[number]
            case _:
                raise CannotCross(str(wire[1]))

    def _made(self, number: int, kind: str, parent: Wire) -> Value:
        match kind:
            case "c":
                name, operators, methods = self.asked("get", number)
                allowed = operators if number in self._open_to_operators else []
                own = [method for method in methods if method in self.words and not method.startswith("__")]
                return remote.make_class(self, number, name, self._class(parent), allowed, own)
            case "f":
                return remote.make(remote.RemoteFunction, self, number)
            case "g":
                return remote.make(remote.RemoteIterator, self, number)
            case _:
                return remote.make(self._class(parent), self, number)

    def _class(self, wire: Wire) -> Value:
        if wire is None:
            return remote.Remote
        return remote.built_in_error(wire) if isinstance(wire, str) else self._channel.decode(wire)

    def _error(self, number: int, message: str, kind: Wire, more: dict[str, Value]) -> BaseException:
        known = self._known.get(number)
        if isinstance(known, BaseException):
            return known
        found = self._class(kind)
        found = found if issubclass(found, BaseException) else Exception
        args = more.pop("args", ())
        error: BaseException = found.__new__(found, *args)
        error.args = args
        place = more.pop("(place)", (self._solution[0], None))
        if any(is_acting(name, value) for name, value in more.items()):
            raise self._refused("an error that holds a function cannot be compared here")
        vars(error).update(more | {"_outset_message": message, "_outset_place": place})
        self._known[number] = error
        self._errors[id(error)] = error, number
        return error


def imported(text: str) -> Iterator[str]:
    """Yield the names that a test file imports from other files, or reads from a module."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Attribute):
            yield node.attr


def is_class(wire: Wire) -> bool:
    """Tell whether a class crosses."""
    return isinstance(wire, list) and wire[0] == "h" and wire[2] == "c"


def is_acting(name: str, value: Value) -> bool:
    """Tell whether an error's own value would act where the error is only to be looked at.

    The sender leaves such values out, but the sender may be the program's own jail.
    """
    return name.startswith("_") or hasattr(BaseException, name) or callable(value)


def replace_content(own: Value, now: Value) -> None:
    """Do to a list or the like of the tests what the program did to it."""
    if isinstance(own, (list, bytearray)):
        own[:] = now
    elif isinstance(own, (dict, set)):
        own.clear()
        own.update(now)
