"""The one way in which a test waits: for what an act brings about, with one generous limit for all.

Nothing that follows an act is read before it is there, and no test has a time of its own: how much else this machine
does is nothing that a test may fail of. tests/unit/house/test_waits.py refuses sleeps and other limits.
"""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from image import waiting
from image.waiting import LIMIT_SECONDS

__all__ = ["LIMIT_MILLISECONDS", "LIMIT_SECONDS", "eventually", "eventually_in_loop"]

LIMIT_MILLISECONDS = LIMIT_SECONDS * 1000
"""The same, as a browser counts."""
LOOK_SECONDS = 0.02
Seen = TypeVar("Seen")


def eventually(look: Callable[[], Seen | None], what: str, *, said: Callable[[], object] | None = None) -> Seen:
    """Look until something true is seen, and return it; else fail with what `said` says."""
    return waiting.eventually(look, what, pause=lambda: time.sleep(LOOK_SECONDS), said=said)


async def eventually_in_loop(look: Callable[[], Seen], what: str, *, said: Callable[[], object] | None = None) -> Seen:
    """Do the same where other things of the loop go on meanwhile."""
    ends = time.monotonic() + LIMIT_SECONDS
    while not (seen := look()):
        assert time.monotonic() < ends, f"{what}: not seen in {LIMIT_SECONDS:g} s; there is: {said() if said else seen}"
        await asyncio.sleep(LOOK_SECONDS)
    return seen
