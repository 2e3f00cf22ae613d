"""Which screen a kiosk's state asks for. The agent is the authority: this only reads what it said."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from time import CLOCK_BOOTTIME, clock_gettime

from kiosk_agent.protocol.acts.hands import HandStage, HandTold
from kiosk_agent.protocol.acts.orders import Attention, ExerciseOrder, Message
from kiosk_agent.protocol.acts.showing import Showing
from kiosk_agent.protocol.local import Condition, KioskState
from kiosk_agent.protocol.screens import ScreenWatch
from kiosk_agent.protocol.sessions import CurrentSignIn
from kiosk_agent.tutor.state.keeping import Keeping


def boot_seconds() -> float:
    """Return seconds since the kiosk started: a clock that nobody can set, and that counts sleep too."""
    return clock_gettime(CLOCK_BOOTTIME)


class Place(StrEnum):
    """Where the learner is."""

    STARTING = "starting"
    APPROVAL = "approval"
    REFUSED = "refused"
    LOCKED = "locked"
    SIGN_IN = "sign_in"
    CHANGE_PIN = "change_pin"
    ATTENTION = "attention"
    """A trainer asks to be looked at: what was on the screen stays beneath it."""
    LESSON = "lesson"


_PLACES = {
    Condition.STARTING: Place.STARTING,
    Condition.UNAPPROVED: Place.APPROVAL,
    Condition.REFUSED: Place.REFUSED,
    Condition.LOCKED: Place.LOCKED,
    Condition.OPEN: Place.SIGN_IN,
}


# Whoever waits for approval compares six words, and does not sit in a class.
_ATTENTIVE = (Condition.LOCKED, Condition.OPEN, Condition.SIGNED_IN)


@dataclass(frozen=True)
class KioskView:
    """The last state heard, with when it was heard, so that the clock goes on between two states."""

    state: KioskState | None
    heard_at: float
    """By boot_seconds."""
    agent_answers: bool
    keeping: Keeping = Keeping.UNTOUCHED
    """What is true of the learner's text."""
    ends_soon: bool = False
    """Whether the screen warns that the session ends."""
    put_away: frozenset[str] = frozenset()
    """Messages, and what was shown, that the learner has put away here, though the agent may not have said so yet."""
    hand_id: str | None = None
    """Of the hand that the learner has up."""

    def now(self) -> datetime | None:
        """Return the server's time, or None while it is not known."""
        if self.state is None or self.state.server_time is None:
            return None
        return self.state.server_time + timedelta(seconds=boot_seconds() - self.heard_at)

    def seconds_left(self) -> float | None:
        """Return the seconds to the end of the session, never below 0, or None when no session is on."""
        if self.state is None or self.state.seconds_left is None:
            return None
        return max(0.0, self.state.seconds_left - (boot_seconds() - self.heard_at))

    def watch(self) -> ScreenWatch | None:
        """Return how somebody sees this screen, as long as the agent is there to say so."""
        watch = self.state.watch if self.state is not None and self.agent_answers else None
        return watch if watch is not None and boot_seconds() - self.heard_at < watch.seconds else None

    def attention(self) -> Attention | None:
        """Return what a trainer asks of this screen, with the seconds that are left of it; it ends by itself."""
        asked = self.state.attention if self.state is not None else None
        left = asked.seconds - (boot_seconds() - self.heard_at) if asked is not None else 0.0
        return asked.model_copy(update={"seconds": left}) if asked is not None and left > 0 else None

    def messages(self) -> tuple[Message, ...]:
        """Return what the learner has not put away yet, the oldest first."""
        unread = self.state.messages if self.state is not None else ()
        return tuple(message for message in unread if message.act_id not in self.put_away)

    def exercise(self) -> ExerciseOrder | None:
        """Return what a trainer has opened for the learner, as long as it makes sense."""
        asked = self.state.exercise if self.state is not None else None
        return asked if asked is not None and boot_seconds() - self.heard_at < asked.seconds else None

    def shown(self) -> Showing | None:
        """Return what a trainer shows to the learner, and they have not closed."""
        shown = self.state.shown if self.state is not None else None
        return shown if shown is not None and shown.act_id not in self.put_away else None

    def hand(self) -> HandTold | None:
        """Return how the learner's hand stands, as far as the server has said; None while none is up."""
        if self.hand_id is None:
            return None
        told = self.state.hand if self.state is not None else None
        if told is not None and told.hand_id == self.hand_id:
            return told
        return HandTold(hand_id=self.hand_id, stage=HandStage.WAITING)

    @property
    def learner(self) -> CurrentSignIn | None:
        """Return who is signed in here."""
        return self.state.learner if self.state is not None else None


def place(view: KioskView) -> Place:
    """Return where the kiosk's state puts the learner.

    With the agent gone the last state holds, but no longer than the session that it named.
    """
    state = view.state
    if state is None:
        return Place.STARTING
    if state.condition in _ATTENTIVE and view.attention() is not None:
        return Place.ATTENTION
    if state.condition in (Condition.OPEN, Condition.SIGNED_IN) and not view.agent_answers and not view.seconds_left():
        return Place.LOCKED
    if state.condition is Condition.SIGNED_IN:
        return Place.CHANGE_PIN if state.learner is not None and state.learner.must_change_pin else Place.LESSON
    return _PLACES[state.condition]


def keeps_lesson(view: KioskView, sign_in_id: str) -> bool:
    """Tell whether the lesson of this sign-in may stay in memory, shown or covered."""
    return view.learner is not None and view.learner.sign_in_id == sign_in_id
