"""Waiting for what an act brings about: on the condition itself, in one way, with one limit for all.

Nothing that follows an act is read before it is there: whoever reads waits here, or as Playwright's `expect` waits.
"""

import time
from collections.abc import Callable
from typing import TypeVar

from kiosk_agent.errors import OutsetError

# Generous, since only a fault waits so long. An emulated kiosk that got a fifth of a processor, on a machine with a
# load of nine for each of its own, was not up after ten minutes, and nothing was wrong.
LIMIT_SECONDS = 600.0
LOOK_SECONDS = 0.1
Seen = TypeVar("Seen")


class NotSeen(OutsetError):
    """The limit passed before what was waited for was there."""


def eventually(
    look: Callable[[], Seen | None],
    what: str,
    *,
    timeout_seconds: float = LIMIT_SECONDS,
    pause: Callable[[], object] = lambda: time.sleep(LOOK_SECONDS),
    said: Callable[[], object] | None = None,
    hint: str = "look at what is there instead, then try again",
) -> Seen:
    """Look until something true is seen, and return it. Raises NotSeen, naming `what` and what `said` says is there.

    `pause` passes the time between two looks; a fault that it raises, as when a program has ended, ends the waiting.
    """
    deadline = time.monotonic() + timeout_seconds
    while not (seen := look()):
        if time.monotonic() > deadline:
            instead = f"; there is: {said()}" if said else ""
            raise NotSeen(f"{what}: not seen in {timeout_seconds:g} s{instead}", hint=hint)
        pause()
    return seen
