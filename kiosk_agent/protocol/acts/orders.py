"""What staff ask of one kiosk now: one signed state beside the lease, of which a repeat changes nothing twice.

A kiosk answers with the event ActDone, which names the act. It says at each enrolment which acts it knows, and is sent
no other: an older image is never handed what it cannot read.
"""

import unicodedata
import uuid
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, AwareDatetime, Field

from kiosk_agent.protocol.acts.hands import HandTold
from kiosk_agent.protocol.acts.showing import Showing
from kiosk_agent.protocol.model import WireModel

ATTENTION_SECONDS: Final = 60 * 60
"""The longest that a kiosk ever asks for attention without another word of the server's."""
POWER_SECONDS: Final = 3 * 60
"""What has not come to a kiosk by then is asked of it no more: it was off, and shall not go off when it is wanted."""
MESSAGE_CHARACTERS: Final = 300
EXERCISE_SECONDS: Final = 10 * 60
"""So long an exercise waits to be shown: whoever has gone on with something else by then keeps it."""
MESSAGES_AT_ONCE: Final = 20
"""Unread ones that a kiosk is sent; the others come when those are read."""
_ACTS_OF_KIOSKS: Final = uuid.UUID("6c1a5a0e-6f0e-4f0e-9c55-0b8f6f6f7a10")


class ActKind(StrEnum):
    """What can be asked of kiosks. A new one is a field of Orders."""

    ATTENTION = "attention"
    MESSAGE = "message"
    SIGN_OUT = "sign_out"
    EXERCISE = "exercise"
    SHOW = "show"
    RESTART = "restart"
    POWER_OFF = "power_off"
    WAKE = "wake"
    """Asked of its network card while it is off: no order, and nothing that an image knows."""


HAND: Final = "hand"
"""No act, and told beside them: how the learner's hand stands."""
PowerKind = Literal[ActKind.RESTART, ActKind.POWER_OFF]
POWER_ACTS: Final[tuple[PowerKind, ...]] = (ActKind.RESTART, ActKind.POWER_OFF)
"""What a kiosk knows whose machine can be told to go down."""
KNOWN_ACTS: Final = (*sorted(set(ActKind) - {*POWER_ACTS, ActKind.WAKE}), HAND)
"""What this version knows on every machine."""
ActId = Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]
ActName = Annotated[str, Field(pattern=r"^[a-z_]{1,20}$")]
"""A kind that a kiosk knows; it may be newer than the server."""
FolderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$")]
"""What a track and an exercise are called on disk."""


def _readable(text: str) -> str:
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") for sign in text):
        raise ValueError("has signs that are never shown")
    return text


class Attention(WireModel):
    """Screens say "Look at your trainer", and keys do nothing."""

    act_id: ActId
    seconds: float = Field(ge=0, le=ATTENTION_SECONDS)
    """What is left of it, counted from the orders' issued_at. It ends by itself, whoever is still there to say so."""


class Message(WireModel):
    """Words for whoever is signed in, until they put them away."""

    act_id: ActId
    text: Annotated[str, Field(min_length=1, max_length=MESSAGE_CHARACTERS), AfterValidator(_readable)]
    sender: Annotated[str, Field(max_length=60), AfterValidator(_readable)] = ""
    """The name of whoever wrote it."""


class SignOutOrder(WireModel):
    """Somebody is to be signed out here, with their work kept: the kiosk answers once they are, however they left."""

    act_id: ActId
    sign_in_id: str


class ExerciseOrder(WireModel):
    """An exercise is to be shown to whoever is signed in, or signs in; what they have open is saved as ever."""

    act_id: ActId
    track: FolderName
    exercise: FolderName
    sign_in_id: str | None = None
    """Whom it is for; without it, whoever is there."""
    seconds: float = Field(ge=0, le=EXERCISE_SECONDS)
    """What is left of the time in which it makes sense, counted from the orders' issued_at."""


class PowerOrder(WireModel):
    """The machine restarts or goes off: once for each act, however often it is told."""

    act_id: ActId
    kind: PowerKind
    seconds: float = Field(ge=0, le=POWER_SECONDS)
    """For how long it is one, counted from the orders' issued_at: whoever could not obey does not do it later."""


class Orders(WireModel):
    """Everything that is asked of one kiosk. Travels as a compact JWS, signed as leases are.

    Fields at their defaults are left out: a kiosk never meets an act that it does not know.
    """

    kiosk_id: str
    sequence: int
    """Grows as those of leases do; a kiosk ignores one that is not newer."""
    issued_at: AwareDatetime
    sign_in_id: str | None = None
    """Whom the messages are for: nobody else is shown them."""
    attention: Attention | None = None
    messages: tuple[Message, ...] = Field(default=(), max_length=MESSAGES_AT_ONCE)
    """Unread ones, the oldest first."""
    hand: HandTold | None = None
    """The one that is up at this kiosk, or that staff took down last."""
    sign_out: SignOutOrder | None = None
    exercise: ExerciseOrder | None = None
    shown: Showing | None = None
    """For whom the messages are for too."""
    power: PowerOrder | None = None

    @property
    def act_ids(self) -> frozenset[str]:
        """The acts that are asked for, of whatever kind."""
        asked = (each for _, value in self for each in (value if isinstance(value, tuple) else (value,)))
        return frozenset(each.act_id for each in asked if hasattr(each, "act_id"))


class ActOutcome(StrEnum):
    """What became of an act at a kiosk."""

    SHOWN = "shown"
    """The screen shows it."""
    SEEN = "seen"
    """The learner has put it away."""
    DONE = "done"
    """It is carried out: who was to be signed out is; the machine has started anew, or is about to go off."""
    CANNOT = "cannot"
    """This kiosk does not have what it needs for it."""


def event_id_of(kiosk_id: str, act_id: str) -> str:
    """Return the id of the event by which a kiosk says that an act is done: told again, it is the same event."""
    return str(uuid.uuid5(_ACTS_OF_KIOSKS, f"{kiosk_id} {act_id}"))
