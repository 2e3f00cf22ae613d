"""`./outset bench room`: what rooms of 10, 100 and 500 kiosks cost, how soon all are told, and back after a restart.

The kiosks are the real link code over TLS, all of them in one process, which shares this machine with the server.
"""

import asyncio
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kiosk_agent.command_line import CommandParser, number_from
from tests.bench.server.fan_out import measure_fan_out
from tests.bench.server.figures import Row, report, told_rows
from tests.bench.server.open_page import FULL_PACE, Pace, PageFigures, measure_page
from tests.bench.server.room import ROOMS, ROUNDS, room_of
from tests.support.checkout import BUILD

RESULTS = BUILD / "bench" / "room.json"
BACK_SECONDS = 10.0
STREAM_KIB = 150.0
# What an event costs in the largest room, over the smallest.
EVENT_RATIO = 2.0


@dataclass(frozen=True)
class Figures:
    """What was measured of a room."""

    ended: Sequence[float]
    """Milliseconds from the trainer's click to each kiosk's having locked, over all rounds."""
    extended: Sequence[float]
    """The same of a session that ends later."""
    attention: Sequence[float]
    """The same until each was told to say "Look at your trainer"."""
    fan_out: Sequence[float]
    """The same of as many listeners at FastAPI's own server-sent events, to which one word is sent as it is."""
    stream_kib: float
    page: PageFigures
    back: Sequence[float]
    """Seconds from the kill of the server to each kiosk's having its terms from the next one."""
    back_of_start: Sequence[float]
    """The same from when that one serves."""


def main(arguments: Sequence[str] = ()) -> int:
    """Measure, print a table, and write build/bench/room.json; 1 when a figure is not what it must be."""
    parser = CommandParser(prog="./outset bench room", description="Measure an open room.")
    parser.add_argument(
        "--kiosks", type=number_from(1, 1000), action="append", help="only a room of so many; may be given again"
    )
    chosen = parser.parse_args(arguments)
    load_before = os.getloadavg()[0]
    measured = {kiosks: measure(kiosks) for kiosks in chosen.kiosks or ROOMS}
    return report(rows(measured), RESULTS, load_before)


def measure(kiosks: int, pace: Pace = FULL_PACE) -> Figures:
    """Open a room of so many kiosks and measure it."""
    with room_of(kiosks) as room:
        session = room.open_session()
        page = asyncio.run(measure_page(room, session, pace))
        extended = [took for number in range(ROUNDS) for took in room.extend(session, number + 1)]
        attention = [took for number in range(ROUNDS) for took in room.ask_attention(number + 1)]
        ended = room.end(session)
        for _ in range(ROUNDS - 1):
            ended += room.end(room.open_session())
        room.open_session()
        back_of_start, back = room.restart()
        stream_kib = room.stream_kib
    return Figures(ended, extended, attention, measure_fan_out(kiosks, ROUNDS), stream_kib, page, back, back_of_start)


def rows(measured: Mapping[int, Figures]) -> list[Row]:
    """Return the table."""
    found = [row for kiosks, room in measured.items() for row in _rows(kiosks, room)]
    small, large = min(measured), max(measured)
    if small != large:
        ratio = measured[large].page.event_processor / measured[small].page.event_processor
        is_asked = (small, large) == (min(ROOMS), max(ROOMS))
        found.append(Row(f"an event, page open: {large} kiosks over {small}", ratio, EVENT_RATIO if is_asked else None))
    return found


def _rows(kiosks: int, room: Figures) -> Iterator[Row]:
    is_asked, page = kiosks == max(ROOMS), room.page
    yield from told_rows(f"{kiosks} kiosks: End session", room.ended, is_asked=is_asked)
    yield from told_rows(f"{kiosks} kiosks: Extend", room.extended, is_asked=is_asked)
    yield from told_rows(f"{kiosks} kiosks: attention", room.attention, is_asked=is_asked)
    yield from told_rows(f"{kiosks} bare listeners: one word", room.fan_out, is_asked=False)
    yield Row(f"{kiosks} kiosks: memory a stream (KiB)", room.stream_kib, STREAM_KIB if is_asked else None)
    yield Row(f"{kiosks} kiosks: processor while idle, page open (%)", page.idle_percent)
    yield Row(f"{kiosks} kiosks: processor time an event, page open (ms)", page.event_processor)
    yield Row(f"{kiosks} kiosks: processor time an event, no page (ms)", page.event_without_page)
    yield Row(f"{kiosks} kiosks: page, a quiet minute (KiB)", page.quiet_bytes / 1024)
    yield Row(f"{kiosks} kiosks: page, a minute of 300 events (KiB)", page.busy_bytes / 1024)
    yield Row(f"{kiosks} kiosks: all back, from the kill on (s)", max(room.back))
    yield Row(
        f"{kiosks} kiosks: all back, once it serves (s)", max(room.back_of_start), BACK_SECONDS if is_asked else None
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
