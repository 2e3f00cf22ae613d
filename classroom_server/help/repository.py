"""Finding hands."""

from datetime import datetime

from sqlalchemy import Select, func, select

from classroom_server.core.database import Work
from classroom_server.help.schemas import HandEnd
from classroom_server.help.tables import HandLine
from classroom_server.sign_ins.tables import SignInLine

_IN_ORDER = (HandLine.raised_at, HandLine.received_at, HandLine.hand_id)


def _up() -> Select[HandLine]:
    return (
        select(HandLine)
        .join(SignInLine, SignInLine.sign_in_id == HandLine.sign_in_id)
        .where(HandLine.closed_at.is_(None), SignInLine.ended_at.is_(None))
    )


def up_in_room(work: Work, room_id: str) -> list[HandLine]:
    """Return the hands that are up in a room: who raised theirs first is first, whenever it came."""
    return list(work.rows.scalars(_up().where(HandLine.room_id == room_id).order_by(*_IN_ORDER)))


def left_in_room(work: Work, room_id: str) -> list[tuple[HandLine, datetime]]:
    """Return the hands of a room that nobody took down before their sign-in ended, each with when that was over."""
    over_at = func.coalesce(SignInLine.over_at, SignInLine.ended_at)
    query = (
        select(HandLine, over_at)
        .join(SignInLine, SignInLine.sign_in_id == HandLine.sign_in_id)
        .where(HandLine.room_id == room_id, HandLine.closed_at.is_(None), SignInLine.ended_at.is_not(None))
    )
    return [(line, ended_at) for line, ended_at in work.rows.execute(query)]


def every_up(work: Work) -> list[HandLine]:
    """Return the hands that are up anywhere: in each room in the order of their queue."""
    return list(work.rows.scalars(_up().order_by(*_IN_ORDER)))


def taken_down(work: Work, since: datetime) -> list[HandLine]:
    """Return the hands that staff took down since a moment, of sign-ins that go on; the newest of each comes last."""
    query = (
        select(HandLine)
        .join(SignInLine, SignInLine.sign_in_id == HandLine.sign_in_id)
        .where(HandLine.closed_at >= since, HandLine.closed_how == HandEnd.RESOLVED, SignInLine.ended_at.is_(None))
        .order_by(HandLine.sequence)
    )
    return list(work.rows.scalars(query))


def up(work: Work, hand_id: str) -> HandLine | None:
    """Return a hand if it is up."""
    return work.rows.scalars(_up().where(HandLine.hand_id == hand_id)).first()


def not_closed(work: Work, sign_in_id: str) -> HandLine | None:
    """Return the hand of a sign-in that nobody took down, though the sign-in may have ended."""
    query = select(HandLine).where(HandLine.sign_in_id == sign_in_id, HandLine.closed_at.is_(None))
    return work.rows.scalars(query).first()


def count(work: Work, sign_in_id: str) -> int:
    """Return how often a hand was raised in a sign-in."""
    query = select(func.count()).select_from(HandLine).where(HandLine.sign_in_id == sign_in_id)
    return work.rows.execute(query).scalar_one()
