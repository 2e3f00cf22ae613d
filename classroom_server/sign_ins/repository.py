"""Finding sign-ins."""

from datetime import datetime

from sqlalchemy import Select, func, select

from classroom_server.core.database import Work
from classroom_server.sign_ins.tables import SignInLine


def _newest_first() -> Select[SignInLine]:
    return select(SignInLine).order_by(SignInLine.position.desc())


def by_id(work: Work, sign_in_id: str) -> SignInLine | None:
    """Return one sign-in."""
    return work.rows.scalars(select(SignInLine).where(SignInLine.sign_in_id == sign_in_id)).first()


def open_ones(work: Work) -> list[SignInLine]:
    """Return every sign-in that has not ended."""
    return list(work.rows.scalars(_newest_first().where(SignInLine.ended_at.is_(None))))


def newest_of_kiosk(work: Work, kiosk_id: str) -> SignInLine | None:
    """Return the sign-in that a kiosk had last."""
    return work.rows.scalars(_newest_first().where(SignInLine.kiosk_id == kiosk_id).limit(1)).first()


def open_of_kiosk_or_learner(work: Work, kiosk_id: str, learner_id: str) -> list[SignInLine]:
    """Return the open sign-ins that a new one of this learner at this kiosk ends."""
    either = (SignInLine.kiosk_id == kiosk_id) | (SignInLine.learner_id == learner_id)
    return list(work.rows.scalars(_newest_first().where(SignInLine.ended_at.is_(None), either)))


def last_exercise(work: Work, learner_id: str) -> SignInLine | None:
    """Return the newest sign-in of a learner in which an exercise was open."""
    query = _newest_first().where(SignInLine.learner_id == learner_id, SignInLine.last_exercise.is_not(None))
    return work.rows.scalars(query.limit(1)).first()


def last_seen(work: Work) -> dict[str, datetime]:
    """Return when each learner signed in last."""
    query = select(SignInLine.learner_id, func.max(SignInLine.started_at)).group_by(SignInLine.learner_id)
    return {row[0]: row[1] for row in work.rows.execute(query)}
