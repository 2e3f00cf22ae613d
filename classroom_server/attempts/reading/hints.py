"""How many hints of an exercise a learner has taken, and whether it came to anything."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, func, select

from classroom_server.attempts.tables import AttemptLine, HintLine
from classroom_server.core.database import Work, table_of
from classroom_server.sign_ins.tables import SignInLine
from kiosk_agent.protocol.results import Verdict

_ATTEMPTS, _HINTS, _SIGN_INS = table_of(AttemptLine), table_of(HintLine), table_of(SignInLine)
_LAST = (_SIGN_INS.c.learner_id, _SIGN_INS.c.last_track, _SIGN_INS.c.last_exercise)
_HAS_PASSED = exists().where(
    _ATTEMPTS.c.learner_id == _SIGN_INS.c.learner_id,
    _ATTEMPTS.c.verdict == Verdict.ACCEPTED,
    _ATTEMPTS.c.track == _SIGN_INS.c.last_track,
    _ATTEMPTS.c.exercise == _SIGN_INS.c.last_exercise,
)
_AT_LAST_EXERCISE = (
    select(_SIGN_INS.c.sign_in_id, func.count(), func.max(_HINTS.c.of_all), func.max(_HINTS.c.taken_at), _HAS_PASSED)
    .join(
        _HINTS,
        (_HINTS.c.learner_id == _SIGN_INS.c.learner_id)
        & (_HINTS.c.track == _SIGN_INS.c.last_track)
        & (_HINTS.c.exercise == _SIGN_INS.c.last_exercise),
    )
    .where(_SIGN_INS.c.kiosk_id.in_(bindparam("kiosk_ids", expanding=True)), _SIGN_INS.c.ended_at.is_(None))
    .group_by(_SIGN_INS.c.sign_in_id, *_LAST)
)
_MOMENTS = (
    select(_HINTS.c.taken_at)
    .where(
        _HINTS.c.learner_id == bindparam("learner"),
        _HINTS.c.track == bindparam("track"),
        _HINTS.c.exercise == bindparam("exercise"),
    )
    .order_by(_HINTS.c.taken_at)
)

_OF_LEARNER = select(_HINTS.c.track, _HINTS.c.exercise, _HINTS.c.taken_at).where(
    _HINTS.c.learner_id == bindparam("learner")
)


@dataclass(frozen=True)
class HintsTaken:
    """Of the exercise that a learner has open."""

    taken: int
    of_all: int
    last_at: datetime
    """When the last of them was taken."""
    has_passed: bool
    """The learner passed the exercise, now or before."""

    @property
    def is_all(self) -> bool:
        """Tell whether there is none left."""
        return self.taken >= self.of_all


def of_open_sign_ins(work: Work, kiosk_ids: Collection[str]) -> Mapping[str, HintsTaken]:
    """Return open sign-in at these kiosks -> the hints of its last exercise, of those who took one."""
    found = work.rows.connection().execute(_AT_LAST_EXERCISE, {"kiosk_ids": list(kiosk_ids)})
    return {row[0]: HintsTaken(row[1], row[2], row[3], bool(row[4])) for row in found}


def moments(work: Work, learner_id: str, track: str, exercise: str) -> tuple[datetime, ...]:
    """Return when each hint of an exercise was taken, the first one first."""
    named = {"learner": learner_id, "track": track, "exercise": exercise}
    return tuple(row[0] for row in work.rows.connection().execute(_MOMENTS, named))


def of_learner(work: Work, learner_id: str) -> Mapping[tuple[str, str], tuple[datetime, ...]]:
    """Return track and exercise -> when each hint of it was taken."""
    found = defaultdict[tuple[str, str], list[datetime]](list)
    for track, exercise, taken_at in work.rows.connection().execute(_OF_LEARNER, {"learner": learner_id}):
        found[track, exercise].append(taken_at)
    return {key: tuple(taken) for key, taken in found.items()}


def taken_before(moment: datetime, taken: Collection[datetime]) -> int:
    """Return how many hints had been taken by a moment."""
    return sum(taken_at <= moment for taken_at in taken)
