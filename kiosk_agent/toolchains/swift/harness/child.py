"""The learner's program in a process of its own: what it prints, and what its tests' runner says on a pipe.

The runner in it is ours, but shares the process with the learner's code, so its records are only believed as far as
they name tests and say how those went.
"""

import contextlib
import json
import os
import select
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import programs

RECORDS_BYTES = 4 * 1024 * 1024
"""Of one child; one that says more is not heard out."""
READ_BYTES = 64 * 1024
LAST_WORDS_BYTES = 4096

Record = dict[str, Any]


class Child:
    """A started program. Go through `records`, then ask how it ended."""

    def __init__(self, binary: Path, environment: dict[str, str], hear: Callable[[bytes], None]) -> None:
        output, output_of_child = os.pipe()
        records, records_of_child = os.pipe()
        taken_of_child, taken = os.pipe()
        given = {"OUTSET_RECORDS": f"{records_of_child},{taken_of_child}"}
        kept = (records_of_child, taken_of_child)
        self._process = programs.start(binary, environment | given, output_of_child, kept)
        for descriptor in (output_of_child, records_of_child, taken_of_child):
            os.close(descriptor)
        os.set_blocking(output, False)
        self._output, self._records, self._taken = output, records, taken
        self._exit = os.pidfd_open(self._process.pid)
        self._hear = hear
        self.last_words = b""
        """The end of what it printed."""

    def records(self) -> Iterator[Record]:
        """Yield what the tests' runner says, each after all that was printed before it."""
        held, total = b"", 0
        watched = [self._records, self._output, self._exit]
        while self._exit in watched:
            ready, _, _ = select.select(watched, [], [])
            if self._output in ready and not self.listen():
                watched.remove(self._output)
            if self._records in ready:
                piece = os.read(self._records, READ_BYTES)
                total += len(piece)
                if not piece or total > RECORDS_BYTES:
                    watched.remove(self._records)
                *lines, held = (held + piece).split(b"\n")
                for line in lines:
                    self.listen()
                    yield from _parsed(line)
                    self._acknowledge(line)
            elif self._exit in ready:
                watched.remove(self._exit)
        self.listen()

    def listen(self) -> bool:
        """Pass on all that was printed by now; False when nothing more can come."""
        while True:
            try:
                piece = os.read(self._output, READ_BYTES)
            except BlockingIOError:
                return True
            if not piece:
                return False
            self._hear(piece)
            self.last_words = (self.last_words + piece)[-LAST_WORDS_BYTES:]

    def _acknowledge(self, line: bytes) -> None:
        if line:
            with contextlib.suppress(BrokenPipeError):
                os.write(self._taken, b"\n")

    def end(self) -> int:
        """Wait for its end and return its exit code, negative for a signal."""
        code = self._process.wait()
        for descriptor in (self._output, self._records, self._taken, self._exit):
            os.close(descriptor)
        return code


def _parsed(line: bytes) -> Iterator[Record]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return
    if isinstance(record, dict):
        yield record
