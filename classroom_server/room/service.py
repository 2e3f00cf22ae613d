"""The room view, read in one go."""

from sqlalchemy import select
from sqlalchemy.orm import defer

from classroom_server.attempts.tables import AttemptLine
from classroom_server.core.database import Work
from classroom_server.core.events import Presence
from classroom_server.kiosks import repository as kiosks
from classroom_server.kiosks import service as kiosk_service
from classroom_server.kiosks.tables import KioskLine
from classroom_server.learners.tables import LearnerLine
from classroom_server.room.schemas import RoomView, Tile, TileCondition
from classroom_server.sessions import service as sessions
from classroom_server.sessions.schemas import ClassSession
from classroom_server.sign_ins import repository as sign_ins
from classroom_server.sign_ins.tables import SignInLine
from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.results import Verdict


def view(work: Work, presence: Presence) -> RoomView:
    """Return the room as it is now. Subscribe to events.ROOM to learn when to read it again."""
    session = sessions.current(work)
    signed_in = {line.kiosk_id: line for line in sign_ins.open_ones(work)}
    tiles = tuple(
        _tile(work, kiosk, signed_in.get(kiosk.kiosk_id), session, presence)
        for kiosk in kiosks.every(work, Approval.APPROVED)
    )
    return RoomView(now=work.now, session=session, tiles=tiles, waiting=kiosk_service.waiting(work))


def _tile(
    work: Work, kiosk: KioskLine, sign_in: SignInLine | None, session: ClassSession | None, presence: Presence
) -> Tile:
    learner = work.rows.get(LearnerLine, sign_in.learner_id) if sign_in else None
    attempts = _attempts(work, sign_in) if sign_in else []
    last = attempts[0] if attempts else None
    is_connected = presence.is_connected(kiosk.kiosk_id)
    last_seen_at = work.now if is_connected else presence.last_seen(kiosk.kiosk_id)
    return Tile(
        kiosk_id=kiosk.kiosk_id,
        name=kiosk.name,
        condition=_condition(sign_in, session, is_connected=is_connected),
        last_seen_at=last_seen_at or kiosk.last_seen_at,
        sign_in_id=sign_in.sign_in_id if sign_in else None,
        learner_id=learner.learner_id if learner else None,
        learner_name=learner.display_name if learner else None,
        track=sign_in.last_track if sign_in else None,
        exercise=sign_in.last_exercise if sign_in else None,
        last_verdict=Verdict(last.verdict) if last else None,
        last_attempt_id=last.attempt_id if last else None,
        last_attempt_at=last.made_at if last else None,
        attempts=len(attempts),
        jail_fault=kiosk.jail_fault,
    )


def _condition(sign_in: SignInLine | None, session: ClassSession | None, *, is_connected: bool) -> TileCondition:
    if not is_connected:
        return TileCondition.AWAY
    if session is None:
        return TileCondition.LOCKED
    return TileCondition.SIGNED_IN if sign_in else TileCondition.OPEN


def _attempts(work: Work, sign_in: SignInLine) -> list[AttemptLine]:
    query = (
        select(AttemptLine)
        .options(defer(AttemptLine.files), defer(AttemptLine.judgement))
        .where(
            AttemptLine.sign_in_id == sign_in.sign_in_id,
            AttemptLine.track == sign_in.last_track,
            AttemptLine.exercise == sign_in.last_exercise,
        )
        .order_by(AttemptLine.sequence.desc())
    )
    return list(work.rows.scalars(query))
