"""A room of kiosks whose learners type, and one page that looks at all of them, at one, or at none."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.bench.screens.frames import typed_frames
from tests.bench.screens.kiosks import write_frames
from tests.bench.screens.page import open_room_page, see_pictures
from tests.bench.server.room import BenchRoom, processor_seconds, room_of
from tests.support.link.slow_line import SlowLine

LETTERS = 12
# Each kiosk has its lease anew in this time: a part of it would hold more or less of that than another.
SECONDS = 20.0


@dataclass(frozen=True)
class Cost:
    """What a second cost while a page was open: bytes on the line, and per cent of one processor."""

    up_bytes: float
    """From all kiosks together to the server."""
    down_bytes: float
    """From the server to the page."""
    server_percent: float
    agent_percent: float
    """Of one kiosk."""


@dataclass(frozen=True)
class WallFigures:
    """The same page three times."""

    unseen: Cost
    miniatures: Cost
    full: Cost


def measure_wall(browser: Browser, kiosks: int, seconds: float = SECONDS) -> WallFigures:
    """Have nobody look, then look at all screens, then at one in full size."""
    with _typing_room(kiosks) as room, _line_to(room) as line:
        room.open_session()
        with open_room_page(browser, f"https://127.0.0.1:{line.port}", room.trainer) as page:
            meter = _Meter(room, line, kiosks, seconds)
            unseen = meter.cost()
            page.get_by_test_id("show-screens").click()
            see_pictures(page, kiosks)
            miniatures = meter.cost()
            _look_at_one(page)
            return WallFigures(unseen, miniatures, meter.cost())


def _look_at_one(page: Page) -> None:
    page.get_by_test_id("tile").first.click()
    see_pictures(page, 1)


@contextmanager
def _typing_room(kiosks: int) -> Iterator[BenchRoom]:
    with tempfile.TemporaryDirectory() as folder:
        frames = Path(folder) / "frames"
        write_frames(frames, typed_frames(LETTERS))
        with room_of(kiosks, ("tests.bench.screens.kiosks", str(frames))) as room:
            yield room


@contextmanager
def _line_to(room: BenchRoom) -> Iterator[SlowLine]:
    """Give a line for the page alone, which counts what goes over it."""
    line = SlowLine(room.server.port)
    line.start()
    try:
        yield line
    finally:
        line.stop()


class _Meter:
    """Reads all counters before and after a time."""

    def __init__(self, room: BenchRoom, line: SlowLine, kiosks: int, seconds: float) -> None:
        self._room = room
        self._line = line
        self._kiosks = kiosks
        self._seconds = seconds

    def cost(self) -> Cost:
        """Let the time go by, and return what a second of it cost."""
        before = self._read()
        began = time.monotonic()
        time.sleep(self._seconds)
        took = time.monotonic() - began
        up, down, server, agents = ((after - was) / took for after, was in zip(self._read(), before, strict=True))
        return Cost(up, down, server * 100, agents * 100 / self._kiosks)

    def _read(self) -> tuple[float, ...]:
        return (
            self._room.kiosks.sent_bytes(),
            self._line.answered_bytes,
            processor_seconds(self._room.server.process_id),
            processor_seconds(self._room.kiosks.process_id),
        )
