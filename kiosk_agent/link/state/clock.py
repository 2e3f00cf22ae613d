"""The server's time as the kiosk knows it. The kiosk's own clock may say 1970 or 2040: nobody looks at it."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict

from kiosk_agent.errors import StorageFull
from kiosk_agent.files import write_durably
from kiosk_agent.link.state.boot import Boot
from kiosk_agent.protocol.sessions import NonceMark, ServerTime

logger = logging.getLogger(__name__)
LAST_SEEN_FILE = "last-time-seen"
STORE_EVERY_SECONDS = 60.0


class Anchor(BaseModel):
    """The server's time at one moment of this boot."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    server_time: AwareDatetime
    boot_seconds: float
    nonce_mark: NonceMark
    """What nonces begin with since then."""


@dataclass
class _Stored:
    time: datetime
    at_boot_seconds: float


class ServerClock:
    """Server time = the last sync + what CLOCK_BOOTTIME counted since."""

    def __init__(self, boot: Boot, built_at: datetime, folder: Path) -> None:
        self._boot = boot
        self._path = folder / LAST_SEEN_FILE
        self._began = boot.seconds()
        self._floor = max(built_at, self._read() or built_at)
        self._stored = _Stored(self._floor, self._began - STORE_EVERY_SECONDS)
        self.anchor: Anchor | None = None
        self.needs_sync = True

    @property
    def is_synced(self) -> bool:
        """Tell whether the server said its time since this boot."""
        return self.anchor is not None

    def sync(self, said: ServerTime, *, answered_at: float) -> None:
        """Take the server's time as that of the moment (seconds of the boot clock) at which its answer was there.

        So the kiosk is late by the way back, and never ahead: what it signs would be refused. The way there says
        nothing of the way back: when a whole room asks at once, nearly all of the time goes by before the server looks.
        """
        self.needs_sync = False
        self.anchor = Anchor(server_time=said.now, boot_seconds=answered_at, nonce_mark=said.nonce_mark)

    def doubt(self) -> None:
        """Ask for a new sync before the next request; until then the old one is better than none."""
        self.needs_sync = True

    def resume(self, anchor: Anchor) -> None:
        """Take up the sync that an agent of this same boot had."""
        self.anchor = anchor
        self.needs_sync = False

    def server_time(self) -> datetime:
        """Return what the server's own clock says now; requests are signed with it. Before a sync, the floor."""
        if self.anchor is None:
            return self._floor + timedelta(seconds=self._boot.seconds() - self._began)
        return self.anchor.server_time + timedelta(seconds=self._boot.seconds() - self.anchor.boot_seconds)

    def nonce_mark(self) -> str:
        """Return what the server wants nonces to begin with. Before a sync it takes none."""
        return self.anchor.nonce_mark if self.anchor else ""

    def now(self) -> datetime:
        """Return the time for the record: the server's own, whatever it is; before a sync, not before the floor."""
        return self.server_time() if self.is_synced else max(self._floor, self.server_time())

    def differs_from(self, server_time: datetime) -> float:
        """Return how far (seconds) our idea is from a time that the server just said."""
        return abs((self.server_time() - server_time).total_seconds())

    def store(self) -> None:
        """Keep the time last seen, at most once a minute; it never goes back. A full disk is logged and passed over."""
        seconds = self._boot.seconds()
        now = self.now()
        if (
            not self.is_synced
            or seconds - self._stored.at_boot_seconds < STORE_EVERY_SECONDS
            or now <= self._stored.time
        ):
            return
        self._stored = _Stored(now, seconds)
        try:
            write_durably(self._path, now.isoformat().encode())
        except StorageFull as error:
            logger.warning("the time last seen is not stored: %s", error.message)

    def _read(self) -> datetime | None:
        try:
            kept = datetime.fromisoformat(self._path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None  # the build time is floor enough
        return kept if kept.tzinfo else kept.replace(tzinfo=UTC)
