"""Carries questions and answers between the two jails of a split run. Nothing of the program's jail passes but values.

One side has the turn: the tests first. Who asks hands the turn over and waits; the answer gives it back. A question
may be asked within a question (the program calls a function of the tests). Whatever is said out of turn is dropped.
"""

import os
import selectors
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kiosk_agent.runner.jail.exchange import Pace, Pipe
from kiosk_agent.runner.jail.hand_in import HandIn
from kiosk_agent.runner.judging.split.split_message import Ask, Message, encoded, parse, refusal
from kiosk_agent.runner.judging.split.split_value import ValueInvalid

MESSAGES = 100_000
CARRIED_BYTES = 64 * 1024 * 1024
DEEPEST_QUESTIONS = 60
REPORT_BYTES = 2 * 1024 * 1024
LOOK_SECONDS = 0.05


@dataclass(eq=False)
class Side:
    """The runner's ends of one of the two jails."""

    stdin: int
    output: Pipe
    results: Pipe
    hand_in: HandIn = field(repr=False)
    may_ask: frozenset[str]
    reported: bytearray = field(default_factory=bytearray)
    """Its lines that are no message to the other side: what report.Report reads."""
    waiting: bytearray = field(default_factory=bytearray)
    broken_stdin: bool = False

    def send(self, content: bytes) -> None:
        """Have `content` written to its stdin."""
        self.waiting += content
        self.write()

    def write(self) -> None:
        """Write what fits now."""
        try:
            while self.waiting and not self.broken_stdin:
                del self.waiting[: os.write(self.stdin, self.waiting)]
        except BlockingIOError:
            return
        except BrokenPipeError:
            # The jail is gone; what it left says why.
            self.broken_stdin = True

    def lines(self) -> Iterator[bytes]:
        """Take the whole lines behind the nonce out of what it sent."""
        held, mark = self.results.held, f"{self.hand_in.nonce} ".encode()
        end = held.rfind(b"\n") + 1
        if not end:
            return
        whole, held[:] = bytes(held[:end]), held[end:]
        yield from (line[len(mark) :] for line in whole.split(b"\n") if line.startswith(mark))

    def report(self, line: bytes) -> None:
        """Keep a line for the report."""
        if len(self.reported) < REPORT_BYTES:
            self.reported += f"\n{self.hand_in.nonce} ".encode() + line + b"\n"


class Router:
    """Carries messages until the tests are over, one jail is gone, or a limit is reached."""

    def __init__(self, tests: Side, solution: Side) -> None:
        self._sides = (tests, solution)
        self._tests, self._solution = self._sides
        self._turn = tests
        self._askers: list[Side] = []
        self._messages = 0
        self._carried = 0
        self._broke = False
        self.ended = False
        """Whether the tests came to their end."""
        self.too_much = False
        """Whether more was to be carried than may be."""

    def go_on(self, deadline: float, stop: Callable[[], bool] = lambda: False) -> bool:
        """Hand in both parts and carry messages; False when `deadline` (monotonic) came first."""
        for side in self._sides:
            side.send(side.hand_in.encoded())
        with selectors.DefaultSelector() as selector:
            for side in self._sides:
                for pipe in (side.output, side.results):
                    selector.register(pipe.descriptor, selectors.EVENT_READ, (side, pipe))
            return self._carry_on(selector, deadline, stop)

    def _carry_on(self, selector: selectors.BaseSelector, deadline: float, stop: Callable[[], bool]) -> bool:
        pace, next_look = Pace(), time.monotonic()
        while not self._is_over:
            now, messages = time.monotonic(), self._messages
            if now >= deadline:
                return False
            if now >= next_look:
                if stop():
                    break
                next_look = now + LOOK_SECONDS
            self._carry(selector, min(deadline, next_look) - now)
            if self._messages == messages:
                pace.wait()
        return True

    @property
    def _is_over(self) -> bool:
        gone = any(not side.results.open for side in self._sides)
        overflowed = any(side.output.overflowed or side.results.overflowed for side in self._sides)
        return self.ended or self._broke or self.too_much or gone or overflowed

    def _carry(self, selector: selectors.BaseSelector, seconds: float) -> None:
        for key, _ in selector.select(seconds):
            side, pipe = key.data
            if isinstance(pipe, Pipe):
                pipe.read()
                if not pipe.open:
                    selector.unregister(pipe.descriptor)
            else:
                side.write()
            self._take(side)
        self._watch_writing(selector)

    def _watch_writing(self, selector: selectors.BaseSelector) -> None:
        watched = selector.get_map()
        for side in self._sides:
            is_needed = bool(side.waiting) and not side.broken_stdin
            if is_needed and side.stdin not in watched:
                selector.register(side.stdin, selectors.EVENT_WRITE, (side, None))
            elif not is_needed and side.stdin in watched:
                selector.unregister(side.stdin)

    def _take(self, side: Side) -> None:
        for line in side.lines():
            if self._is_over:
                return
            self._count(len(line))
            try:
                message = parse(line)
            except ValueInvalid as error:
                message = self._refused(side, str(error))
            if message is not None:
                self._route(side, message)
            else:
                side.report(line)
                # The program may say of itself that it broke; of the tests it can say nothing.
                self.ended |= side is self._tests and line.startswith(b'{"kind":"ended"')
                self._broke |= side is self._solution and line.startswith(b'{"kind":"broken"')

    def _refused(self, side: Side, reason: str) -> Message | None:
        """Tell `side` that its question cannot be carried, or return the refusal that stands for its answer."""
        if self._askers and self._askers[-1] is not side:
            return refusal(reason)
        side.send(encoded(refusal(reason)))
        return None

    def _count(self, size: int) -> None:
        self._messages += 1
        self._carried += size
        self.too_much |= self._messages > MESSAGES or self._carried > CARRIED_BYTES

    def _route(self, side: Side, message: Message) -> None:
        if side is not self._turn:
            return
        if not isinstance(message, Ask):
            if self._askers and self._askers[-1] is not side:
                self._hand_over(self._askers.pop(), message)
        elif message.op not in side.may_ask or len(self._askers) >= DEEPEST_QUESTIONS:
            side.send(encoded(refusal("too many questions within questions, or one that may not be asked")))
        else:
            self._askers.append(side)
            self._hand_over(self._other(side), message)

    def _hand_over(self, side: Side, message: Message) -> None:
        self._turn = side
        side.send(encoded(message))

    def _other(self, side: Side) -> Side:
        return self._solution if side is self._tests else self._tests
