"""Who looks at which kiosk's screen, and what each shows: in memory alone, gone when the last one looks away."""

import threading
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, Final

from fastapi import Depends
from starlette.requests import HTTPConnection

from classroom_server.core.live.events import Hub, screen_topic, watch_topic
from classroom_server.core.live.streams import StreamMessage
from kiosk_agent.protocol.screens import WATCH_SECONDS, ScreenFrame, ScreenShown, ScreenWatch
from kiosk_agent.protocol.sessions import StreamEvent

# A browser has six connections to a server, and the pages that these are on hold some.
LIVE_LOOKS_MAXIMUM: Final = 2


@dataclass(eq=False)
class Look:
    """One open page that shows screens."""

    visit_id: str
    every_seconds: float
    kiosk_ids: frozenset[str] = frozenset()
    """Those that are looked at now."""


@dataclass(frozen=True)
class Picture:
    """What a kiosk shows now, as it said last."""

    number: int
    sign_in_id: str
    frame: ScreenFrame


@dataclass
class _Watched:
    """A kiosk that somebody looks at."""

    watch_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    looks: list[Look] = field(default_factory=list)
    picture: Picture | None = None


class Screens:
    """Every look and, of each kiosk that is looked at, the newest picture. Safe from any thread."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._lock = threading.Lock()
        self._watched: dict[str, _Watched] = {}
        self._of_visits: defaultdict[str, list[Look]] = defaultdict(list)

    @contextmanager
    def looking(self, visit_id: str, kiosk_ids: Collection[str], every_seconds: float) -> Iterator[Look]:
        """Look at kiosks until the block ends; each is told at once, both times."""
        look = Look(visit_id, every_seconds)
        with self._lock:
            self._of_visits[visit_id].append(look)
        self.turn_to(look, kiosk_ids)
        try:
            yield look
        finally:
            self.turn_to(look, ())
            with self._lock:
                self._of_visits[visit_id].remove(look)
                if not self._of_visits[visit_id]:
                    del self._of_visits[visit_id]

    def turn_to(self, look: Look, kiosk_ids: Collection[str]) -> None:
        """Look at these kiosks from now on; each for which that is new is told at once."""
        wished = frozenset(kiosk_ids)
        with self._lock:
            came, left = wished - look.kiosk_ids, look.kiosk_ids - wished
            look.kiosk_ids = wished
            for kiosk_id in came:
                self._watched.setdefault(kiosk_id, _Watched()).looks.append(look)
            for kiosk_id in left:
                looks = self._watched[kiosk_id].looks
                looks.remove(look)
                if not looks:
                    del self._watched[kiosk_id]
        self._hub.publish(frozenset(map(watch_topic, came | left)))

    def is_live(self, look: Look) -> bool:
        """Tell whether a look that goes on is among its visit's newest, which stay live."""
        with self._lock:
            return look in self._of_visits[look.visit_id][-LIVE_LOOKS_MAXIMUM:]

    def wish(self, kiosk_id: str) -> ScreenWatch | None:
        """Return what a kiosk is to be told: as often as whoever looks most closely needs, or None."""
        with self._lock:
            watched = self._watched.get(kiosk_id)
            if watched is None:
                return None
            every_seconds = min(look.every_seconds for look in watched.looks)
            return ScreenWatch(watch_id=watched.watch_id, every_seconds=every_seconds, seconds=WATCH_SECONDS)

    def take(self, kiosk_id: str, shown: ScreenShown) -> bool:
        """Take what a kiosk shows, or tell that it is for no look that goes on."""
        with self._lock:
            watched = self._watched.get(kiosk_id)
            if watched is None or watched.watch_id != shown.watch_id:
                return False
            number = watched.picture.number + 1 if watched.picture else 1
            watched.picture = Picture(number, shown.sign_in_id, shown.frame)
        self._hub.publish(frozenset({screen_topic(kiosk_id)}))
        return True

    def number(self, kiosk_id: str) -> int:
        """Return the number of a kiosk's picture, which grows; 0 while there is none."""
        with self._lock:
            watched = self._watched.get(kiosk_id)
            return watched.picture.number if watched and watched.picture else 0

    def picture(self, kiosk_id: str, visit_id: str) -> Picture | None:
        """Return what a kiosk shows, to whoever looks at it and to nobody else."""
        with self._lock:
            watched = self._watched.get(kiosk_id)
            if watched is None or all(look.visit_id != visit_id for look in watched.looks):
                return None
            return watched.picture


class WatchWord:
    """What one stream of a kiosk says of who looks: as long as somebody does, and once that it has ended."""

    def __init__(self, screens: Screens, kiosk_id: str) -> None:
        self._screens = screens
        self._kiosk_id = kiosk_id
        self._said: ScreenWatch | None = None

    def message(self) -> StreamMessage | None:
        """Return what to say now; nothing to a kiosk that nobody looks at."""
        wish = self._screens.wish(self._kiosk_id)
        said, self._said = self._said, wish
        if wish is None and said is not None:
            wish = said.model_copy(update={"seconds": 0})
        return None if wish is None else StreamMessage(StreamEvent.SCREEN_WATCH, wish.model_dump_json())


def screens_of(connection: HTTPConnection) -> Screens:
    """Return this application's."""
    screens: Screens = connection.app.state.screens
    return screens


async def _screens(connection: HTTPConnection) -> Screens:
    return screens_of(connection)


OurScreens = Annotated[Screens, Depends(_screens)]
