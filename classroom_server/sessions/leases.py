"""Giving leases: what a kiosk may do now, signed with the site's lease key and numbered upwards for ever."""

import asyncio
import threading
import uuid
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from joserfc import jws
from joserfc.jwk import OKPKey
from starlette.requests import HTTPConnection

from classroom_server.core.actors import CLOCK
from classroom_server.core.database import Database
from classroom_server.core.errors import DatabaseBusy
from classroom_server.core.logs import LOGGER
from classroom_server.core.site_clock import on_the_wall
from classroom_server.sessions import repository
from classroom_server.sessions.schemas import ClassSession
from kiosk_agent.errors import StorageFull
from kiosk_agent.protocol.acts.orders import Orders
from kiosk_agent.protocol.sessions import Closed, SessionLease, StreamEvent

# RFC 9864's name of EdDSA with Ed25519.
ALGORITHM = "Ed25519"
# One durable write gives this many numbers, those of ten seconds; a restart skips what was left of them.
_RESERVED_AT_ONCE = 10_000
# With fewer left the next ones are set aside: a room that is to be told something shall not wait for a disk. More than
# those of the five seconds after which a stream looks again.
_FEW_LEFT = 7_000
# A kiosk must hear that it is closed though the write takes its time, or never ends: numbers grow with time alone too.
_WRITE_SECONDS = 0.2


class LeaseGiver:
    """Signs leases, and orders beside them. Safe from any thread."""

    def __init__(self, database: Database, key: OKPKey) -> None:
        self._database = database
        self._key = key
        # Held for no longer than it takes to count: the event loop asks for it.
        self._lock = threading.Lock()
        self._next = 0
        self._had_until = 0
        """Numbers below this may be had."""
        self._writing = threading.Lock()
        self._reserving: asyncio.Task[None] | None = None

    def number_at_hand(self) -> int | None:
        """Return a number that is larger than every one before it, restarts included; None if `reserve` must be asked.

        It is Unix time in milliseconds, or one more than the last: a folder that was restored or copied has an old
        counter, and its numbers are newer all the same.
        """
        with self._lock:
            number = self._at_least()
            if number >= self._had_until:
                return None
            self._next = number + 1
            return number

    def keep_at_hand(self) -> None:
        """Begin to set numbers aside if few are left, without waiting for it. On the event loop only."""
        if self._at_least() + _FEW_LEFT >= self._had_until:
            self._begin_to_reserve()

    async def numbers_at_hand(self) -> None:
        """Return when `number_at_hand` has one again: reserved, once for all who wait, or after a moment without."""
        done, _waiting = await asyncio.wait({self._begin_to_reserve()}, timeout=_WRITE_SECONDS)
        for reserving in done:
            reserving.result()
        if not done:
            self._let_have(self._at_least())

    def _begin_to_reserve(self) -> asyncio.Task[None]:
        if self._reserving is None or self._reserving.done():
            # On a thread that no page's drawing takes away.
            self._reserving = asyncio.create_task(asyncio.to_thread(self.reserve))
        return self._reserving

    def reserve(self) -> None:
        """Set numbers aside, with a durable write. Not inside a transaction, and not on the event loop."""
        with self._writing:
            with self._lock:
                number = self._at_least()
                is_needed = number + _FEW_LEFT >= self._had_until
            if is_needed:
                self._let_have(self._reserve(number))

    def _at_least(self) -> int:
        return max(self._next, int(self._database.clock().timestamp() * 1000))

    def _reserve(self, at_least: int) -> int:
        try:
            with self._database.write(CLOCK) as work:
                return repository.reserve_lease_numbers(work, _RESERVED_AT_ONCE, at_least)
        except (StorageFull, DatabaseBusy):
            LOGGER.exception("lease numbers could not be set aside")
            return at_least

    def _let_have(self, first: int) -> None:
        with self._lock:
            if first > self._had_until:
                # Between them are those that nobody set aside, or that another program did.
                self._next = max(self._next, first)
            self._had_until = max(self._had_until, first + _RESERVED_AT_ONCE)

    def terms(
        self, session: ClassSession | None, kiosk_id: str, number: int, next_session_at: datetime | None = None
    ) -> SessionLease | Closed:
        """Return what an approved kiosk may do now, when this is the session that nothing has ended.

        A kiosk has no time zone: by the offset of `issued_at` it shows the time as the site's wall does.
        """
        now = on_the_wall(self._database.clock())
        if session is None or session.ends_at <= now:
            return Closed(kiosk_id=kiosk_id, sequence=number, issued_at=now, next_session_at=next_session_at)
        return SessionLease(
            lease_id=str(uuid.uuid4()),
            kiosk_id=kiosk_id,
            session_id=session.session_id,
            session_title=session.title,
            sequence=number,
            issued_at=now,
            remaining_seconds=(session.ends_at - now).total_seconds(),
        )

    def sign(self, terms: SessionLease | Closed) -> tuple[StreamEvent, str]:
        """Return the event's name and the compact JWS."""
        name = StreamEvent.LEASE if isinstance(terms, SessionLease) else StreamEvent.CLOSED
        return name, self._signed(name, terms.model_dump_json())

    def sign_orders(self, orders: Orders) -> str:
        """Return the compact JWS; what is not asked is left out, since an older image may not know it."""
        return self._signed(StreamEvent.ORDERS, orders.model_dump_json(exclude_defaults=True))

    def _signed(self, name: StreamEvent, payload: str) -> str:
        # What it is stands under the signature: orders that ask for nothing have the very fields of a word that closes.
        header = {"alg": ALGORITHM, "typ": name.value}
        return jws.serialize_compact(header, payload.encode(), self._key, algorithms=[ALGORITHM])


async def lease_giver_of(connection: HTTPConnection) -> LeaseGiver:
    """Return who signs this application's leases; a FastAPI dependency."""
    giver: LeaseGiver = connection.app.state.lease_giver
    return giver


OurLeaseGiver = Annotated[LeaseGiver, Depends(lease_giver_of)]
