"""POST /v1/sign-ins and the change of a PIN."""

from fastapi import APIRouter

from classroom_server.core.classroom import OurClassroom
from classroom_server.kiosks.requests import ApprovedKiosk, body_of
from classroom_server.signing_in import service
from kiosk_agent.protocol.paths import PIN_PATH, SIGN_INS_PATH
from kiosk_agent.protocol.sessions import PinChange, SignInReply, SignInRequest

router = APIRouter()


@router.post(SIGN_INS_PATH)
def sign_in(kiosk: ApprovedKiosk, classroom: OurClassroom) -> SignInReply:
    """Sign a learner in by number and PIN."""
    return service.sign_in(classroom.database, kiosk.kiosk_id, body_of(kiosk, SignInRequest))


@router.post(PIN_PATH, status_code=204)
def change_pin(sign_in_id: str, kiosk: ApprovedKiosk, classroom: OurClassroom) -> None:
    """Give the learner who is signed in a new PIN."""
    change = body_of(kiosk, PinChange)
    service.change_pin(classroom.database, kiosk.kiosk_id, sign_in_id, change.new_pin)
