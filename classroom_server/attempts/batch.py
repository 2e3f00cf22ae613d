"""Reading a batch of events one by one: a broken one must not hold up the others behind it."""

import json
import re
from typing import Final

from pydantic import JsonValue, TypeAdapter, ValidationError
from pydantic_core import from_json

from classroom_server.attempts.schemas import UnreadableEvent
from classroom_server.core.database import INTEGER_MAXIMUM
from classroom_server.core.errors import KioskRequestRefused
from kiosk_agent.protocol.events import AttemptMade, Event
from kiosk_agent.protocol.limits import EVENTS_IN_BATCH
from kiosk_agent.protocol.problem import ProblemCode

# An honest event is one local message, and has a tenth of this. What is wrong with each part of a vast one would cost
# the server a hundred times what it costs to send.
_VALUES_MAXIMUM: Final = 20_000
_EVENT_ID = re.compile(r"[0-9a-f-]{36}")
_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


def read_batch(body: bytes) -> tuple[Event | UnreadableEvent, ...]:
    """Return the batch's events. Raises KioskRequestRefused when it is no batch, or an event has not even an id."""
    try:
        batch = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise _refused("the body is not JSON in UTF-8") from error
    events = batch.get("events") if isinstance(batch, dict) else None
    if not isinstance(events, list) or set(batch) != {"events"}:
        raise _refused("the body is not a batch of events")
    if not 1 <= len(events) <= EVENTS_IN_BATCH:
        raise _refused(f"a batch holds 1 to {EVENTS_IN_BATCH} events")
    # Before each value within another stands one of these: counting them costs nothing, and nearly always is enough.
    may_be_vast = sum(body.count(sign) for sign in (b",", b"[", b"{")) > _VALUES_MAXIMUM
    return tuple(read_event(event, may_be_vast=may_be_vast) for event in events)


def read_event(event: JsonValue, *, may_be_vast: bool = True) -> Event | UnreadableEvent:
    """Return one event. Raises KioskRequestRefused when it has not even an id."""
    try:
        if not (may_be_vast and _is_vast(event)):
            read = _EVENT.validate_python(event)
            if _numbers_fit(read):
                return read
    except ValidationError:
        pass  # What is wrong with it matters to nobody but its maker: it is kept whole below.
    event_id = event.get("event_id") if isinstance(event, dict) else None
    if not isinstance(event_id, str) or not _EVENT_ID.fullmatch(event_id):
        raise _refused("an event has no id")
    return UnreadableEvent(event_id, json.dumps(event))


def _is_vast(event: JsonValue) -> bool:
    left, looked_at = [event], 0
    while left:
        value = left.pop()
        within = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        looked_at += len(within)
        if looked_at > _VALUES_MAXIMUM:
            return True
        left += within
    return False


def _numbers_fit(event: Event) -> bool:
    milliseconds = event.body.judgement.milliseconds if isinstance(event.body, AttemptMade) else 0
    return 0 <= event.sequence <= INTEGER_MAXIMUM and 0 <= milliseconds <= INTEGER_MAXIMUM


def _refused(message: str) -> KioskRequestRefused:
    return KioskRequestRefused(400, ProblemCode.REQUEST_INVALID, message, hint="update the kiosk's image")
