"""Presence: when a kiosk was there."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class PresenceInterval:
    """A time in which a kiosk was there without a gap. It goes on while `until_at` is None."""

    from_at: datetime
    until_at: datetime | None
    heard_at: datetime
    """When it was heard last, as far as that is stored; once the interval is over, its end."""

    def seconds_within(self, begin: datetime, end: datetime) -> float:
        """Return how much of it, as far as the kiosk was heard, lies between two moments."""
        return max((min(self.heard_at, end) - max(self.from_at, begin)).total_seconds(), 0.0)
