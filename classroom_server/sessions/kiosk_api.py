"""GET /v1/stream: what a kiosk may do now, pushed to it."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from typing import TypeVar

from fastapi import APIRouter
from starlette.requests import Request

from classroom_server.acts import machine_acts
from classroom_server.acts.orders import NOTHING, CurrentOrders, OrdersWord, OurOrders
from classroom_server.core.actors import Actor
from classroom_server.core.classroom import Classroom, OurClassroom
from classroom_server.core.errors import must_wait
from classroom_server.core.limits.connections import hearing_of
from classroom_server.core.live.events import (
    Subscription,
    is_orders_topic,
    kiosk_topic,
    orders_topic,
    session_topic,
    watch_topic,
    work_topic,
)
from classroom_server.core.live.presence import Heard
from classroom_server.core.live.streams import EventStream, StreamMessage, StreamMessages, Yielded, waiting
from classroom_server.kiosks.requests import ApprovedKiosk
from classroom_server.screens.looks import OurScreens, Screens, WatchWord
from classroom_server.sessions.leases import LeaseGiver, OurLeaseGiver
from classroom_server.sessions.standing import CurrentStanding, OurStanding, SiteStanding
from kiosk_agent.errors import OutsetError
from kiosk_agent.protocol.paths import STREAM_PATH
from kiosk_agent.protocol.sessions import Closed, SessionLease, SignInEnded, StreamEvent

router = APIRouter()
Read = TypeVar("Read")

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
    orders: OurOrders,
    screens: OurScreens,
) -> EventStream:
    """Stream leases: on connection, at every change, and every 20 s. Holds no thread and no transaction meanwhile."""
    if classroom.presence.streams(kiosk.kiosk_id) >= STREAMS_MAXIMUM:
        hint = "wait until the old connections have ended; if it goes on, another machine has this kiosk's key"
        message = "this kiosk holds too many streams"
        raise must_wait(_FULL_RETRY_SECONDS, message, hint=hint)
    told = _KioskStream(classroom, leases, standing, orders, screens, kiosk.kiosk_id)
    return EventStream(told.words(hearing_of(request)))


class _KioskStream:
    """What one stream of a kiosk says."""

    def __init__(
        self,
        classroom: Classroom,
        leases: LeaseGiver,
        standing: CurrentStanding,
        orders: CurrentOrders,
        screens: Screens,
        kiosk_id: str,
    ) -> None:
        self._classroom = classroom
        self._leases = leases
        self._standing = standing
        self._orders = orders
        self._kiosk_id = kiosk_id
        self._watch = WatchWord(screens, kiosk_id)
        self._asked = OrdersWord(kiosk_id, leases.sign_orders)
        self._heads = _HeadWord(kiosk_id)
        self._in_haste = False

    async def words(self, heard: Callable[[], Heard] | None) -> AsyncGenerator[Yielded]:
        """Yield them for as long as the kiosk listens and may."""
        presence, clock, kiosk_id = self._classroom.presence, self._classroom.database.clock, self._kiosk_id
        began = time.monotonic()
        with self._classroom.hub.subscribe(*_topics(kiosk_id, None)) as subscription:
            held = presence.connect(kiosk_id, clock(), heard)
            self._classroom.hub.publish(frozenset({work_topic(kiosk_id)}))
            try:
                while not subscription.closing:
                    number, standing = await self._number_and(self._standing.now)
                    if kiosk_id not in standing.approved:
                        # It was when it asked: what was read before that does not count.
                        number, standing = await self._number_and(lambda: self._standing.now(began))
                    if _is_elsewhere(subscription, kiosk_id, standing.room_of(kiosk_id)):
                        # What changed in that room between the reading and the listening was missed.
                        continue
                    session, next_at = standing.session_at(kiosk_id), standing.next_session_at(kiosk_id)
                    terms = self._leases.terms(session, kiosk_id, number, next_at)
                    head = None if self._in_haste else self._heads.message(standing)
                    asked = None if self._in_haste else await self._asked_now(standing)
                    yield _together(*_told(self._leases, terms, standing, kiosk_id), asked, head, self._watch.message())
                    if kiosk_id not in standing.approved:
                        return
                    await self._note_came()
                    if asked := await self._asked_behind(standing):
                        yield asked
                    async for said in self._until_changed(subscription, _stands_seconds(terms), standing):
                        yield said
            finally:
                presence.disconnect(held, clock())
                self._classroom.hub.publish(frozenset({work_topic(kiosk_id)}))

    async def _until_changed(
        self, subscription: Subscription, seconds: float, standing: SiteStanding
    ) -> AsyncIterator[Yielded]:
        """Yield what is said while the kiosk's terms stand as they are: what is asked of it changes none of them."""
        until, goes_on = time.monotonic() + seconds, True
        while goes_on:
            goes_on = False
            async for changed in waiting(subscription, until - time.monotonic()):
                goes_on = bool(changed) and all(map(is_orders_topic, changed or ()))
                self._in_haste = bool(changed) and not goes_on
                if changed is None:
                    self._leases.keep_at_hand()
                    yield _together(self._heads.message(standing), self._watch.message())
                elif goes_on and (asked := await self._asked_now(standing)) is not None:
                    yield asked

    async def _asked_now(self, standing: SiteStanding) -> StreamMessage | None:
        """Return what is asked of the kiosk, if that is new to it and its image knows any act."""
        if not await self._is_asked_anew(standing):
            return None
        kiosk = standing.approved[self._kiosk_id]
        number, every = await self._number_and(self._orders.now)
        return self._asked.message(every, kiosk.acts, number, self._classroom.database.clock())

    async def _asked_behind(self, standing: SiteStanding) -> StreamMessage | None:
        """Return what is asked of the kiosk beside new terms, once the whole room was told those: somebody waits."""
        if not self._in_haste or not await self._is_asked_anew(standing):
            return None
        await asyncio.sleep(0)
        return await self._asked_now(standing)

    async def _is_asked_anew(self, standing: SiteStanding) -> bool:
        kiosk = standing.approved.get(self._kiosk_id)
        return kiosk is not None and self._asked.is_new(await self._orders.now(), kiosk.acts)

    async def _note_came(self) -> None:
        """Write down that the kiosk has come, if it was woken."""
        if woken := (await self._orders.now()).get(self._kiosk_id, NOTHING).waking:
            with suppress(OutsetError):
                await asyncio.to_thread(self._write_came, woken)

    def _write_came(self, woken: tuple[str, ...]) -> None:
        with self._classroom.database.write(Actor.kiosk(self._kiosk_id)) as work:
            machine_acts.note_came(work, self._kiosk_id, woken)

    async def _number_and(self, read: Callable[[], Awaitable[Read]]) -> tuple[int, Read]:
        """Return both as of one instant of the event loop, so that a higher number never goes with older terms."""
        while True:
            found = await read()
            number = self._leases.number_at_hand()
            if number is not None:
                return number, found
            await self._leases.numbers_at_hand()


def _topics(kiosk_id: str, room_id: str | None) -> frozenset[str]:
    """Return all that changes what a kiosk is told."""
    of_room = {session_topic(room_id)} if room_id else set()
    return frozenset({kiosk_topic(kiosk_id), watch_topic(kiosk_id), orders_topic(kiosk_id)} | of_room)


def _is_elsewhere(subscription: Subscription, kiosk_id: str, room_id: str | None) -> bool:
    """Listen to the sessions of the room that a kiosk stands in; tell whether that is another than before."""
    topics = _topics(kiosk_id, room_id)
    is_other = topics != subscription.topics
    subscription.listen_to(topics)
    return is_other


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
