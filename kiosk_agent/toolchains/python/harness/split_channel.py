"""The wire between the two jails of a split run.

One of the two sides runs at a time: whoever asks waits for the answer, and serves what it is asked meanwhile (a
function of the tests that the program calls). So a call is a call: it blocks.
"""

import json
import os
from collections.abc import Callable

import reporter
from split_values import Borrow, CannotCross, Encoder, Lend, Message, Value, Wire, decode

LENGTH_BYTES = 4
Serve = Callable[[Message], Message]


def read_exactly(length: int) -> bytes:
    """Return `length` bytes of stdin; ends the process when there are none: the jail is not needed any more."""
    held = b""
    while len(held) < length:
        piece = os.read(0, length - len(held))
        if not piece:
            os._exit(0)
        held += piece
    return held


def read_message() -> Message:
    """Return the next message from stdin: four bytes of length, most significant first, then JSON."""
    message: Message = json.loads(read_exactly(int.from_bytes(read_exactly(LENGTH_BYTES), "big")))
    return message


class Lent:
    """What one side gave out by number, so that it is known again when it comes back."""

    def __init__(self) -> None:
        self._objects: list[Value] = []
        self._numbers: dict[int, int] = {}

    def number_of(self, thing: object) -> int:
        """Return the number of `thing`, which is kept from now on."""
        if id(thing) not in self._numbers:
            self._numbers[id(thing)] = len(self._objects)
            self._objects.append(thing)
        return self._numbers[id(thing)]

    def get(self, number: int) -> Value:
        """Return what was lent by that number. Raises CannotCross."""
        if not 0 <= number < len(self._objects):
            raise CannotCross(f"nothing was handed over by the number {number}")
        return self._objects[number]


class Channel:
    """Asks and answers."""

    def __init__(
        self,
        results: reporter.Reporter,
        serve: Serve,
        lend: Lend,
        borrowed: Borrow,
    ) -> None:
        self._results = results
        self._serve = serve
        self._lend = lend
        self._borrowed = borrowed

    def encode(self, value: Value) -> Wire:
        """Return what crosses for `value`. Raises CannotCross."""
        return Encoder(self._lend).encode(value)

    def decode(self, wire: Wire) -> Value:
        """Return what has crossed."""
        return decode(wire, self._borrowed)

    def ask(self, op: str, *, on: int = -1, name: str = "", args: tuple[Wire, ...] = ()) -> Message:
        """Return the answer: outcome, value, changed, heard."""
        self._results.say("ask", {"op": op, "on": on, "name": name, "self": None, "args": list(args)})
        while True:
            message = read_message()
            if message["kind"] == "answer":
                return message
            self.answer(self._serve(message))

    def answer(self, content: Message) -> None:
        """Send what `value`, `thrown` or `refused` made."""
        self._results.say("answer", content | {"heard": self._results.take_output()})

    def value(self, value: Value) -> Message:
        """Return the answer that this is the value. Raises CannotCross."""
        return {"outcome": "value", "value": self.encode(value), "changed": []}

    def thrown(self, error: BaseException) -> Message:
        """Return the answer that this was raised."""
        try:
            if not isinstance(error, CannotCross):
                return {"outcome": "thrown", "value": self.encode(error), "changed": []}
        except CannotCross as second:
            error = second
        return {"outcome": "refused", "value": str(error), "changed": []}
