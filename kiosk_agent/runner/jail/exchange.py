"""The three pipes of a jail: a program in, its output and its results out, none of them unbounded, none waited for."""

import contextlib
import os
import selectors
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

LENGTH_BYTES = 4
READ_BYTES = 64 * 1024
ASK_SECONDS = 0.05
QUICK_ROUNDS = 1000
PAUSE_SECONDS = 0.002
FOR_READING, FOR_WRITING = 0o644, 0o622
"""What others than whoever made a pipe may do with it."""


def with_length(body: bytes) -> bytes:
    """Return what a harness reads as one message on its stdin: four bytes of length, most significant first, `body`."""
    return len(body).to_bytes(LENGTH_BYTES) + body


class Pipe:
    """What came out of one pipe, up to `most_bytes`."""

    def __init__(self, descriptor: int, most_bytes: int) -> None:
        os.set_blocking(descriptor, False)
        self.descriptor = descriptor
        self.held = bytearray()
        self.open = True
        self.overflowed = False
        self._closed = False
        self._most_bytes = most_bytes

    def read(self) -> bool:
        """Take what is there now; tell whether anything was."""
        try:
            piece = os.read(self.descriptor, READ_BYTES)
        except BlockingIOError:
            return False
        self.open = bool(piece)
        room = self._most_bytes - len(self.held)
        self.overflowed |= len(piece) > room
        self.held += piece[:room]
        return bool(piece)

    def close(self) -> None:
        """Close it, once."""
        self.open = False
        if not self._closed:
            self._closed = True
            os.close(self.descriptor)

    def drain(self) -> None:
        """Take all that is there now."""
        while self.open and not self.overflowed and self.read():
            pass


def _pipes(count: int) -> list[tuple[int, int]]:
    """Return new pipes, all of them or none."""
    with contextlib.ExitStack() as undo:
        made = []
        for _ in range(count):
            made.append(os.pipe())
            for end in made[-1]:
                undo.callback(os.close, end)
        undo.pop_all()
    return made


@dataclass(frozen=True)
class InnerEnds:
    """The jail's ends of the pipes, which the runner closes once the jail has them."""

    stdin: int
    output: int
    results: int

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for descriptor in (self.stdin, self.output, self.results):
            os.close(descriptor)


class Pace:
    """Waits a little between rounds, once there were many: who sends byte by byte is not to keep the runner busy."""

    def __init__(self) -> None:
        self._rounds = 0

    def wait(self) -> None:
        """Begin a round."""
        self._rounds += 1
        if self._rounds > QUICK_ROUNDS:
            time.sleep(PAUSE_SECONDS)


class Exchange:
    """The runner's ends of a jail's pipes."""

    def __init__(self, stdin: int, output: Pipe, results: Pipe) -> None:
        os.set_blocking(stdin, False)
        self._stdin: int | None = stdin
        self._waiting = memoryview(b"")
        self.output = output
        self.results = results

    @classmethod
    def ends(cls, output_bytes: int, results_bytes: int) -> tuple[Self, InnerEnds]:
        """Return both ends of three new pipes, two of them read up to so many bytes."""
        (stdin_read, stdin_write), (output_read, output_write), (results_read, results_write) = _pipes(3)
        # The jail's account is another: by /dev/stdin and /dev/stdout a program opens its ends again, and only these.
        os.fchmod(stdin_read, FOR_READING)
        for end in (output_write, results_write):
            os.fchmod(end, FOR_WRITING)
        ours = cls(stdin_write, Pipe(output_read, output_bytes), Pipe(results_read, results_bytes))
        return ours, InnerEnds(stdin_read, output_write, results_write)

    @property
    def stdin(self) -> int:
        """Return the descriptor of stdin, for a run that goes on talking to its jail. It must not have been sent to."""
        assert self._stdin is not None  # noqa: S101 - it is closed by what was sent, or at the end
        return self._stdin

    def say(self, word: bytes) -> None:
        """Write a few bytes to stdin at once, before anything else is sent."""
        with contextlib.suppress(BrokenPipeError):
            os.write(self.stdin, word)

    def send(self, content: bytes) -> None:
        """Have `content` written to stdin, and stdin closed after it, while `go_on` runs."""
        self._waiting = memoryview(content)

    def go_on(self, until: Callable[[], bool], deadline: float, stop: Callable[[], bool] = lambda: False) -> bool:
        """Move bytes until `until()`, an overflow or the end of the results; False when `deadline` (monotonic) came.

        `stop` is asked every now and then whether it is enough.
        """
        pace = Pace()
        with selectors.DefaultSelector() as selector:
            self._register(selector)
            next_ask = time.monotonic() + ASK_SECONDS
            while self.results.open and not until() and not self.overflowed:
                now = time.monotonic()
                if now >= deadline:
                    return False
                if now >= next_ask:
                    if stop():
                        break
                    next_ask = now + ASK_SECONDS
                pace.wait()
                for key, _ in selector.select(min(deadline, next_ask) - now):
                    self._move(selector, key)
        return True

    def _register(self, selector: selectors.BaseSelector) -> None:
        for pipe in (self.output, self.results):
            if pipe.open:
                selector.register(pipe.descriptor, selectors.EVENT_READ, pipe)
        if self._stdin is not None and self._waiting:
            selector.register(self._stdin, selectors.EVENT_WRITE)

    def _move(self, selector: selectors.BaseSelector, key: selectors.SelectorKey) -> None:
        if isinstance(key.data, Pipe):
            key.data.read()
            if not key.data.open:
                selector.unregister(key.fileobj)
        elif not self._write():
            selector.unregister(key.fileobj)
            self._close_stdin()

    def _write(self) -> bool:
        """Write what fits; tell whether more is waiting."""
        assert self._stdin is not None  # noqa: S101 - only registered while it is open
        try:
            self._waiting = self._waiting[os.write(self._stdin, self._waiting) :]
        except BlockingIOError:
            return True
        except BrokenPipeError:
            # The jail is gone; what it left says why.
            return False
        return bool(self._waiting)

    @property
    def overflowed(self) -> bool:
        """Tell whether more came out than is allowed."""
        return self.output.overflowed or self.results.overflowed

    def close(self) -> None:
        """Close every end. May be called again: by then the numbers may be those of other jails' pipes."""
        self._close_stdin()
        self.output.close()
        self.results.close()

    def _close_stdin(self) -> None:
        if self._stdin is not None:
            os.close(self._stdin)
            self._stdin = None
