"""A raised hand, as kiosk and server speak of it."""

import unicodedata
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from kiosk_agent.protocol.model import WireModel

LINE_CHARACTERS: Final = 120
"""What a learner may write with a hand."""
ANSWER_CHARACTERS: Final = 200
"""What a trainer may answer."""


HANDS_A_SIGN_IN: Final = 30
"""Nobody needs a trainer more often in one class; whoever raises and lowers it for fun fills no list."""
PLACES: Final = 10_000
_SIGNS_UNSHOWN: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


class HandStage(StrEnum):
    """How far it has come."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    """Somebody of the staff is coming."""
    ANSWERED = "answered"
    DOWN = "down"
    """Somebody of the staff has looked after it."""


def fits_one_line(text: str) -> bool:
    """Tell whether a text is one line of signs that are shown, and that turn no direction."""
    return not any(unicodedata.category(sign) in _SIGNS_UNSHOWN for sign in text)


def line_of(text: str) -> str:
    """Return what somebody typed as one line that a hand may have."""
    shown = "".join(" " if sign.isspace() else sign for sign in text)
    return " ".join("".join(sign for sign in shown if fits_one_line(sign)).split())[:LINE_CHARACTERS].rstrip()


def _one_line(text: str) -> str:
    if not fits_one_line(text):
        raise ValueError("more than one line, or signs that are never shown")
    return text


HandLine = Annotated[str, Field(max_length=LINE_CHARACTERS), AfterValidator(_one_line)]
HandAnswer = Annotated[str, Field(max_length=ANSWER_CHARACTERS), AfterValidator(_one_line)]


class HandTold(WireModel):
    """What the server says of a hand to the kiosk where it was raised."""

    hand_id: str
    stage: HandStage
    place: int = Field(default=0, ge=0, le=PLACES)
    """In the queue of its room; the first is 1. 0 while it is not known, and once the hand waits no more."""
    answer: HandAnswer = ""
