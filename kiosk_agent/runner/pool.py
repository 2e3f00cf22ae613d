"""One jail of each toolchain started ahead, proven and waiting. It takes one run and is thrown away."""

import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor

from kiosk_agent.errors import JailUnavailable
from kiosk_agent.runner.control_group import ControlGroups
from kiosk_agent.runner.jail import Jail
from kiosk_agent.runner.sandbox import Places
from kiosk_agent.runner.scratch import ScratchSlots
from kiosk_agent.runner.toolchain import Toolchain

_log = logging.getLogger(__name__)


class JailPool:
    """Gives out proven jails. `warm` toolchains have one waiting; the others, and the hasty, get one started cold."""

    def __init__(self, places: Places, groups: ControlGroups, slots: ScratchSlots, *, warm: bool = True) -> None:
        self._places = places
        self._slots = slots
        self._groups = groups
        self._warm = warm
        self._waiting: dict[str, Future[Jail]] = {}
        self._lock = threading.Lock()
        self._work = ThreadPoolExecutor(max_workers=2, thread_name_prefix="jail-pool")
        self._closed = False
        self.cold_starts = 0
        """How often a jail had to be started while somebody waited."""

    def prepare(self, toolchain: Toolchain) -> None:
        """Start a jail ahead, unless one is waiting. Returns at once."""
        with self._lock:
            if self._warm and not self._closed and toolchain.name not in self._waiting:
                self._waiting[toolchain.name] = self._work.submit(self._proven, toolchain)

    def taken(self, toolchain: Toolchain) -> Jail:
        """Return a proven jail for one run, which the caller gives back with `throw_away`. Raises JailUnavailable."""
        with self._lock:
            ahead = self._waiting.pop(toolchain.name, None)
        jail = self._ready(ahead) if ahead else None
        if jail is None:
            self.cold_starts += 1
            jail = self._proven(toolchain)
        return jail

    def throw_away(self, jail: Jail) -> None:
        """Close a used jail and start the next one ahead. Returns at once."""
        with self._lock:
            closed = self._closed
            if not closed:
                self._work.submit(jail.close)
        if closed:
            jail.close()
        else:
            self.prepare(jail.toolchain)

    def _proven(self, toolchain: Toolchain) -> Jail:
        jail = Jail.started(toolchain, self._places, self._groups, self._slots)
        jail.prove()
        return jail

    @staticmethod
    def _ready(ahead: Future[Jail]) -> Jail | None:
        try:
            # One that is on its way is sooner there than one that is yet to be started.
            jail = ahead.result()
        except JailUnavailable as error:
            _log.warning("the jail started ahead is not usable: %s", error.message)
            return None
        if jail.alive:
            return jail
        jail.close()
        return None

    def close(self) -> None:
        """Throw all waiting jails away."""
        with self._lock:
            self._closed = True
            waiting = list(self._waiting.values())
            self._waiting.clear()
        for ahead in waiting:
            if not ahead.cancel() and ahead.exception() is None:
                ahead.result().close()
        self._work.shutdown()
