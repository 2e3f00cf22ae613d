"""POST /v1/sign-ins and the change of a PIN."""

from fastapi import APIRouter, Request

from classroom_server.core.classroom import OurClassroom
from classroom_server.core.errors import must_wait
from classroom_server.core.limits.allowances import Allowances
from classroom_server.kiosks.requests import ApprovedKiosk, body_of
from classroom_server.sessions.standing import OurStanding
from classroom_server.signing_in import service
from kiosk_agent.protocol.paths import PIN_PATH, SIGN_INS_PATH
from kiosk_agent.protocol.sessions import PinChange, SignInReply, SignInRequest

router = APIRouter()
# A class that comes to one kiosk with new slips, with some PINs that are too easy.
PIN_CHANGES_AT_ONCE = 10
PIN_CHANGES_A_SECOND = 0.2


def pin_changes() -> Allowances:
    """Return how many PINs may be changed at each kiosk: two hashes each, in threads that everybody needs."""
    return Allowances(PIN_CHANGES_AT_ONCE, PIN_CHANGES_A_SECOND)


@router.post(SIGN_INS_PATH)
def sign_in(kiosk: ApprovedKiosk, classroom: OurClassroom, standing: OurStanding) -> SignInReply:
    """Sign a learner in by number and PIN."""
    return service.sign_in(classroom.database, kiosk.kiosk_id, body_of(kiosk, SignInRequest), standing.is_shut)


@router.post(PIN_PATH, status_code=204)
def change_pin(request: Request, sign_in_id: str, kiosk: ApprovedKiosk, classroom: OurClassroom) -> None:
    """Give the learner who is signed in a new PIN."""
    change = body_of(kiosk, PinChange)
    allowances: Allowances = request.app.state.pin_changes
    if wait := allowances.take(kiosk.kiosk_id):
        raise must_wait(wait, "too many PINs were changed at this kiosk", hint=service.WAIT_HINT)
    service.change_pin(classroom.database, kiosk.kiosk_id, sign_in_id, change.new_pin)
