"""GET /v1/stream: what a kiosk may do now, pushed to it."""

import time
from collections.abc import AsyncGenerator, Callable, Iterator

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from classroom_server.core.classroom import Classroom, OurClassroom
from classroom_server.core.errors import must_wait
from classroom_server.core.limits.connections import hearing_of
from classroom_server.core.live.events import Subscription, kiosk_topic, session_topic, watch_topic, work_topic
from classroom_server.core.live.presence import Heard
from classroom_server.core.live.streams import EventStream, StreamMessage, StreamMessages, Yielded, waiting
from classroom_server.kiosks.requests import ApprovedKiosk
from classroom_server.screens.looks import OurScreens, WatchWord
from classroom_server.sessions.leases import LeaseGiver, OurLeaseGiver
from classroom_server.sessions.standing import CurrentStanding, OurStanding, SiteStanding
from kiosk_agent.protocol.paths import STREAM_PATH
from kiosk_agent.protocol.sessions import Closed, SessionLease, SignInEnded, StreamEvent

router = APIRouter()

LEASE_EVERY_SECONDS = 20.0
# A kiosk has one, and some more for the seconds in which nobody has noticed that those are dead.
STREAMS_MAXIMUM = 10
_FULL_RETRY_SECONDS = 5.0
# The server's clock must have passed the end when the kiosk's terms are read again.
_AFTER_END_SECONDS = 0.05


@router.get(STREAM_PATH)
async def stream(
    request: Request,
    kiosk: ApprovedKiosk,
    classroom: OurClassroom,
    leases: OurLeaseGiver,
    standing: OurStanding,
    screens: OurScreens,
) -> EventStream:
    """Stream leases: on connection, at every change, and every 20 s. Holds no thread and no transaction meanwhile."""
    if classroom.presence.streams(kiosk.kiosk_id) >= STREAMS_MAXIMUM:
        hint = "wait until the old connections have ended; if it goes on, another machine has this kiosk's key"
        message = "this kiosk holds too many streams"
        raise must_wait(_FULL_RETRY_SECONDS, message, hint=hint)
    watch = WatchWord(screens, kiosk.kiosk_id)
    return EventStream(_terms_for_ever(classroom, leases, standing, kiosk.kiosk_id, watch, hearing_of(request)))


async def _terms_for_ever(
    classroom: Classroom,
    leases: LeaseGiver,
    current: CurrentStanding,
    kiosk_id: str,
    watch: WatchWord,
    heard: Callable[[], Heard] | None,
) -> AsyncGenerator[Yielded]:
    presence, clock = classroom.presence, classroom.database.clock
    began, heads, in_haste = time.monotonic(), _HeadWord(kiosk_id), False
    with classroom.hub.subscribe(kiosk_topic(kiosk_id), watch_topic(kiosk_id)) as subscription:
        held = presence.connect(kiosk_id, clock(), heard)
        classroom.hub.publish(frozenset({work_topic(kiosk_id)}))
        try:
            while not subscription.closing:
                number, standing = await _number_and_standing(leases, current, 0.0)
                if kiosk_id not in standing.approved:
                    # It was when it asked: what was read before that does not count.
                    number, standing = await _number_and_standing(leases, current, began)
                if _is_elsewhere(subscription, kiosk_id, standing.room_of(kiosk_id)):
                    # What changed in that room between the reading and the listening was missed.
                    continue
                session, next_at = standing.session_at(kiosk_id), standing.next_session_at(kiosk_id)
                terms = leases.terms(session, kiosk_id, number, next_at)
                head = None if in_haste else heads.message(standing)
                yield _together(*_told(leases, terms, standing, kiosk_id), head, watch.message())
                if kiosk_id not in standing.approved:
                    return
                async for changed in waiting(subscription, _stands_seconds(terms)):
                    if changed is None:
                        yield _together(heads.message(standing), watch.message())
                    in_haste = bool(changed)
        finally:
            presence.disconnect(held, clock())
            classroom.hub.publish(frozenset({work_topic(kiosk_id)}))


def _is_elsewhere(subscription: Subscription, kiosk_id: str, room_id: str | None) -> bool:
    """Listen to the sessions of the room that a kiosk stands in; tell whether that is another than before."""
    topics = {kiosk_topic(kiosk_id), watch_topic(kiosk_id)} | ({session_topic(room_id)} if room_id else set())
    is_other = topics != subscription.topics
    subscription.listen_to(frozenset(topics))
    return is_other


async def _number_and_standing(
    leases: LeaseGiver, current: CurrentStanding, not_before: float
) -> tuple[int, SiteStanding]:
    """Return both as of one instant of the event loop, so that a higher number never goes with older terms."""
    while True:
        standing = await current.now(not_before)
        number = leases.number_at_hand()
        if number is not None:
            return number, standing
        await run_in_threadpool(leases.reserve)


def _told(
    leases: LeaseGiver, terms: SessionLease | Closed, standing: SiteStanding, kiosk_id: str
) -> Iterator[StreamMessage]:
    yield StreamMessage(*leases.sign(terms))
    kiosk = standing.approved.get(kiosk_id)
    if kiosk is not None and kiosk.signed_out is not None:
        # Sent each time, so that a kiosk that was away when it happened hears of it too.
        ended = SignInEnded(sign_in_id=kiosk.signed_out)
        yield StreamMessage(StreamEvent.SIGNED_OUT, ended.model_dump_json())


class _HeadWord:
    """What one stream of a kiosk says of the log's head: each once.

    Not beside what somebody waits for: a room would prove as many signatures again before all of it is locked.
    """

    def __init__(self, kiosk_id: str) -> None:
        self._kiosk_id = kiosk_id
        self._said: str | None = None

    def message(self, standing: SiteStanding) -> StreamMessage | None:
        """Return the head if it is new to an approved kiosk."""
        head = standing.log_head
        if head is None or head == self._said or self._kiosk_id not in standing.approved:
            return None
        self._said = head
        return StreamMessage(StreamEvent.LOG_HEAD, head)


def _together(*messages: StreamMessage | None) -> StreamMessages | None:
    said = tuple(message for message in messages if message is not None)
    return StreamMessages(said) if said else None


def _stands_seconds(terms: SessionLease | Closed) -> float:
    if isinstance(terms, SessionLease):
        return min(LEASE_EVERY_SECONDS, terms.remaining_seconds + _AFTER_END_SECONDS)
    return LEASE_EVERY_SECONDS
