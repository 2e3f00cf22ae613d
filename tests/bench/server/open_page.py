"""What an open page of a room costs the server: a page's stream without its browser, beside events at an even pace."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import httpx

from kiosk_agent.link.server.tls import pinned_context
from tests.bench.server.events import Sender, nonce_mark_of, request_of, send_all
from tests.bench.server.room import BenchRoom, OpenSession, processor_seconds
from tests.support.waiting import LIMIT_SECONDS, eventually_in_loop

_EVENT: Final = "event: "
# Each sender has somebody who hands in now and then, and all of them together a room's pace.
_SENDERS: Final = 10


@dataclass(frozen=True)
class Pace:
    """So many attempts in so many seconds, and as long without any."""

    seconds: float
    events: int


# Each kiosk has its lease anew in this time: a part of it would hold more or less of that than another.
FULL_PACE: Final = Pace(20.0, 100)


@dataclass(frozen=True)
class PageFigures:
    """What was measured of one page."""

    idle_percent: float
    """Of one processor, with the page open and nothing happening."""
    event_processor: float
    """Milliseconds of the server's processor time that an event costs with the page open."""
    event_without_page: float
    quiet_bytes: float
    """In a minute in which nothing happens."""
    busy_bytes: float
    """In a minute of this pace."""


class OpenPage:
    """What a page was sent."""

    def __init__(self, answer: httpx.Response) -> None:
        self._answer = answer
        self.parts = Counter[str]()

    @property
    def bytes_read(self) -> int:
        """How much came so far, within TLS."""
        return self._answer.num_bytes_downloaded

    def tiles(self, kiosk_id: str) -> int:
        """Return how often a kiosk's tile came."""
        return self.parts[f"tile-{kiosk_id}"]

    async def read(self) -> None:
        """Take what comes, for ever."""
        async for line in self._answer.aiter_lines():
            if line.startswith(_EVENT):
                self.parts[line.removeprefix(_EVENT)] += 1


@asynccontextmanager
async def open_page(room: BenchRoom) -> AsyncIterator[OpenPage]:
    """Keep the room's page open in the block."""
    context, cookies = pinned_context(room.classroom.room.ca_path), room.trainer.http.cookies
    async with (
        httpx.AsyncClient(base_url=room.server.url, verify=context, cookies=cookies, timeout=LIMIT_SECONDS) as http,
        http.stream("GET", f"/rooms/{room.classroom.room.first_room_id()}/stream") as answer,
    ):
        assert answer.is_success, answer
        page = OpenPage(answer)
        reading = asyncio.create_task(page.read())
        try:
            await eventually_in_loop(lambda: page.parts["clock"], "the page is drawn")
            yield page
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)


async def measure_page(room: BenchRoom, session: OpenSession, pace: Pace) -> PageFigures:
    """Have as many events come without a page and with one, each beside as long without any."""
    window = _Windows(room, session, pace)
    quiet, busy = await window.quiet(), await window.busy()
    async with open_page(room) as page:
        sent = [page.bytes_read]
        quiet_with_page = await window.quiet()
        sent.append(page.bytes_read)
        busy_with_page = await window.busy()
        await eventually_in_loop(lambda: all(map(page.tiles, window.kiosk_ids)), "the page shows what was handed in")
        sent.append(page.bytes_read)
    a_minute = 60 / pace.seconds
    return PageFigures(
        idle_percent=quiet_with_page / pace.seconds * 100,
        event_processor=(busy_with_page - quiet_with_page) / pace.events * 1000,
        event_without_page=(busy - quiet) / pace.events * 1000,
        quiet_bytes=(sent[1] - sent[0]) * a_minute,
        busy_bytes=(sent[2] - sent[1]) * a_minute,
    )


class _Windows:
    """Times of one length, with events and without."""

    def __init__(self, room: BenchRoom, session: OpenSession, pace: Pace) -> None:
        self._room = room
        self._pace = pace
        seats = room.classroom.seats[:: -(-len(room.classroom.seats) // _SENDERS)]
        self.kiosk_ids = [seat.kiosk_id for seat in seats]
        self._senders = [Sender(seat.device, session.sign_ins[seat.kiosk_id]) for seat in seats]
        self._sent = 0

    async def quiet(self) -> float:
        """Let the time go by; return the processor seconds that the server used in it."""
        used = self._used()
        await asyncio.sleep(self._pace.seconds)
        return self._used() - used

    async def busy(self) -> float:
        """Do the same while events come."""
        url, ca_path = self._room.server.url, self._room.classroom.room.ca_path
        each = self._pace.events // len(self._senders)
        mark = nonce_mark_of(url, ca_path)
        requests = [
            [request_of(sender, url, 1, self._sent + number, mark) for number in range(each)]
            for sender in self._senders
        ]
        self._sent += each
        every_seconds = self._pace.seconds / each
        used = self._used()
        await asyncio.gather(
            asyncio.sleep(self._pace.seconds),
            send_all(url, ca_path, requests, applied=True, every_seconds=every_seconds),
        )
        return self._used() - used

    def _used(self) -> float:
        return processor_seconds(self._room.server.process_id)
