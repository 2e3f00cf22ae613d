import fcntl
import math
import os
import threading
import time

import pytest

from kiosk_agent.runner.jail.exchange import PAUSE_SECONDS, QUICK_ROUNDS, Exchange


def test_closing_twice_leaves_alone_what_others_opened_meanwhile() -> None:
    ours, inner = Exchange.ends(10, 10)
    with inner:
        pass
    ours.close()
    # The kernel gives the lowest free numbers, so these are the very ones that were closed.
    others = [end for _ in range(3) for end in os.pipe()]
    ours.close()
    for end in others:
        os.fstat(end)
        os.close(end)


def test_pipes_that_cannot_all_be_made_leave_none(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def pipe() -> tuple[int, int]:
        if len(made) == 4:
            raise OSError(24, "Too many open files")
        made.extend(ends := really())
        return ends

    really = os.pipe
    monkeypatch.setattr(os, "pipe", pipe)
    with pytest.raises(OSError, match="Too many"):
        Exchange.ends(10, 10)
    for end in made:
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(end)


def test_who_sends_byte_by_byte_does_not_keep_the_runner_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    count = 3 * QUICK_ROUNDS
    outer, inner = Exchange.ends(count, count)
    # Each byte is then a piece of its own, which is read alone.
    fcntl.fcntl(inner.output, fcntl.F_SETFL, os.O_DIRECT | os.O_WRONLY)

    def send() -> None:
        for _ in range(count):
            os.write(inner.output, b"x")

    sender = threading.Thread(target=send)
    sender.start()
    with inner:
        assert outer.go_on(lambda: len(outer.output.held) == count, math.inf)
    assert len(pauses) >= count - QUICK_ROUNDS
    assert set(pauses) == {PAUSE_SECONDS}
    sender.join()
    outer.close()
