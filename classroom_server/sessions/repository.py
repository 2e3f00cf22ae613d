"""Finding sessions and reserving lease numbers."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from classroom_server.core.database import Work, table_of
from classroom_server.kiosks.schemas import read_acts
from classroom_server.kiosks.tables import KioskLine
from classroom_server.rooms.tables import PlaceLine
from classroom_server.sessions.schemas import ApprovedStanding
from classroom_server.sessions.tables import LeaseCounter, SessionLine
from classroom_server.sign_ins.schemas import BY_OTHERS
from classroom_server.sign_ins.tables import SignInLine
from kiosk_agent.protocol.enrolment import Approval

_KIOSKS, _PLACES, _SIGN_INS = table_of(KioskLine), table_of(PlaceLine), table_of(SignInLine)
_OF_KIOSK = _SIGN_INS.alias()
_LAST_SIGN_IN = (
    select(func.max(_OF_KIOSK.c.position)).where(_OF_KIOSK.c.kiosk_id == _KIOSKS.c.kiosk_id).scalar_subquery()
)
_APPROVED = (
    select(_KIOSKS.c.kiosk_id, _PLACES.c.room_id, _SIGN_INS.c.sign_in_id, _SIGN_INS.c.ended_by, _KIOSKS.c.acts)
    .select_from(
        _KIOSKS.outerjoin(_SIGN_INS, _SIGN_INS.c.position == _LAST_SIGN_IN).outerjoin(
            _PLACES, (_PLACES.c.kiosk_id == _KIOSKS.c.kiosk_id) & _PLACES.c.until_at.is_(None)
        )
    )
    .where(_KIOSKS.c.approval == Approval.APPROVED)
)


def approved(work: Work) -> dict[str, ApprovedStanding]:
    """Return how each approved kiosk stands."""
    return {
        kiosk_id: ApprovedStanding(room_id, sign_in_id if ended_by in BY_OTHERS else None, read_acts(acts))
        for kiosk_id, room_id, sign_in_id, ended_by, acts in work.rows.connection().execute(_APPROVED)
    }


def not_ended(work: Work) -> list[SessionLine]:
    """Return the sessions that nothing has ended yet, even if their time is over."""
    return list(work.rows.scalars(select(SessionLine).where(SessionLine.ended_at.is_(None))))


def titles(work: Work, session_ids: Collection[str]) -> dict[str, str]:
    """Return session -> its title, of those ids that are sessions."""
    query = select(SessionLine.session_id, SessionLine.title).where(SessionLine.session_id.in_(session_ids))
    return dict(work.rows.execute(query).all())


def last_cohort(work: Work, room_id: str) -> str | None:
    """Return the cohort of the newest session of a room, if it had one."""
    newest_first = select(SessionLine.cohort_id).order_by(SessionLine.started_at.desc())
    began = SessionLine.room_id == room_id, SessionLine.started_at <= work.now
    return work.rows.scalars(newest_first.where(*began).limit(1)).first()


def last_of_slots(work: Work, since: datetime) -> dict[str, datetime]:
    """Return slot -> when its newest session began, of those that began at that time or later.

    One that began in the future began while the clock was wrong: it says nothing of what comes.
    """
    began = func.max(SessionLine.started_at)
    named = SessionLine.slot_id.is_not(None), SessionLine.started_at.between(since, work.now)
    rows = work.rows.execute(select(SessionLine.slot_id, began).where(*named).group_by(SessionLine.slot_id))
    return {slot_id: started_at for slot_id, started_at in rows if slot_id is not None}


def reserve_lease_numbers(work: Work, count: int, at_least: int) -> int:
    """Set `count` numbers of `at_least` or more aside for good and return the first."""
    counter = work.rows.get(LeaseCounter, 1)
    if counter is None:
        counter = LeaseCounter(counter_id=1, reserved=0)
        work.rows.add(counter)
    first = max(counter.reserved + 1, at_least)
    counter.reserved = first + count - 1
    return first
