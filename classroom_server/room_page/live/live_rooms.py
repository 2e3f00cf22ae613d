"""The rooms that are open on pages: each is drawn once for all pages in one language whose visitors may do the same.

A page asks for what is newer than what it has, so a slow one misses nothing and holds no queue.
"""

import asyncio
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from classroom_server.core.classroom import Classroom
from classroom_server.core.errors import Refused
from classroom_server.core.live.events import ROOM, Subscription, acts_topic, kiosk_topic, room_topic, work_topic
from classroom_server.core.permissions import Permission
from classroom_server.learners.schemas import Cohort
from classroom_server.room_page.live.drawer import TILE_PART, WHOLE_PART, RoomDrawer
from classroom_server.room_page.wall import Wall
from classroom_server.web.languages import Words
from classroom_server.web.page_context import PageParts

# So often all is read, though only what differs is drawn: the clock goes on, and so do the other rooms.
ALL_SECONDS: Final = 10.0
# What changes meanwhile is drawn together.
PAUSE_SECONDS: Final = 0.1


@dataclass(frozen=True)
class _Part:
    version: int
    markup: str


def topics_shown(room_id: str, kiosk_ids: AbstractSet[str]) -> frozenset[str]:
    """Return all that changes the page of a room in which these kiosks stand."""
    of_kiosks = {topic(each) for each in kiosk_ids for topic in (kiosk_topic, work_topic)}
    return frozenset({ROOM, room_topic(room_id), acts_topic(room_id)} | of_kiosks)


class LiveRoom:
    """A room in one language while pages show it. Used on the event loop alone."""

    def __init__(
        self, classroom: Classroom, parts: PageParts, words: Words, room_id: str, permissions: frozenset[Permission]
    ) -> None:
        self._classroom = classroom
        self._room_id = room_id
        self._drawer = RoomDrawer(classroom, parts, words, room_id, permissions)
        self._parts: dict[str, _Part] = {}
        self._news = asyncio.Event()
        self.pages = 0
        self.version = 0
        self.is_gone = False
        """There is no such room any more."""
        self.stops = False
        """The server stops."""
        self.keeping = asyncio.create_task(self._keep())

    @property
    def wall(self) -> Wall | None:
        """The room as it was drawn last; None before that."""
        return self._drawer.wall

    @property
    def cohorts(self) -> tuple[Cohort, ...]:
        """The cohorts that there are."""
        return self._drawer.cohorts

    def since(self, version: int) -> dict[str, str]:
        """Return the parts that are newer than a version, by name, in the order in which they fit."""
        return {name: part.markup for name, part in self._parts.items() if part.version > version}

    async def newer(self, version: int, timeout_seconds: float) -> bool:
        """Wait until there is something newer than a version, or nothing will be; False when the time is up.

        Raises what the reading and drawing failed with.
        """
        news = self._news
        if self.version <= version and not self.keeping.done():
            try:
                async with asyncio.timeout(timeout_seconds):
                    await news.wait()
            except TimeoutError:
                return False
        if self.keeping.done():
            self.keeping.result()
        return True

    async def _keep(self) -> None:
        try:
            with self._classroom.hub.subscribe(ROOM, room_topic(self._room_id)) as subscription:
                await self._draw_always(subscription)
            self.stops = True
        except Refused:
            self.is_gone = True
        finally:
            self._news.set()

    async def _draw_always(self, subscription: Subscription) -> None:
        changed: frozenset[str] | None = None
        all_due, seconds = 0.0, asyncio.get_running_loop().time
        while not subscription.closing:
            if changed is None:
                all_due = seconds() + ALL_SECONDS
            self._take(await run_in_threadpool(self._drawer.draw, changed))
            if self._listens_to_others(subscription):
                # What changed between the reading and the listening was missed.
                changed = None
                continue
            await asyncio.sleep(PAUSE_SECONDS)
            changed = await subscription.changed(all_due - seconds())
            if seconds() >= all_due:
                changed = None

    def _listens_to_others(self, subscription: Subscription) -> bool:
        """Listen to the kiosks that stand in the room; tell whether those are others than before."""
        topics = topics_shown(self._room_id, self._drawer.kiosk_ids)
        are_others = topics != subscription.topics
        subscription.listen_to(topics)
        return are_others

    def _take(self, drawn: dict[str, str]) -> None:
        if not drawn:
            return
        self.version += 1
        if WHOLE_PART in drawn:
            self._parts = {name: part for name, part in self._parts.items() if not name.startswith(TILE_PART)}
        self._parts |= {name: _Part(self.version, markup) for name, markup in drawn.items()}
        news, self._news = self._news, asyncio.Event()
        news.set()


class LiveRooms:
    """All that are open. Used on the event loop alone."""

    def __init__(self, classroom: Classroom) -> None:
        self._classroom = classroom
        self._open: dict[tuple[str, str, frozenset[Permission]], LiveRoom] = {}

    @contextmanager
    def shown(
        self, room_id: str, words: Words, parts: PageParts, permissions: frozenset[Permission]
    ) -> Iterator[LiveRoom]:
        """Give a room as long as the block shows it."""
        key = (room_id, words.language, permissions)
        live = self._open.get(key)
        if live is None or live.keeping.done():
            live = self._open[key] = LiveRoom(self._classroom, parts, words, room_id, permissions)
        live.pages += 1
        try:
            yield live
        finally:
            live.pages -= 1
            if not live.pages:
                live.keeping.cancel()
                if self._open.get(key) is live:
                    del self._open[key]


def live_rooms_of(request: Request) -> LiveRooms:
    """Return this application's."""
    rooms: LiveRooms = request.app.state.live_rooms
    return rooms
