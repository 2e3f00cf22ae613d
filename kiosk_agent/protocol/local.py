"""What the kiosk's own parts say to each other over Unix sockets: one JSON object a line.

The tutor asks the agent and the runner; each request has a `request_id` and gets one reply with the same id.
The agent also pushes a KioskState, unasked, whenever it changes.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, TypeAdapter

from kiosk_agent.protocol.acts.hands import HandTold
from kiosk_agent.protocol.acts.orders import ActKind, Attention, ExerciseOrder, Message
from kiosk_agent.protocol.acts.showing import Showing
from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.events import EventBody
from kiosk_agent.protocol.model import WireModel
from kiosk_agent.protocol.problem import Problem
from kiosk_agent.protocol.results import Judgement, Submission
from kiosk_agent.protocol.screens import ScreenFrame, ScreenWatch, WatchId
from kiosk_agent.protocol.sessions import CurrentSignIn, KeptDraft, PinChange, SignInRequest
from kiosk_agent.protocol.stepping.trace import Trace


class Condition(StrEnum):
    """What the kiosk's screen must show."""

    STARTING = "starting"
    UNAPPROVED = "unapproved"
    REFUSED = "refused"
    LOCKED = "locked"
    OPEN = "open"
    """A session is on and nobody is signed in here."""
    SIGNED_IN = "signed_in"


class KioskState(WireModel):
    """Pushed by the agent on connection and at every change."""

    kind: Literal["state"] = "state"
    condition: Condition
    kiosk_name: str
    approval: Approval | None
    enrolment_closed: bool = False
    """The server does not know this kiosk, and no trainer has opened it for new ones."""
    fingerprint: tuple[str, ...]
    server_answers: bool
    waiting_events: int
    """Events on their way: not yet acknowledged by the server, and not held here."""
    holds_work: bool = False
    """Something of who is signed in cannot be read or sent, and stays at this kiosk."""
    server_time: AwareDatetime | None
    """None until the first sync: the kiosk's own clock is never shown. With the site's UTC offset, once it is known."""
    next_session_at: AwareDatetime | None = None
    """With the site's offset of then."""
    session_title: str | None = None
    seconds_left: float | None = None
    learner: CurrentSignIn | None = None
    """Without drafts: those are asked for once, not pushed at every change."""
    watch: ScreenWatch | None = None
    """Somebody of the staff sees the screen of who is signed in, who is told so for as long as this says it."""
    goes_down: ActKind | None = None
    """That the machine is about to restart or to go off, and which: it is locked meanwhile."""
    attention: Attention | None = None
    """With the seconds that are left now."""
    messages: tuple[Message, ...] = ()
    """For who is signed in, unread, the oldest first."""
    exercise: ExerciseOrder | None = None
    """What a trainer has opened for who is signed in, and is not shown yet."""
    shown: Showing | None = None
    """What a trainer shows to who is signed in, who has not closed it yet."""
    hand: HandTold | None = None
    """Of who is signed in, as the server said it last."""
    development: bool = False


# --- tutor to agent ---------------------------------------------------------------------------------------------------


class SignIn(WireModel):
    kind: Literal["sign_in"] = "sign_in"
    request: SignInRequest


class ChangePin(WireModel):
    kind: Literal["change_pin"] = "change_pin"
    request: PinChange


class Record(WireModel):
    """Keep an event. The reply comes only after it is fsynced: then, and only then, the screen may say "saved"."""

    kind: Literal["record"] = "record"
    event_id: str | None = Field(default=None, pattern=r"^[0-9a-f-]{36}$")
    """The agent's client sets it, so that asking again after the agent died records nothing twice."""
    sign_in_id: str | None = None
    """Whose it is, also when they have left meanwhile; without it, of who is signed in."""
    body: EventBody


class SignOut(WireModel):
    """Flush everything of this learner, tell the server, and forget them here."""

    kind: Literal["sign_out"] = "sign_out"


class Drafts(WireModel):
    """Ask for this learner's drafts: the server's, with the newer ones of this kiosk over them."""

    kind: Literal["drafts"] = "drafts"


class ShowScreen(WireModel):
    """Let whoever looks see this. Only the newest counts, and none is kept; refused when nobody looks any more."""

    kind: Literal["show_screen"] = "show_screen"
    watch_id: WatchId
    frame: ScreenFrame


AgentRequestBody = Annotated[SignIn | ChangePin | Record | SignOut | Drafts | ShowScreen, Field(discriminator="kind")]


class AgentRequest(WireModel):
    """A sign-in belongs to the tutor that asked for it: at the first request of another one the agent ends it."""

    request_id: int
    tutor_id: str = Field(pattern=r"^[0-9a-f-]{36}$")
    """Made anew by each tutor that starts."""
    body: AgentRequestBody


class Done(WireModel):
    kind: Literal["done"] = "done"


class SignedIn(WireModel):
    kind: Literal["signed_in"] = "signed_in"
    sign_in: CurrentSignIn


class DraftsFound(WireModel):
    kind: Literal["drafts_found"] = "drafts_found"
    drafts: tuple[KeptDraft, ...]


class RefusedReply(WireModel):
    kind: Literal["refused"] = "refused"
    problem: Problem


AgentAnswer = Annotated[Done | SignedIn | DraftsFound | RefusedReply, Field(discriminator="kind")]


class AgentReply(WireModel):
    kind: Literal["reply"] = "reply"
    request_id: int
    body: AgentAnswer


# What the tutor reads from the agent's socket.
FROM_AGENT: TypeAdapter[KioskState | AgentReply] = TypeAdapter(
    Annotated[KioskState | AgentReply, Field(discriminator="kind")]
)


# --- tutor to runner --------------------------------------------------------------------------------------------------


class RunnerRequest(WireModel):
    """Judge a submission."""

    kind: Literal["judge"] = "judge"
    request_id: int
    submission: Submission


class StepRequest(WireModel):
    """Run the program of a submission alone, without its tests, and record it step by step."""

    kind: Literal["step"] = "step"
    request_id: int
    submission: Submission


class StopRun(WireModel):
    """End the run of that request, whose reply then comes at once. It has none of its own."""

    kind: Literal["stop"] = "stop"
    request_id: int


# What the runner reads from the tutor's socket.
TO_RUNNER: TypeAdapter[RunnerRequest | StepRequest | StopRun] = TypeAdapter(
    Annotated[RunnerRequest | StepRequest | StopRun, Field(discriminator="kind")]
)


class Judged(WireModel):
    kind: Literal["judged"] = "judged"
    judgement: Judgement
    is_stopped: bool = False
    """Whoever asked for the run had it ended: this is how far it came, and no attempt."""


class Stepped(WireModel):
    """How a recording ended is in it."""

    kind: Literal["stepped"] = "stepped"
    trace: Trace


class RunnerReply(WireModel):
    request_id: int
    body: Annotated[Judged | Stepped | RefusedReply, Field(discriminator="kind")]
