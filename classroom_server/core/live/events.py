"""Publish and subscribe inside the server's one process.

A publication says only *that* a topic changed. Who listens reads again what it needs, so a slow listener misses
nothing, holds no queue, and many changes become one.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

ROOM = "room"
"""What every open room shows: kiosks that wait, work that is set aside, the rooms that there are and their names."""
APPROVALS = "approvals"
"""A kiosk was approved, refused or named anew."""
VISITS = "visits"
"""A visit was ended before its time: by signing out, or with the password of its account."""

_KIOSK_PREFIX, _WORK_PREFIX, _ROOM_PREFIX, _SESSION_PREFIX = "kiosk:", "work:", "room:", "session:"
_ORDERS_PREFIX, _ACTS_PREFIX, _SCREEN_PREFIX = "orders:", "acts:", "screen:"


def kiosk_topic(kiosk_id: str) -> str:
    """Return the topic of one kiosk: its approval, its name, or who is signed in there."""
    return f"{_KIOSK_PREFIX}{kiosk_id}"


def watch_topic(kiosk_id: str) -> str:
    """Return the topic of who looks at a kiosk's screen."""
    return f"watch:{kiosk_id}"


def screen_topic(kiosk_id: str) -> str:
    """Return the topic of what a kiosk's screen shows."""
    return f"{_SCREEN_PREFIX}{kiosk_id}"


def is_screen_topic(topic: str) -> bool:
    """Tell whether it is about what a kiosk's screen shows."""
    return topic.startswith(_SCREEN_PREFIX)


def orders_topic(kiosk_id: str) -> str:
    """Return the topic of what is asked of a kiosk."""
    return f"{_ORDERS_PREFIX}{kiosk_id}"


def is_orders_topic(topic: str) -> bool:
    """Tell whether it is about what is asked of a kiosk."""
    return topic.startswith(_ORDERS_PREFIX)


def acts_topic(room_id: str) -> str:
    """Return the topic of what was asked of a room's kiosks, and of what has become of it: its page shows that."""
    return f"{_ACTS_PREFIX}{room_id}"


def is_acts_topic(topic: str) -> bool:
    """Tell whether it is about what was asked of a room's kiosks."""
    return topic.startswith(_ACTS_PREFIX)


def work_topic(kiosk_id: str) -> str:
    """Return the topic of what is done at one kiosk, and of whether it is there: pages show that."""
    return f"{_WORK_PREFIX}{kiosk_id}"


def is_kiosk_topic(topic: str) -> bool:
    """Tell whether it is the topic of one kiosk."""
    return topic.startswith(_KIOSK_PREFIX)


def kiosk_shown_by(topic: str) -> str | None:
    """Return the kiosk whose tile a topic changes, if it is of one."""
    is_of_one = topic.startswith((_KIOSK_PREFIX, _WORK_PREFIX))
    return topic.partition(":")[2] if is_of_one else None


def room_topic(room_id: str) -> str:
    """Return the topic of one room: its session, its timetable, and which kiosks stand in it at which seats."""
    return f"{_ROOM_PREFIX}{room_id}"


def session_topic(room_id: str) -> str:
    """Return the topic of when a room's kiosks are open: its session, and when the next shall be."""
    return f"{_SESSION_PREFIX}{room_id}"


def is_session_topic(topic: str) -> bool:
    """Tell whether it is about when a room's kiosks are open."""
    return topic.startswith(_SESSION_PREFIX)


class Subscription:
    """One listener's set of topics that changed since it last asked."""

    def __init__(self, topics: frozenset[str]) -> None:
        self.topics = topics
        self.closing = False
        self._changed: set[str] = set()
        self._wake = asyncio.Event()

    def listen_to(self, topics: frozenset[str]) -> None:
        """Listen to these from now on, and no more to those before."""
        self.topics = topics

    def note(self, topics: frozenset[str]) -> None:
        """Note a publication; only called by the hub, on the event loop."""
        relevant = topics & self.topics
        if relevant:
            self._changed |= relevant
            self._wake.set()

    def close(self) -> None:
        """Wake the listener for the last time; only called by the hub, on the event loop."""
        self.closing = True
        self._wake.set()

    async def changed(self, timeout_seconds: float) -> frozenset[str]:
        """Return the topics that changed, at once if some did already; empty when the time is up or on closing."""
        try:
            async with asyncio.timeout(max(timeout_seconds, 0)):
                await self._wake.wait()
        except TimeoutError:
            return frozenset()
        if not self.closing:
            self._wake.clear()
        changed, self._changed = frozenset(self._changed), set()
        return changed


class Hub:
    """Where changes are published from any thread and awaited on the event loop."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._subscriptions: set[Subscription] = set()
        self._closing = False
        self.at_publication: list[Callable[[frozenset[str]], None]] = []
        """Called with each publication at once, in the thread that makes it: what was kept is out of date."""

    def open(self) -> None:
        """Bind to the running event loop; publications before this reach nobody."""
        self._loop = asyncio.get_running_loop()

    def publish(self, topics: frozenset[str]) -> None:
        """Say that these topics changed. Safe from any thread; never blocks."""
        for note in self.at_publication:
            note(topics)
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._spread, topics)

    def _spread(self, topics: frozenset[str]) -> None:
        for subscription in self._subscriptions:
            subscription.note(topics)

    @contextmanager
    def subscribe(self, *topics: str) -> Iterator[Subscription]:
        """Listen to topics until the block ends. Subscribe first and read then, so that no change falls between."""
        subscription = Subscription(frozenset(topics))
        if self._closing:
            subscription.close()
        self._subscriptions.add(subscription)
        try:
            yield subscription
        finally:
            self._subscriptions.discard(subscription)

    def close(self) -> None:
        """Tell every listener that the server stops. On the event loop only."""
        self._closing = True
        for subscription in self._subscriptions:
            subscription.close()
