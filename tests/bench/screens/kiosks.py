"""`python -m tests.bench.screens.kiosks FRAMES STATES CA URL COUNT`: kiosks in one process; at each somebody types.

The link code is the real one. What the tutor would hand to its agent comes from a file, a line of JSON for each frame,
and as often as the server asks for it.
"""

import asyncio
import itertools
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from kiosk_agent.link.server.screen_line import ScreenLine
from kiosk_agent.link.server.server import ClassroomServer
from kiosk_agent.link.state.signed_in import SignedInLearner
from kiosk_agent.protocol.local import ShowScreen
from kiosk_agent.protocol.screens import ScreenFrame
from kiosk_agent.protocol.sessions import CurrentSignIn
from tests.bench.server import links
from tests.bench.server.classroom import sign_in_at
from tests.bench.server.links import WatchedKiosk

_WATCH = b"00000000-0000-4000-8000-000000000000"


def write_frames(path: Path, frames: Sequence[ScreenFrame]) -> None:
    """Write them as a tutor's line has them."""
    lines = (ShowScreen(watch_id=_WATCH.decode(), frame=frame).model_dump_json() for frame in frames)
    path.write_text("\n".join(lines), encoding="utf-8")


async def show_what_is_typed(frames: Sequence[bytes], kiosk: WatchedKiosk, server: ClassroomServer) -> None:
    """Send each frame when the time for it has come, for ever."""
    line = ScreenLine(kiosk, server)
    await asyncio.gather(line.run(), _type(itertools.cycle(frames), kiosk, line))


async def _type(frames: Iterator[bytes], kiosk: WatchedKiosk, line: ScreenLine) -> None:
    while True:
        changed = kiosk.changes.listen()
        _sign_in(kiosk)
        watch = kiosk.screen_watch
        if watch is None:
            await changed.wait()
            continue
        line.show(ShowScreen.model_validate_json(next(frames).replace(_WATCH, watch.watch_id.encode(), 1)))
        await asyncio.sleep(watch.every_seconds)


def _sign_in(kiosk: WatchedKiosk) -> None:
    """Note who is signed in as soon as the kiosk is open; the server has it from who began the session."""
    lease = kiosk.leases.lease
    if lease is None or (kiosk.signed_in is not None and kiosk.signed_in.session_id == lease.session_id):
        return
    sign_in_id = sign_in_at(lease.kiosk_id, lease.session_id)
    sign_in = CurrentSignIn(sign_in_id=sign_in_id, learner_id="", display_name="", must_change_pin=False)
    kiosk.set_signed_in(SignedInLearner(session_id=lease.session_id, tutor_id="", sign_in=sign_in))


def main(arguments: Sequence[str]) -> int:
    """Run the kiosks."""
    frames, *others = arguments
    return links.main(others, partial(show_what_is_typed, Path(frames).read_bytes().splitlines()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
