"""POST /v1/enrolments and GET /v1/time."""

from fastapi import APIRouter, Request

from classroom_server.core.actors import NOBODY
from classroom_server.core.classroom import Classroom, OurClassroom
from classroom_server.core.errors import KioskRequestRefused
from classroom_server.kiosks import service
from classroom_server.kiosks.requests import EnrollingKiosk, body_of, seen_nonces_of
from classroom_server.kiosks.schemas import EnrolledKiosk
from kiosk_agent.protocol.enrolment import EnrolmentReply, EnrolmentRequest
from kiosk_agent.protocol.paths import ENROLMENTS_PATH, TIME_PATH
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.sessions import ServerTime

router = APIRouter()


@router.get(TIME_PATH)
async def time(request: Request, classroom: OurClassroom) -> ServerTime:
    """Tell the time, unsigned: a kiosk with a dead clock cannot sign anything yet."""
    now = classroom.database.clock()
    return ServerTime(now=now, nonce_mark=seen_nonces_of(request).mark.at(now))


@router.post(ENROLMENTS_PATH)
def enrol(request: EnrollingKiosk, classroom: OurClassroom) -> EnrolmentReply:
    """Make a kiosk known, or say again where it stands: the same key is the same kiosk."""
    enrolment = body_of(request, EnrolmentRequest)
    if enrolment.public_key != request.public_key:
        hint = "sign the enrolment with the key that it names"
        message = "the enrolment names another key than the one that signed it"
        raise KioskRequestRefused(401, ProblemCode.SIGNATURE_INVALID, message, hint=hint)
    kiosk = _enrol(classroom, enrolment)
    return EnrolmentReply(
        kiosk_id=kiosk.kiosk_id,
        approval=kiosk.approval,
        name=kiosk.name,
        lease_public_key=classroom.lease_public_key,
    )


def _enrol(classroom: Classroom, enrolment: EnrolmentRequest) -> EnrolledKiosk:
    with classroom.database.read() as work:
        known = service.find_by_key(work, enrolment.public_key)
        # Each waiting kiosk asks every 2 s: most of the time there is nothing to write.
        if known is not None and not service.needs_enrolling(work, known, enrolment):
            return known
    with classroom.database.write(NOBODY) as work:
        return service.enrol(work, enrolment)
