"""The three pipes of a jail: a program in, its output and its results out, none of them unbounded, none waited for."""

import contextlib
import os
import selectors
import time
from collections.abc import Callable

READ_BYTES = 64 * 1024


class Pipe:
    """What came out of one pipe, up to `most_bytes`."""

    def __init__(self, descriptor: int, most_bytes: int) -> None:
        os.set_blocking(descriptor, False)
        self.descriptor = descriptor
        self.held = bytearray()
        self.open = True
        self.overflowed = False
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

    def drain(self) -> None:
        """Take all that is there now."""
        while self.open and not self.overflowed and self.read():
            pass


class Exchange:
    """The runner's ends of a jail's pipes."""

    def __init__(self, stdin: int, output: Pipe, results: Pipe) -> None:
        os.set_blocking(stdin, False)
        self._stdin: int | None = stdin
        self._waiting = memoryview(b"")
        self.output = output
        self.results = results

    def send(self, content: bytes) -> None:
        """Have `content` written to stdin, and stdin closed after it, while `go_on` runs."""
        self._waiting = memoryview(content)

    def go_on(self, until: Callable[[], bool], deadline: float) -> bool:
        """Move bytes until `until()`, an overflow or the end of the results; False when `deadline` (monotonic) came."""
        with selectors.DefaultSelector() as selector:
            for pipe in (self.output, self.results):
                if pipe.open:
                    selector.register(pipe.descriptor, selectors.EVENT_READ, pipe)
            if self._stdin is not None and self._waiting:
                selector.register(self._stdin, selectors.EVENT_WRITE)
            while self.results.open and not until() and not self.overflowed:
                left = deadline - time.monotonic()
                if left <= 0:
                    return False
                for key, _ in selector.select(left):
                    self._move(selector, key)
        return True

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
        """Close every end."""
        self._close_stdin()
        for pipe in (self.output, self.results):
            with contextlib.suppress(OSError):
                os.close(pipe.descriptor)

    def _close_stdin(self) -> None:
        if self._stdin is not None:
            os.close(self._stdin)
            self._stdin = None
