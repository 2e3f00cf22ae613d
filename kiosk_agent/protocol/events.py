"""What a kiosk tells the server: one ordered stream, delivered at least once and applied exactly once."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from kiosk_agent.protocol.acts.hands import HandLine
from kiosk_agent.protocol.acts.orders import ActId, ActOutcome
from kiosk_agent.protocol.limits import EVENTS_IN_BATCH, HINTS
from kiosk_agent.protocol.model import WireModel
from kiosk_agent.protocol.results import Judgement, Submission
from kiosk_agent.protocol.work_files import WorkFiles


class AttemptMade(WireModel):
    """A submission and the kiosk's claim of its verdict."""

    kind: Literal["attempt"] = "attempt"
    submission: Submission
    judgement: Judgement


class DraftSaved(WireModel):
    """The learner's files as they stand, unjudged."""

    kind: Literal["draft"] = "draft"
    track: str
    exercise: str
    files: WorkFiles


class ExerciseOpened(WireModel):
    """The learner opened an exercise: the trainer's page shows it."""

    kind: Literal["opened"] = "opened"
    track: str
    exercise: str


class HintTaken(WireModel):
    """The learner was shown a hint for the first time: the `number`th `of` so many that the exercise has."""

    kind: Literal["hint"] = "hint"
    track: str
    exercise: str
    number: int = Field(ge=1, le=HINTS)
    of: int = Field(ge=1, le=HINTS)

    @model_validator(mode="after")
    def _is_one_of_them(self) -> Self:
        if self.number > self.of:
            raise ValueError("a hint behind the last one")
        return self


class HandRaised(WireModel):
    """The learner asks for their trainer. The event's id is the hand's; a second one while it is up changes nothing."""

    kind: Literal["hand_raised"] = "hand_raised"
    line: HandLine = ""
    """What they wrote with it, if anything."""


class HandLowered(WireModel):
    """The learner took the hand down that was up."""

    kind: Literal["hand_lowered"] = "hand_lowered"


class SignedOut(WireModel):
    """The learner left."""

    kind: Literal["signed_out"] = "signed_out"


class JailFaulted(WireModel):
    """Learner code cannot run at this kiosk: the trainer must know."""

    kind: Literal["jail_fault"] = "jail_fault"
    message: str = Field(max_length=500)


class ActDone(WireModel):
    """What staff asked of this kiosk is done. Its event_id follows from kiosk and act (event_id_of)."""

    kind: Literal["act_done"] = "act_done"
    act_id: ActId
    outcome: ActOutcome


EventBody = Annotated[
    AttemptMade
    | DraftSaved
    | ExerciseOpened
    | HintTaken
    | HandRaised
    | HandLowered
    | SignedOut
    | JailFaulted
    | ActDone,
    Field(discriminator="kind"),
]


class Event(WireModel):
    """One thing that happened at a kiosk. `event_id` (UUID) makes it apply once; `sequence` gives the kiosk's order."""

    event_id: str = Field(pattern=r"^[0-9a-f-]{36}$")
    sequence: int
    happened_at: AwareDatetime
    """By the kiosk's idea of the server's clock."""
    sign_in_id: str | None
    body: EventBody


class EventBatch(WireModel):
    """POST /v1/events: decided on together, and durable before the answer."""

    events: tuple[Event, ...] = Field(min_length=1, max_length=EVENTS_IN_BATCH)


class Fate(StrEnum):
    """What became of an event. All three are final: the kiosk may forget it."""

    APPLIED = "applied"
    ALREADY_APPLIED = "already_applied"
    REFUSED = "refused"
    """Kept by the server as refused, with the reason in the audit log; never silently dropped."""


class EventReceipt(WireModel):
    """What the server says to a batch: one fate per event_id."""

    fates: dict[str, Fate]
