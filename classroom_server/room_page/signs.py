"""What a kiosk is doing, as its tile shows it; and what a row of who needs somebody is made of."""

from dataclasses import dataclass
from datetime import datetime

from classroom_server.attempts.reading.failure_words import Advice
from classroom_server.core.permissions import Permission
from classroom_server.help.schemas import Hand
from classroom_server.room_page.schemas import TileCondition
from classroom_server.web.languages import Words
from classroom_server.web.signs import Sign
from kiosk_agent.protocol.acts.hands import HandStage


@dataclass(frozen=True)
class NamedLink:
    """One of those that a row is about."""

    text: str
    href: str


@dataclass(frozen=True)
class DrawnNeed:
    """One row."""

    cause: str
    """The word that tests and style sheets go by."""
    key: str
    """Names the row as long as it is about the same: the keyboard stays on it."""
    sign: Sign
    who: str
    what: str
    since: datetime | None
    href: str
    """Where one is looked after; empty where several are named, each with a way of its own."""
    opened_by: Permission = Permission.SEE_ROOM
    """What it needs to go there."""
    links: tuple[NamedLink, ...] = ()
    unnamed: int = 0
    """How many more there are than are named."""
    advice: Advice | None = None
    hand: Hand | None = None
    """The one that can be looked after from the row."""
    line: str = ""
    """What the learner wrote with it, plain and cut."""
    said: str = ""
    """What a screen reader says of it when it is new, where that is not the sign's word, which may change."""


def condition_sign(condition: TileCondition, _: Words) -> Sign:
    """Return what a kiosk is doing."""
    signs = {
        TileCondition.AWAY: Sign("▲", _("No answer"), "not-yet"),
        TileCondition.LOCKED: Sign("■", _("Locked"), "quiet"),
        TileCondition.OPEN: Sign("○", _("Free"), "quiet"),
        TileCondition.SIGNED_IN: Sign("●", _("Signed in"), "quiet"),
    }
    return signs[condition]


def hand_sign(hand: Hand, _: Words) -> Sign:
    """Return how far a hand has come, with its place in the queue."""
    signs = {
        HandStage.WAITING: Sign("↑", _("Hand %(place)s", place=hand.place), "asks"),
        HandStage.CLAIMED: Sign("→", _("Help comes"), "told"),
        HandStage.ANSWERED: Sign("↩", _("Answered"), "told"),
        HandStage.DOWN: Sign("↓", _("Hand down"), "quiet"),
    }
    return signs[hand.stage]
