"""One jail of each toolchain started ahead, proven and waiting. It takes one run and is thrown away."""

import contextlib
import itertools
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from kiosk_agent.errors import JailUnavailable
from kiosk_agent.runner.jail.accounts import JailAccounts
from kiosk_agent.runner.jail.control_group import ControlGroups
from kiosk_agent.runner.jail.jail import Jail
from kiosk_agent.runner.jail.places import Places
from kiosk_agent.runner.jail.scratch import ScratchSlots
from kiosk_agent.runner.jail.watch import WhenLong
from kiosk_agent.runner.pool.policies import Policies, Version
from kiosk_agent.toolchains.toolchain import Toolchain

TEND_SECONDS = 1.0
"""How soon a waiting jail that died, slept or is of an old policy is replaced, with nobody asking for it."""
RETRY_SECONDS = 30.0
"""How long a jail that could not be had is let alone: each try costs what a run does."""
LONG_RUN_SECONDS = 0.1
"""A run that takes longer is no beginner's program that comes to its end: the next jail is started beside it."""
LONG_COMPILED_RUN_SECONDS = 1.5
"""The same where the next one's warm-up would take a processor from a run that only compiles."""
SLEPT_SECONDS = 1.0
STARTERS = 4
_log = logging.getLogger(__name__)


