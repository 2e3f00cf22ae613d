"""POST /v1/events: what kiosks tell the server."""

from fastapi import APIRouter

from classroom_server.attempts.batch import read_batch
from classroom_server.attempts.intake import receive
from classroom_server.core.actors import Actor
from classroom_server.core.classroom import OurClassroom
from classroom_server.kiosks.requests import ApprovedKiosk
from kiosk_agent.protocol.events import EventReceipt
from kiosk_agent.protocol.paths import EVENTS_PATH

router = APIRouter()


@router.post(EVENTS_PATH)
def receive_events(kiosk: ApprovedKiosk, classroom: OurClassroom) -> EventReceipt:
    """Apply a batch in one transaction; the answer is sent only after it is durable."""
    events = read_batch(kiosk.body)
    with classroom.database.write(Actor.kiosk(kiosk.kiosk_id)) as work:
        return receive(work, kiosk.kiosk_id, events)
