"""Which kiosks are there, and since when: gone with the program; `presence/` stores it as it happens."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

TWOFOLD_SECONDS = 40.0
"""A stream that nobody reads any more ends sooner (serving.py): two that go on beside each other are two machines."""
TURNS_SECONDS = 120.0
"""Two machines that have come and gone beside each other for as long are two until they leave off for this long."""
TURNS_KEPT_SECONDS = 3600.0
"""How long they were there together is forgotten when they have not been for so long."""
SILENT_SECONDS = 10.0
"""A kiosk that acknowledged nothing for so long, and owes that, is gone since it was heard last: its cable may be out
for longer than the kernel takes to find out. A stream says something at least twice in this time."""


@dataclass(frozen=True)
class Heard:
    """What the kernel knows of the other end of a connection."""

    at: float
    """When anything came from there last, an acknowledgement too; as time.monotonic counts."""
    is_owed: bool
    """Something that was sent is not acknowledged, or the connection has ended."""


@dataclass(frozen=True)
class Interval:
    """A time in which a kiosk was there without a gap; in seconds as Presence counts them."""

    kiosk_id: str
    began: float
    heard: float


@dataclass(frozen=True, eq=False)
class HeldStream:
    """A stream that a kiosk holds."""

    kiosk_id: str
    heard: Callable[[], Heard] | None
    """What is known of its other end; None where nothing is."""


@dataclass
class _Together:
    """How long several streams of one key were there beside each other."""

    since: float | None = None
    """Since when they are; None while there is one at most."""
    before: float = 0.0
    """Seconds in which they were heard beside each other, in the turns that are over."""
    left_at: float = 0.0
    is_told: bool = False

    def begin(self, seconds: float) -> None:
        if self.since is None:
            self.since = seconds
            if seconds - self.left_at > TURNS_KEPT_SECONDS:
                self.before, self.is_told = 0.0, False

    def leave(self, seconds: float, heard: float) -> None:
        """End a turn; `heard` is until when more than one was: one that was dead when the other came proves nothing."""
        if self.since is not None:
            self.before += max(0.0, heard - self.since)
            self.since, self.left_at = None, seconds

    def is_of_two(self, seconds: float) -> bool:
        now = seconds - self.since if self.since is not None else 0.0
        goes_on = self.since is not None or seconds - self.left_at < TURNS_SECONDS
        return goes_on and self.before + now >= TWOFOLD_SECONDS


class Presence:
    """Which kiosks hold a stream, and when each was last heard. Safe from any thread.

    A kiosk is one, however many streams it holds: it is there as long as it is heard over any of them.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.Lock()
        self._seconds = seconds
        self._together: dict[str, _Together] = {}
        self._streams: dict[str, list[HeldStream]] = {}
        self._last_seen: dict[str, datetime] = {}
        self._came_at: dict[str, datetime] = {}
        self._seen_before: dict[str, datetime] = {}
        self._there: dict[str, Interval] = {}
        self._ended: list[Interval] = []

    def seen(self, kiosk_id: str, now: datetime) -> None:
        """Note that a kiosk was heard."""
        with self._lock:
            self._last_seen[kiosk_id] = now

    def remember(self, last_seen: Mapping[str, datetime], now: datetime) -> None:
        """Go on with when kiosks were heard before the program started; nothing was heard later than now."""
        with self._lock:
            self._seen_before = {kiosk_id: min(seen_at, now) for kiosk_id, seen_at in last_seen.items()}

    def move(self, step: timedelta) -> None:
        """Let what was heard have been heard as long ago as it was, though the clock is set by `step`."""
        with self._lock:
            self._last_seen = {kiosk_id: seen_at + step for kiosk_id, seen_at in self._last_seen.items()}
            self._came_at = {kiosk_id: came_at + step for kiosk_id, came_at in self._came_at.items()}

    def connect(self, kiosk_id: str, now: datetime, heard: Callable[[], Heard] | None = None) -> HeldStream:
        """Note that a kiosk opened a stream, and return it, for `disconnect`."""
        stream, seconds = HeldStream(kiosk_id, heard), self._seconds()
        with self._lock:
            # What it held before may be dead for long: then it comes back now.
            self._listen_to(kiosk_id, seconds)
            held = self._streams.setdefault(kiosk_id, [])
            held.append(stream)
            self._came_at.setdefault(kiosk_id, now)
            self._last_seen[kiosk_id] = now
            self._note_there(kiosk_id, seconds)
            if len(held) > 1:
                self._together.setdefault(kiosk_id, _Together()).begin(seconds)
        return stream

    def disconnect(self, stream: HeldStream, now: datetime) -> None:
        """Note that a kiosk's stream ended."""
        kiosk_id, seconds = stream.kiosk_id, self._seconds()
        with self._lock:
            held = self._streams[kiosk_id]
            heard = stream.heard().at if stream.heard else seconds
            held.remove(stream)
            if len(held) == 1 and kiosk_id in self._together:
                self._together[kiosk_id].leave(seconds, min(heard, held[0].heard().at if held[0].heard else seconds))
            if kiosk_id in self._there:
                self._note_there(kiosk_id, heard)
            # One whose cable is out was heard last well before the kernel gave it up.
            silent = seconds - heard
            self._last_seen[kiosk_id] = now - timedelta(seconds=silent) if silent > SILENT_SECONDS else now
            if not held:
                del self._streams[kiosk_id]
                self._note_gone(kiosk_id)

    def listen(self) -> tuple[list[Interval], list[Interval]]:
        """Ask the kernel who is still there; return the intervals that ended since the last call, and that go on."""
        with self._lock:
            for kiosk_id in self._streams:
                self._listen_to(kiosk_id, self._seconds())
            ended, self._ended = self._ended, []
            return ended, list(self._there.values())

    def begin_anew(self) -> None:
        """Forget since when kiosks are there: who is heard from now on begins anew."""
        with self._lock:
            self._there.clear()
            self._ended.clear()

    def _listen_to(self, kiosk_id: str, seconds: float) -> None:
        heard = [
            stream.heard() if stream.heard else Heard(seconds, is_owed=False)
            for stream in self._streams.get(kiosk_id, [])
        ]
        if not heard:
            return
        latest = max(each.at for each in heard)
        if seconds - latest > SILENT_SECONDS and all(each.is_owed for each in heard):
            self._note_gone(kiosk_id, latest)
        else:
            self._note_there(kiosk_id, latest)

    def _note_there(self, kiosk_id: str, heard: float) -> None:
        known = self._there.get(kiosk_id)
        if known is None:
            self._there[kiosk_id] = Interval(kiosk_id, heard, heard)
        elif heard > known.heard:
            self._there[kiosk_id] = replace(known, heard=heard)

    def _note_gone(self, kiosk_id: str, heard: float = 0.0) -> None:
        self._came_at.pop(kiosk_id, None)
        interval = self._there.pop(kiosk_id, None)
        if interval is not None:
            self._ended.append(replace(interval, heard=max(interval.heard, heard)))

    def is_connected(self, kiosk_id: str) -> bool:
        """Tell whether a kiosk holds a stream now."""
        with self._lock:
            return kiosk_id in self._streams

    def there_since(self, kiosk_id: str) -> datetime | None:
        """Return since when a kiosk has been there without a gap, as far as is known; None when it is not."""
        with self._lock:
            return self._came_at.get(kiosk_id)

    def is_twofold(self, kiosk_id: str) -> bool:
        """Tell whether two machines hold streams by this kiosk's key."""
        with self._lock:
            return self._is_twofold(kiosk_id)

    def take_twofold(self) -> tuple[str, ...]:
        """Return the kiosks of which it was not told yet that two machines have their key."""
        with self._lock:
            new = tuple(
                each for each, together in self._together.items() if not together.is_told and self._is_twofold(each)
            )
            for kiosk_id in new:
                self._together[kiosk_id].is_told = True
            return new

    def _is_twofold(self, kiosk_id: str) -> bool:
        together = self._together.get(kiosk_id)
        return together is not None and together.is_of_two(self._seconds())

    def streams(self, kiosk_id: str) -> int:
        """Return how many streams a kiosk holds now."""
        with self._lock:
            return len(self._streams.get(kiosk_id, ()))

    def last_seen(self, kiosk_id: str) -> datetime | None:
        """Return when a kiosk was last heard, as far as is known; None if it was not."""
        with self._lock:
            return self._last_seen.get(kiosk_id) or self._seen_before.get(kiosk_id)

    def take_last_seen(self, now: datetime) -> dict[str, datetime]:
        """Return all times of last hearing, to be stored; a kiosk that holds a stream is heard now."""
        with self._lock:
            return self._seen_before | self._last_seen | dict.fromkeys(self._streams, now)
