"""A hand that a learner has raised: one at a time in a sign-in, and each in its turn."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk_agent.protocol.acts.hands import HandStage


class HandEnd(StrEnum):
    """How a hand came down."""

    LOWERED = "lowered"
    """The learner took it down."""
    RESOLVED = "resolved"
    """Somebody of the staff did."""
    LEFT = "left"
    """Its sign-in ended."""


@dataclass(frozen=True)
class Hand:
    """One that is up. `line` is hostile text: escape it."""

    hand_id: str
    sign_in_id: str
    kiosk_id: str
    line: str
    """What the learner wrote with it; may be empty."""
    raised_at: datetime
    stage: HandStage
    place: int
    """In the queue of its room; the first is 1. 0 for one that somebody looks after already."""
    by: str = ""
    """The name of whoever looks after it."""
    answer: str = ""

    @property
    def waits(self) -> bool:
        """Tell whether nobody has taken it on yet."""
        return self.stage is HandStage.WAITING
