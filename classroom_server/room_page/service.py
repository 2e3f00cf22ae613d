"""A room's view, read in one go."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from classroom_server.attempts import set_aside
from classroom_server.attempts.tables import AttemptLine
from classroom_server.core.database import Work, table_of
from classroom_server.core.events import Presence
from classroom_server.kiosks import repository as kiosks
from classroom_server.kiosks import service as kiosk_service
from classroom_server.kiosks.tables import KioskLine
from classroom_server.learners.tables import LearnerLine
from classroom_server.room_page.needs import SAME_FAILURES
from classroom_server.room_page.schemas import OtherRoom, RoomView, Tile, TileCondition
from classroom_server.room_page.struggles import Struggle, struggles, typed_at
from classroom_server.rooms import service as rooms
from classroom_server.rooms.schemas import SEAT_ROWS, Seat
from classroom_server.sessions import service as sessions
from classroom_server.sessions.schemas import ClassSession
from classroom_server.sign_ins.tables import SignInLine
from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.results import Verdict

# Where those stand that nobody has put into the plan.
_AFTER_ALL = Seat(SEAT_ROWS, 0)
_ATTEMPTS, _SIGN_INS = table_of(AttemptLine), table_of(SignInLine)
_AT_LAST_EXERCISE = (
    select(
        _ATTEMPTS.c.sign_in_id,
        _ATTEMPTS.c.attempt_id,
        _ATTEMPTS.c.verdict,
        _ATTEMPTS.c.made_at,
        func.count().over(partition_by=_ATTEMPTS.c.sign_in_id).label("attempts"),
        func.row_number()
        .over(partition_by=_ATTEMPTS.c.sign_in_id, order_by=_ATTEMPTS.c.sequence.desc())
        .label("place"),
    )
    .join(_SIGN_INS, _SIGN_INS.c.sign_in_id == _ATTEMPTS.c.sign_in_id)
    .where(
        _SIGN_INS.c.ended_at.is_(None),
        _ATTEMPTS.c.track == _SIGN_INS.c.last_track,
        _ATTEMPTS.c.exercise == _SIGN_INS.c.last_exercise,
    )
    .subquery()
)
_LAST_ATTEMPTS = select(_AT_LAST_EXERCISE).where(_AT_LAST_EXERCISE.c.place == 1)


@dataclass(frozen=True)
class _Trying:
    """The last attempt of a sign-in at its last exercise, and how many there were."""

    attempt_id: str
    verdict: Verdict
    made_at: datetime
    attempts: int


@dataclass(frozen=True)
class _SignedIn:
    """Who is signed in at a kiosk, and what they do."""

    sign_in: SignInLine
    learner: LearnerLine
    trying: _Trying | None
    struggle: Struggle | None
    active_at: datetime
    """When something was heard last that they did: a letter typed, a run."""


def view(work: Work, presence: Presence, room_id: str) -> RoomView:
    """Return a room as it is now, in as many queries for one kiosk as for many. Raises Refused (not_found).

    Subscribe to events.ROOM to learn when to read it again.
    """
    room = rooms.find(work, room_id)
    open_sessions = sessions.in_rooms(work)
    session = open_sessions.get(room_id)
    signed_in, places = _signed_in(work), rooms.places(work, room_id)
    tiles = [
        _tile(work, kiosk, signed_in.get(kiosk.kiosk_id), session, presence, places[kiosk.kiosk_id].seat)
        for kiosk in kiosks.every(work, Approval.APPROVED)
        if kiosk.kiosk_id in places
    ]
    return RoomView(
        now=work.now,
        room=room,
        others=tuple(
            OtherRoom(other, open_sessions.get(other.room_id)) for other in rooms.every(work) if other != room
        ),
        session=session,
        tiles=tuple(sorted(tiles, key=lambda tile: tile.seat or _AFTER_ALL)),
        waiting=kiosk_service.waiting(work),
        set_aside=set_aside.count(work),
    )


def _signed_in(work: Work) -> dict[str, _SignedIn]:
    """Return kiosk -> who is signed in there."""
    tries = {
        row[0]: _Trying(row[1], Verdict(row[2]), row[3], row[4])
        for row in work.rows.connection().execute(_LAST_ATTEMPTS)
    }
    query = (
        select(SignInLine, LearnerLine)
        .join(LearnerLine, LearnerLine.learner_id == SignInLine.learner_id)
        .where(SignInLine.ended_at.is_(None))
        .order_by(SignInLine.position)
    )
    failing = {
        sign_in_id
        for sign_in_id, trying in tries.items()
        if trying.attempts >= SAME_FAILURES and trying.verdict is not Verdict.ACCEPTED
    }
    struggling, typed = struggles(work, failing), typed_at(work)
    return {
        line.kiosk_id: _SignedIn(
            line,
            learner,
            trying := tries.get(line.sign_in_id),
            struggling.get(line.sign_in_id),
            max(
                line.started_at,
                typed.get(line.sign_in_id, line.started_at),
                trying.made_at if trying else line.started_at,
            ),
        )
        for line, learner in work.rows.execute(query)
    }


def _tile(
    work: Work,
    kiosk: KioskLine,
    place: _SignedIn | None,
    session: ClassSession | None,
    presence: Presence,
    seat: Seat | None,
) -> Tile:
    sign_in = place.sign_in if place else None
    trying = place.trying if place else None
    is_connected = presence.is_connected(kiosk.kiosk_id)
    last_seen_at = work.now if is_connected else presence.last_seen(kiosk.kiosk_id)
    return Tile(
        kiosk_id=kiosk.kiosk_id,
        name=kiosk.name,
        condition=condition_of(sign_in, session, is_connected=is_connected),
        last_seen_at=last_seen_at or kiosk.last_seen_at,
        sign_in_id=sign_in.sign_in_id if sign_in else None,
        learner_id=place.learner.learner_id if place else None,
        learner_name=place.learner.display_name if place else None,
        track=sign_in.last_track if sign_in else None,
        exercise=sign_in.last_exercise if sign_in else None,
        last_verdict=trying.verdict if trying else None,
        last_attempt_id=trying.attempt_id if trying else None,
        last_attempt_at=trying.made_at if trying else None,
        attempts=trying.attempts if trying else 0,
        failure=place.struggle.failure if place and place.struggle else None,
        alike=place.struggle.alike if place and place.struggle else 0,
        active_at=place.active_at if place else None,
        missed_row=kiosk.missed_row,
        jail_fault=kiosk.jail_fault,
        seat=seat,
        is_twofold=presence.is_twofold(kiosk.kiosk_id),
    )


def condition_of(sign_in: SignInLine | None, session: ClassSession | None, *, is_connected: bool) -> TileCondition:
    """Return what a kiosk is doing."""
    if not is_connected:
        return TileCondition.AWAY
    if session is None:
        return TileCondition.LOCKED
    return TileCondition.SIGNED_IN if sign_in else TileCondition.OPEN
