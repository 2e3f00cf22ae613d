"""When the learner is told that the session ends soon: in the minute after ten are left, and through the last two."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Warned:
    """A stretch of the time that is left, in seconds, in which the screen warns."""

    begins: float
    ends: float


STRETCHES: Final = (Warned(600, 540), Warned(120, 0))
# Each word of the server's brings the time left by another way, some of them a little later: that adds no time.
SLACK_SECONDS: Final = 5.0


class EndWarnings:
    """Each warning comes once while time runs down, goes when time is added, and then may come again."""

    def __init__(self) -> None:
        self._begun: set[Warned] = set()
        self._over: set[Warned] = set()

    def look(self, seconds_left: float | None) -> bool:
        """Take how long the session goes on now, and tell whether the screen warns. None is no session."""
        if seconds_left is None:
            self._begun.clear()
            self._over.clear()
            return False
        for stretch in STRETCHES:
            if seconds_left > stretch.begins + SLACK_SECONDS:
                self._begun.discard(stretch)
                self._over.discard(stretch)
            elif seconds_left <= stretch.ends:
                self._over.add(stretch)
            elif seconds_left <= stretch.begins:
                self._begun.add(stretch)
        return bool(self._begun - self._over)