def slept_seconds() -> float:
    """Return how long this machine was suspended since it was started."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)


@dataclass(frozen=True)
class WaitingJail:
    """A jail that is ready, or on its way."""

    toolchain: Toolchain
    jail: Future[Jail]
    awaited: threading.Event
    """Set when somebody waits for it."""
    policies: Version
    slept_seconds: float
    started: float
    """Monotonic."""

    def failed(self) -> bool:
        """Tell whether there is no jail to wait for."""
        return self.jail.done() and (self.jail.cancelled() or self.jail.exception() is not None)

    def died(self) -> bool:
        """Tell whether the jail was there and is no more."""
        return self.jail.done() and not self.failed() and not self.jail.result().alive

    def result(self) -> Jail:
        """Return the jail when it is there. Raises JailUnavailable."""
        return self.jail.result()


class JailPool:
    """Gives out proven jails. `warm` toolchains have one waiting; the others, and the hasty, get one started cold.

    All that wait together hold `idle_bytes` at most: the toolchain that was used the longest ago gives way.
    """

    def __init__(
        self,
        places: Places,
        groups: ControlGroups,
        slots: ScratchSlots,
        accounts: JailAccounts,
        policies: Policies,
        *,
        idle_bytes: int,
        warm: bool = True,
        slept: Callable[[], float] = slept_seconds,
    ) -> None:
        self._places = places
        self._groups = groups
        self._slots = slots
        self._accounts = accounts
        self._policies = policies
        self._idle_bytes = idle_bytes
        self._warm = warm
        self._slept = slept
        self._waiting: dict[str, WaitingJail] = {}
        self._used: dict[str, int] = {}
        self._turns = itertools.count(1)
        self._lock = threading.Lock()
        self._work = ThreadPoolExecutor(max_workers=STARTERS, thread_name_prefix="jail-pool")
        self._closed = threading.Event()
        self.runs = 0
        self.cold_starts = 0
        """How often a jail had to be started while somebody waited."""
        self.half_started = 0
        """How often somebody waited for one that was on its way."""
        if warm:
            threading.Thread(target=self._tend_on, name="jail-pool-tender", daemon=True).start()

    def prepare(self, toolchain: Toolchain) -> None:
        """Start a jail ahead, unless one is waiting or there is no room for it. Returns at once.

        Raises JailUnavailable when the policies cannot be read.
        """
        version = self._policies.version()
        with self._lock:
            if not self._warm or self._closed.is_set() or toolchain.name in self._waiting:
                return
            if self._make_room(toolchain):
                awaited = threading.Event()
                jail = self._work.submit(self._proven, toolchain, awaited)
                held = WaitingJail(toolchain, jail, awaited, version, self._slept(), time.monotonic())
                self._waiting[toolchain.name] = held

    def _make_room(self, toolchain: Toolchain) -> bool:
        """Let those give way that were used longer ago, if that helps; tell whether it did."""
        turn = self._used.get(toolchain.name, 0)
        older = [name for name in self._waiting if self._used.get(name, 0) < turn]
        older.sort(key=lambda name: self._used.get(name, 0), reverse=True)
        kept = [held.toolchain.idle_bytes for name, held in self._waiting.items() if name not in older]
        if sum(kept) + toolchain.idle_bytes > self._idle_bytes:
            return False
        while (
            sum(held.toolchain.idle_bytes for held in self._waiting.values()) + toolchain.idle_bytes > self._idle_bytes
        ):
            self._discard(older.pop())
        return True

    def taken(self, toolchain: Toolchain) -> Jail:
        """Return a proven jail for one run, which the caller gives back with `throw_away`. Raises JailUnavailable."""
        version = self._policies.version()
        with self._lock:
            self._used[toolchain.name] = next(self._turns)
            self.runs += 1
            ahead = self._waiting.pop(toolchain.name, None)
            if ahead and not self._is_fresh(ahead, version):
                self._throw_out(ahead)
                ahead = None
        jail = (self._ready(ahead) if ahead else None) or self._cold(toolchain)
        if self._warm:
            # What comes after a bomb is not to wait for the next jail.
            seconds = LONG_COMPILED_RUN_SECONDS if toolchain.hurries else LONG_RUN_SECONDS
            jail.when_long = WhenLong(seconds, partial(self._start_next, toolchain))
        return jail

    def _cold(self, toolchain: Toolchain) -> Jail:
        started = time.monotonic()
        with self._lock:
            self.cold_starts += 1
        jail = self._proven(toolchain)
        self._say_waited(toolchain, started)
        return jail

    def _say_waited(self, toolchain: Toolchain, started: float) -> None:
        seconds, counted = time.monotonic() - started, f"{self.cold_starts + self.half_started} of {self.runs}"
        _log.info("a run waited %.2f s for its %s jail: %s so far", seconds, toolchain.name, counted)

    def _start_next(self, toolchain: Toolchain) -> None:
        # Who comes next hears of policies that cannot be read.
        with contextlib.suppress(JailUnavailable):
            self._prepare_again(toolchain)

    def throw_away(self, jail: Jail) -> None:
        """Close a used jail and start the next one ahead. Returns at once."""
        with self._lock:
            closed = self._closed.is_set()
            if not closed:
                self._work.submit(_close, jail)
        if closed:
            _close(jail)
            return
        self._start_next(jail.toolchain)

    def tend(self) -> None:
        """Replace what waits in vain: dead, of an old policy, from before a sleep, or never come about.

        Raises JailUnavailable when the policies cannot be read.
        """
        version = self._policies.version()
        with self._lock:
            worn = [held for held in self._waiting.values() if self._is_worn(held, version)]
            for held in worn:
                self._discard(held.toolchain.name)
        for held in worn:
            # Before a learner meets it: what cannot be proven is in the log.
            fault = held.jail.exception() if held.failed() else None
            _log.info("the %s jail that waited is replaced%s", held.toolchain.name, f": {fault}" if fault else "")
            self._prepare_again(held.toolchain)

    def _is_worn(self, held: WaitingJail, version: Version) -> bool:
        if held.failed():
            return time.monotonic() - held.started > RETRY_SECONDS
        return held.died() or not self._is_fresh(held, version)

    def _is_fresh(self, held: WaitingJail, version: Version) -> bool:
        return held.policies == version and self._slept() - held.slept_seconds < SLEPT_SECONDS

    def _prepare_again(self, toolchain: Toolchain) -> None:
        """Start the next jail of a toolchain, by the policies of now. Raises JailUnavailable."""
        now = self._policies.toolchains().get(toolchain.name)
        if now:
            self.prepare(now)

    def _tend_on(self) -> None:
        said = ""
        while not self._closed.wait(TEND_SECONDS):
            try:
                self.tend()
            except JailUnavailable as error:
                if error.message != said:
                    said = error.message
                    _log.error("no jail waits: %s", error)

    def _discard(self, name: str) -> None:
        self._throw_out(self._waiting.pop(name))

    def _throw_out(self, held: WaitingJail) -> None:
        if held.jail.cancel():
            return
        if held.jail.done() and not self._closed.is_set():
            self._work.submit(_close_when_there, held.jail)
        else:
            held.jail.add_done_callback(_close_when_there)

    def _proven(self, toolchain: Toolchain, awaited: threading.Event | None = None) -> Jail:
        """Start a jail and wait for its proof; without `awaited` somebody waits for it from the beginning."""
        kept = (self._places, self._groups, self._slots, self._accounts)
        jail = Jail.started(toolchain, *kept, awaited=awaited is None)
        jail.prove(awaited)
        if jail.memory_bytes > toolchain.idle_bytes:
            _log.warning("an idle %s jail holds %d bytes; its file says less", toolchain.name, jail.memory_bytes)
        return jail

    def _ready(self, ahead: WaitingJail) -> Jail | None:
        ahead.awaited.set()
        is_there, started = ahead.jail.done(), time.monotonic()
        try:
            # One that is on its way is sooner there than one that is yet to be started.
            jail = ahead.result()
        except JailUnavailable as error:
            _log.warning("the jail started ahead is not usable: %s", error.message)
            return None
        if jail.alive:
            if not is_there:
                with self._lock:
                    self.half_started += 1
                self._say_waited(ahead.toolchain, started)
            return jail
        _close(jail)
        return None

    def close(self) -> None:
        """Throw all waiting jails away."""
        with self._lock:
            self._closed.set()
            waiting = list(self._waiting.values())
            self._waiting.clear()
        for held in waiting:
            self._throw_out(held)
        self._work.shutdown()


def _close_when_there(jail: Future[Jail]) -> None:
    if not jail.cancelled() and jail.exception() is None:
        _close(jail.result())


def _close(jail: Jail) -> None:
    try:
        jail.close()
    except Exception:  # noqa: BLE001 - nobody waits for its end, so nobody else would ever say what is left of it
        _log.exception("a used %s jail could not be closed", jail.toolchain.name)
