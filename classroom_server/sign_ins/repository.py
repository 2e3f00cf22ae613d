"""Finding sign-ins."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ScalarSelect, Select, bindparam, delete, select, update
from sqlalchemy.orm import Mapped

from classroom_server.core.database import Work, table_of
from classroom_server.sign_ins.schemas import SignInEnd
from classroom_server.sign_ins.tables import SignInLine, TurnedAwayLine

_SIGN_INS = table_of(SignInLine)
_OPEN_PLACES = select(_SIGN_INS.c.sign_in_id, _SIGN_INS.c.kiosk_id, _SIGN_INS.c.started_at).where(
    _SIGN_INS.c.ended_at.is_(None)
)
_END = (
    update(_SIGN_INS)
    .where(_SIGN_INS.c.sign_in_id == bindparam("of_sign_in"))
    .values({name: bindparam(name) for name in ("ended_at", "over_at", "ended_by")})
)


def _newest_first() -> Select[SignInLine]:
    return select(SignInLine).order_by(SignInLine.position.desc())


def by_id(work: Work, sign_in_id: str) -> SignInLine | None:
    """Return one sign-in."""
    return work.rows.scalars(select(SignInLine).where(SignInLine.sign_in_id == sign_in_id)).first()


def learners_of(work: Work, sign_in_ids: Collection[str]) -> dict[str, str]:
    """Return sign-in -> learner, of those ids that are sign-ins."""
    query = select(SignInLine.sign_in_id, SignInLine.learner_id).where(SignInLine.sign_in_id.in_(sign_in_ids))
    return dict(work.rows.execute(query).all())


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


def open_of_learner(work: Work, learner_id: str) -> SignInLine | None:
    """Return where a learner is signed in now."""
    query = _newest_first().where(SignInLine.learner_id == learner_id, SignInLine.ended_at.is_(None))
    return work.rows.scalars(query.limit(1)).first()


def last_exercise(work: Work, learner_id: str) -> SignInLine | None:
    """Return the newest sign-in of a learner in which an exercise was open."""
    query = _newest_first().where(SignInLine.learner_id == learner_id, SignInLine.last_exercise.is_not(None))
    return work.rows.scalars(query.limit(1)).first()


def last_started(learner_id: Mapped[str]) -> ScalarSelect[datetime]:
    """Return, within a query of learners, when each signed in last: one look into an index a learner."""
    of_learner = select(SignInLine.started_at).where(SignInLine.learner_id == learner_id)
    return of_learner.order_by(SignInLine.position.desc()).limit(1).scalar_subquery()


class OpenPlace(NamedTuple):
    """An open sign-in."""

    sign_in_id: str
    kiosk_id: str
    started_at: datetime


def open_places(work: Work, session_id: str) -> list[OpenPlace]:
    """Return every open sign-in of a session, the newest first."""
    query = _OPEN_PLACES.where(_SIGN_INS.c.session_id == session_id).order_by(_SIGN_INS.c.position.desc())
    return [OpenPlace(*row) for row in work.rows.connection().execute(query)]


def end(work: Work, ends: Mapping[str, datetime], over_at: datetime, why: SignInEnd) -> None:
    """End sign-ins that were over at a moment, each when its learner was gone."""
    if ends:
        ended = [
            {"of_sign_in": each, "ended_at": ended_at, "over_at": over_at, "ended_by": why}
            for each, ended_at in ends.items()
        ]
        work.rows.connection().execute(_END, ended)


def keep_turned_away(work: Work, kiosk_id: str, learner_id: str, session_id: str) -> None:
    """Keep whom a kiosk turned away, in the place of whoever it turned away before."""
    work.rows.merge(
        TurnedAwayLine(kiosk_id=kiosk_id, learner_id=learner_id, session_id=session_id, turned_away_at=work.now)
    )


def forget_turned_away(work: Work, kiosk_id: str, learner_id: str) -> list[str]:
    """Forget whom a kiosk turned away, and that this learner was; return the kiosks that this is about."""
    these = (TurnedAwayLine.kiosk_id == kiosk_id) | (TurnedAwayLine.learner_id == learner_id)
    found = list(work.rows.scalars(select(TurnedAwayLine.kiosk_id).where(these)))
    if found:
        work.rows.execute(delete(TurnedAwayLine).where(these))
    return found
