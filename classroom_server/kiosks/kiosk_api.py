"""POST /v1/enrolments and GET /v1/time."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from classroom_server.core.actors import NOBODY
from classroom_server.core.classroom import Classroom, OurClassroom
from classroom_server.core.errors import KioskRequestRefused
from classroom_server.core.limits.allowances import Allowances
from classroom_server.kiosks import service
from classroom_server.kiosks.requests import AnyKey, body_of
from classroom_server.kiosks.schemas import EnrolledKiosk
from kiosk_agent.protocol.enrolment import EnrolmentReply, EnrolmentRequest
from kiosk_agent.protocol.paths import ENROLMENTS_PATH, TIME_PATH
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.sessions import ServerTime

router = APIRouter()
# Of one address: a room that is set up behind one still gets all of its kiosks in.
NEW_KEYS_AT_ONCE = 30
NEW_KEYS_A_SECOND = 0.1


def new_keys() -> Allowances:
    """Return how many new kiosks may ask from each address."""
    return Allowances(NEW_KEYS_AT_ONCE, NEW_KEYS_A_SECOND)


def new_keys_of(request: Request) -> Allowances:
    """Return the allowances of this application; a FastAPI dependency."""
    allowances: Allowances = request.app.state.new_keys
    return allowances


OurNewKeys = Annotated[Allowances, Depends(new_keys_of)]


@router.get(TIME_PATH)
async def time(classroom: OurClassroom) -> ServerTime:
    """Tell the time, unsigned: a kiosk with a dead clock cannot sign anything yet."""
    return ServerTime(now=classroom.database.clock())


@router.post(ENROLMENTS_PATH)
def enrol(request: AnyKey, classroom: OurClassroom, new_keys: OurNewKeys) -> EnrolmentReply:
    """Make a kiosk known, or say again where it stands: the same key is the same kiosk."""
    enrolment = body_of(request, EnrolmentRequest)
    if enrolment.public_key != request.public_key:
        hint = "sign the enrolment with the key that it names"
        message = "the enrolment names another key than the one that signed it"
        raise KioskRequestRefused(401, ProblemCode.SIGNATURE_INVALID, message, hint=hint)
    kiosk = _enrol(classroom, enrolment, lambda: new_keys.take(request.address))
    return EnrolmentReply(
        kiosk_id=kiosk.kiosk_id,
        approval=kiosk.approval,
        name=kiosk.name,
        lease_public_key=classroom.lease_public_key,
    )


def _enrol(classroom: Classroom, enrolment: EnrolmentRequest, wait_of_address: Callable[[], float]) -> EnrolledKiosk:
    with classroom.database.read() as work:
        known = service.find_by_key(work, enrolment.public_key)
        # Each waiting kiosk asks every 2 s: most of the time there is nothing to write.
        if known is not None and not service.needs_enrolling(work, known, enrolment):
            return known
    wait = wait_of_address() if known is None else 0.0
    if wait:
        hint = "wait, then start the kiosk again; if it goes on, look what else is connected at this address"
        message = "too many new kiosks ask from this address"
        raise KioskRequestRefused(429, ProblemCode.SLOW_DOWN, message, hint=hint, retry_after_seconds=wait)
    with classroom.database.write(NOBODY) as work:
        return service.enrol(work, enrolment)
