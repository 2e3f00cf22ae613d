"""POST /v1/events: what kiosks tell the server."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from classroom_server.attempts.batch import read_batch
from classroom_server.attempts.group_writer import group_writer_of
from classroom_server.attempts.intake import receive
from classroom_server.core.actors import Actor
from classroom_server.core.classroom import classroom_of
from classroom_server.core.errors import must_wait
from classroom_server.core.limits.allowances import Allowances
from classroom_server.kiosks.requests import ApprovedKiosk
from kiosk_agent.protocol.paths import EVENTS_PATH

router = APIRouter()
# What a full outbox holds at once, and then more than a class writes: 1.3 GB a day.
QUOTA_BYTES = 256 * 1024 * 1024
QUOTA_BYTES_A_SECOND = 16 * 1024


def work_quota() -> Allowances:
    """Return how much each kiosk may send."""
    return Allowances(QUOTA_BYTES, QUOTA_BYTES_A_SECOND)


def _work_quota_of(request: Request) -> Allowances:
    quota: Allowances = request.app.state.work_quota
    return quota


# A body of this size is read as quickly as it would be handed to another thread.
_READ_HERE_BYTES = 64 * 1024


@router.post(EVENTS_PATH)
async def receive_events(request: Request, kiosk: ApprovedKiosk) -> Response:
    """Apply a batch, whole or not at all; the answer is sent only after it is durable."""
    body, reserve = kiosk.body, classroom_of(request).database.reserve
    wait = _work_quota_of(request).take(kiosk.kiosk_id, len(body))
    if wait:
        hint = "look what this kiosk sends: no class makes so much"
        message = "this kiosk has sent more than a kiosk may"
        raise must_wait(wait, message, hint=hint)
    if reserve is not None:
        reserve.refuse_work()
    events = read_batch(body) if len(body) <= _READ_HERE_BYTES else await run_in_threadpool(read_batch, body)
    writer = group_writer_of(request)
    receipt = await writer.write(Actor.kiosk(kiosk.kiosk_id), lambda work: receive(work, kiosk.kiosk_id, events))
    return Response(receipt.model_dump_json(), media_type="application/json")
