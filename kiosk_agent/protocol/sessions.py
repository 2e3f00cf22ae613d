"""Leases, sign-ins and what the server sends down. The server is the only clock; a kiosk counts CLOCK_BOOTTIME."""

from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field

from kiosk_agent.protocol.languages import Language
from kiosk_agent.protocol.limits import LEASE_GRACE_SECONDS, PIN_DIGITS
from kiosk_agent.protocol.model import WireModel
from kiosk_agent.protocol.work_files import WorkFiles

NonceMark = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,16}$")]
Pin = Annotated[str, Field(pattern=rf"^[0-9]{{{PIN_DIGITS}}}$")]


class SessionLease(WireModel):
    """The right of one kiosk to be open. Travels as a compact JWS (Ed25519) whose payload is this."""

    lease_id: str
    kiosk_id: str
    session_id: str
    session_title: str
    sequence: int
    """Grows with each lease the server gives; a kiosk ignores one that is not newer."""
    issued_at: AwareDatetime
    """With the UTC offset of the site's wall at that time, by which a kiosk shows what time it is."""
    remaining_seconds: float
    """To the end of the session, counted from issued_at."""
    grace_seconds: float = LEASE_GRACE_SECONDS
    """How long the kiosk works on without hearing from the server."""


class Closed(WireModel):
    """The kiosk is to be locked: no session is open for it. Travels in the same signed way."""

    kiosk_id: str
    sequence: int
    issued_at: AwareDatetime
    """With the UTC offset of the site's wall at that time, by which a kiosk shows what time it is."""
    next_session_at: AwareDatetime | None = None
    """When the next session begins, as the timetable says, with the site's offset of then. One that has begun is still
    waited for."""


class StreamEvent(StrEnum):
    """The names of the server-sent events of GET /v1/stream."""

    LEASE = "lease"
    """data: compact JWS of SessionLease; sent on connection, on every change and every 20 s."""
    CLOSED = "closed"
    """data: compact JWS of Closed."""
    SIGNED_OUT = "signed_out"
    """data: SignInEnded; not the learner ended it: a trainer did, the session, or the same learner elsewhere."""
    LOG_HEAD = "log_head"
    """data: LogHead; sent with each lease and each end of one."""
    SCREEN_WATCH = "screen_watch"
    """data: ScreenWatch; sent when somebody begins or ends to look at this kiosk's screen, and every 5 s meanwhile."""
    ORDERS = "orders"
    """data: compact JWS of Orders; sent on connection and on every change, to kiosks that know any act."""


class SignInEnded(WireModel):
    """Data of StreamEvent.SIGNED_OUT."""

    sign_in_id: str


class SignInRequest(WireModel):
    """POST /v1/sign-ins."""

    number: str = Field(pattern=r"^[0-9A-Za-z-]{1,16}$")
    pin: Pin
    language: Language


class KeptDraft(WireModel):
    """Where a learner stopped in one exercise."""

    track: str
    exercise: str
    files: WorkFiles
    saved_at: AwareDatetime


class CurrentSignIn(WireModel):
    """Who is signed in at a kiosk, and how far they came."""

    sign_in_id: str
    learner_id: str
    display_name: str
    must_change_pin: bool
    passed: tuple[str, ...] = ()
    """"track/exercise" of each exercise that was ever accepted."""
    last_exercise: str | None = None
    """"track/exercise" that was open last."""


class SignInReply(CurrentSignIn):
    """A learner is signed in at this kiosk, and this is where they stopped."""

    drafts: tuple[KeptDraft, ...] = ()


class PinChange(WireModel):
    """POST /v1/sign-ins/{sign_in_id}/pin."""

    new_pin: Pin


class ServerTime(WireModel):
    """GET /v1/time, the only request that is not signed."""

    now: AwareDatetime
    nonce_mark: NonceMark
    """What the nonce of each signature begins with until the server says another: no older signature is taken again."""
