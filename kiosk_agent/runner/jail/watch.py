"""Looks at a run from outside while it goes on: what it has used so far that no pipe shows."""

from kiosk_agent.protocol.results import Limit
from kiosk_agent.runner.jail.control_group import RunGroup
from kiosk_agent.runner.jail.scratch import Scratch
from kiosk_agent.toolchains.toolchain import Limits


class Watch:
    """Watches one run, from its hand-in on: what the jail used before, to get ready, is not the program's."""

    def __init__(self, limits: Limits, group: RunGroup | None, scratch: Scratch | None) -> None:
        self._limits = limits
        self._group = group
        self._scratch = scratch
        self._cpu_seconds_before = (group and group.cpu_seconds()) or 0.0
        self.reached: list[Limit] = []
        """The limits that it saw reached."""

    def look(self) -> bool:
        """Tell whether the run must be stopped now."""
        limit = self._scratch.limit_reached() if self._scratch else None
        if limit and limit not in self.reached:
            self.reached.append(limit)
        if Limit.CPU_TIME not in self.reached and self._cpu_seconds() >= self._limits.cpu_seconds:
            self.reached.append(Limit.CPU_TIME)
        return bool(self.reached)

    def _cpu_seconds(self) -> float:
        return ((self._group and self._group.cpu_seconds()) or 0.0) - self._cpu_seconds_before
