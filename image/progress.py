"""What a long build says while it works: one line a step, with its time."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

TICK_SECONDS = 0.5


@contextmanager
def step(title: str, *, stream: TextIO | None = None) -> Iterator[None]:
    """Say that `title` is being done, count the seconds on a terminal, and say how it ended."""
    out = stream or sys.stdout
    started = time.monotonic()
    ended = threading.Event()
    counter = threading.Thread(target=_count, args=(title, started, ended, out), daemon=True)
    if out.isatty():
        counter.start()
    try:
        yield
    except BaseException:
        _end(ended, counter, out, f"✗ {title} failed after {time.monotonic() - started:.0f} s")
        raise
    _end(ended, counter, out, f"✓ {title} ({time.monotonic() - started:.0f} s)")


def kept(title: str) -> None:
    """Say that a step was done before and its result is used again."""
    print(f"· {title} (kept)", flush=True)


def _count(title: str, started: float, ended: threading.Event, out: TextIO) -> None:
    while not ended.wait(TICK_SECONDS):
        out.write(f"\r\x1b[K… {title} {time.monotonic() - started:.0f} s")
        out.flush()


def _end(ended: threading.Event, counter: threading.Thread, out: TextIO, line: str) -> None:
    ended.set()
    if counter.is_alive():
        counter.join()
    out.write(("\r\x1b[K" if out.isatty() else "") + line + "\n")
    out.flush()
