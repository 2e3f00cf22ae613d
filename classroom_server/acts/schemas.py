"""What staff ask of kiosks: an act, and how it stands at each kiosk that it is for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple, assert_never

from kiosk_agent.protocol.acts.orders import ActKind, ActOutcome

REPLACED: Final = "replaced"
"""The outcome of an act at a kiosk where a newer one took its place. No kiosk says it."""
LASTING: Final = (ActKind.ATTENTION, ActKind.SHOW)
"""What stands at kiosks until its end, or until somebody takes it back."""
OF_EVERY_IMAGE: Final = frozenset({ActKind.SIGN_OUT})
"""What a kiosk does whose image knows no acts: it is told in another way too."""
CAME: Final = "came"
"""That a kiosk that was woken is there. It needs to say nothing more."""


def fitting(kind: ActKind) -> tuple[ActOutcome, ...]:
    """Return what a kiosk may answer to an act."""
    match kind:
        case ActKind.ATTENTION | ActKind.MESSAGE:
            return ActOutcome.SHOWN, ActOutcome.SEEN
        case ActKind.EXERCISE:
            return ActOutcome.SHOWN, ActOutcome.CANNOT
        case ActKind.SHOW:
            return (ActOutcome.SEEN,)
        case ActKind.SIGN_OUT | ActKind.RESTART | ActKind.POWER_OFF:
            return (ActOutcome.DONE,)
        case ActKind.WAKE:
            return ()
        case _ as never:
            assert_never(never)


class Recipient(NamedTuple):
    """A kiosk of which something is asked."""

    kiosk_id: str
    sign_in_id: str | None = None
    """Whom it is for, where it is for somebody."""
    language: str | None = None


@dataclass(frozen=True)
class ActKiosk:
    """An act at one kiosk, as it is stored."""

    kiosk_id: str
    sign_in_id: str | None
    done_at: datetime | None
    outcome: str | None


@dataclass(frozen=True)
class Act:
    """One act, with every kiosk that it is for."""

    act_id: str
    room_id: str
    kind: ActKind
    content: Mapping[str, str]
    asked_by: str
    """The name of whoever asked; empty where it is not known any more."""
    asked_at: datetime
    until_at: datetime | None
    over_at: datetime | None
    kiosks: tuple[ActKiosk, ...]

    def is_over(self, now: datetime) -> bool:
        """Tell whether it asks nothing of anybody any more."""
        return self.over_at is not None or (self.until_at is not None and self.until_at <= now)


class Asked(NamedTuple):
    """What was asked just now."""

    act_id: str
    kiosks: int
    until_at: datetime | None


class ActState(StrEnum):
    """How an act stands at a kiosk."""

    DONE = "done"
    UNDER_WAY = "under_way"
    """The kiosk is there and has not answered yet."""
    WAITING = "waiting"
    """The kiosk does not answer; it is done when it comes back, if it still makes sense then."""
    NOBODY = "nobody"
    """Nobody is signed in there: it is done for whoever signs in, if it still makes sense then."""
    CANNOT = "cannot"
    """The kiosk has said that it cannot."""
    NOT_KNOWN = "not_known"
    """Its image does not know such an act."""
    LAPSED = "lapsed"
    """It was over, or its learner gone, before the kiosk had answered."""
    OTHERS = "others"
    """Somebody else is signed in there by now: it is asked no more."""
    REPLACED = "replaced"
    """A newer act took its place there."""


class KioskFacts(NamedTuple):
    """What an act's standing at a kiosk hangs on, besides the act."""

    name: str
    is_there: bool
    sign_in_id: str | None
    acts: frozenset[str]
    """What its image knows."""
    there_since: datetime | None = None
    """Since when it has been there without a gap, as far as is known."""
