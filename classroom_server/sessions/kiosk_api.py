"""GET /v1/stream: what a kiosk may do now, pushed to it."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool

from classroom_server.core.classroom import Classroom, OurClassroom
from classroom_server.core.errors import KioskRequestRefused
from classroom_server.core.events import ROOM, SESSIONS, kiosk_topic
from classroom_server.core.streams import EventStream, StreamMessage, waiting
from classroom_server.kiosks import service as kiosks
from classroom_server.kiosks.requests import ApprovedKiosk
from classroom_server.sessions.leases import LeaseGiver, OurLeaseGiver
from classroom_server.sign_ins import service as sign_ins
from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.paths import STREAM_PATH
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.sessions import SessionLease, SignInEnded, StreamEvent

router = APIRouter()

LEASE_EVERY_SECONDS = 20.0
# A kiosk has one, and some more for the seconds in which nobody has noticed that those are dead.
STREAMS_MAXIMUM = 10
# The server's clock must have passed the end when the kiosk's terms are read again.
_AFTER_END_SECONDS = 0.05


@dataclass(frozen=True)
class _Terms:
    """What to tell a kiosk now, and how long that stands if nothing changes."""

    messages: tuple[StreamMessage, ...]
    stands_seconds: float
    is_approved: bool


@router.get(STREAM_PATH)
async def stream(kiosk: ApprovedKiosk, classroom: OurClassroom, leases: OurLeaseGiver) -> EventStream:
    """Stream leases: on connection, at every change, and every 20 s. Holds no thread and no transaction meanwhile."""
    if classroom.presence.streams(kiosk.kiosk_id) >= STREAMS_MAXIMUM:
        hint = "wait until the old connections have ended; if it goes on, another machine has this kiosk's key"
        message = "this kiosk holds too many streams"
        raise KioskRequestRefused(429, ProblemCode.SLOW_DOWN, message, hint=hint, retry_after_seconds=5.0)
    return EventStream(_terms_for_ever(classroom, leases, kiosk.kiosk_id))


async def _terms_for_ever(
    classroom: Classroom, leases: LeaseGiver, kiosk_id: str
) -> AsyncGenerator[StreamMessage | None]:
    presence, clock = classroom.presence, classroom.database.clock
    with classroom.hub.subscribe(SESSIONS, kiosk_topic(kiosk_id)) as subscription:
        presence.connect(kiosk_id, clock())
        classroom.hub.publish(frozenset({ROOM}))
        try:
            while not subscription.closing:
                terms = await run_in_threadpool(_read_terms, classroom, leases, kiosk_id)
                for message in terms.messages:
                    yield message
                if not terms.is_approved:
                    return
                async for changed in waiting(subscription, terms.stands_seconds):
                    if changed is None:
                        yield None
        finally:
            presence.disconnect(kiosk_id, clock())
            classroom.hub.publish(frozenset({ROOM}))


def _read_terms(classroom: Classroom, leases: LeaseGiver, kiosk_id: str) -> _Terms:
    number = leases.next_number()
    with classroom.database.read() as work:
        is_approved = kiosks.find(work, kiosk_id).approval is Approval.APPROVED
        terms = leases.terms(work, kiosk_id, number) if is_approved else leases.closed(work, kiosk_id, number)
        signed_out = sign_ins.ended_by_others(work, kiosk_id)
    name, token = leases.sign(terms)
    messages = [StreamMessage(name, token)]
    if signed_out is not None:
        # Sent each time, so that a kiosk that was away when it happened hears of it too.
        body = SignInEnded(sign_in_id=signed_out).model_dump_json()
        messages.append(StreamMessage(StreamEvent.SIGNED_OUT, body))
    stands = LEASE_EVERY_SECONDS
    if isinstance(terms, SessionLease):
        stands = min(stands, terms.remaining_seconds + _AFTER_END_SECONDS)
    return _Terms(tuple(messages), stands, is_approved)
