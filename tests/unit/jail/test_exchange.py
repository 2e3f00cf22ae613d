import os

import pytest

from kiosk_agent.runner.jail.exchange import Exchange


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
