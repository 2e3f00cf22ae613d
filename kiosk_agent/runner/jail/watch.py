"""Looks at a run from outside while it goes on: what it has used so far that no pipe shows."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from kiosk_agent.protocol.results import Limit
from kiosk_agent.runner.jail.control_group import RunGroup
from kiosk_agent.runner.jail.scratch import Scratch
from kiosk_agent.toolchains.toolchain import Limits

OUT_OF_PROCESSES_SECONDS = 1.0
"""For a program that was refused a process to say so, or to do with fewer; a bomb goes on trying."""


@dataclass(frozen=True)
class WhenLong:
    """What is to be done beside a run that takes as long as this. By the run's own thread, so it must be short."""

    seconds: float
    act: Callable[[], None]


class Watch:
    """Watches one run, from its hand-in on: what the jail used before, to get ready, is not the program's."""

    def __init__(
        self, limits: Limits, group: RunGroup | None, scratch: Scratch | None, when_long: WhenLong | None = None
    ) -> None:
        self._limits = limits
        self._group = group
        self._scratch = scratch
        self._cpu_seconds_before = (group and group.cpu_seconds()) or 0.0
        self._refusals = group.refused_processes() if group else 0
        self._refused_since: float | None = None
        self._when_long = when_long
        self._started = time.monotonic()
        self.reached: list[Limit] = []
        """The limits that it saw reached."""

    def look(self) -> bool:
        """Tell whether the run must be stopped now."""
        if self._when_long and time.monotonic() - self._started >= self._when_long.seconds:
            act, self._when_long = self._when_long.act, None
            act()
        limit = self._scratch.limit_reached() if self._scratch else None
        if limit and limit not in self.reached:
            self.reached.append(limit)
        if Limit.CPU_TIME not in self.reached and self._cpu_seconds() >= self._limits.cpu_seconds:
            self.reached.append(Limit.CPU_TIME)
        if Limit.PROCESSES not in self.reached and self._group and self._is_out_of_processes(self._group):
            self.reached.append(Limit.PROCESSES)
        return bool(self.reached)

    def _cpu_seconds(self) -> float:
        return ((self._group and self._group.cpu_seconds()) or 0.0) - self._cpu_seconds_before

    def _is_out_of_processes(self, group: RunGroup) -> bool:
        """Tell whether for a while now it has had, or has tried to have, more than it may."""
        before, self._refusals = self._refusals, group.refused_processes()
        if self._refused_since is None:
            if self._refusals > before:
                self._refused_since = time.monotonic()
            return False
        is_at_it = self._refusals > before or group.is_full()
        return is_at_it and time.monotonic() - self._refused_since >= OUT_OF_PROCESSES_SECONDS
