"""What was tried in a sign-in at the exercise that it opened or worked on last: one choice for all who ask."""

from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, select

from classroom_server.attempts.tables import AttemptLine
from classroom_server.core.database import table_of
from classroom_server.sign_ins.tables import SignInLine

_ATTEMPTS, _SIGN_INS = table_of(AttemptLine), table_of(SignInLine)


def attempts_at_it(of_these: ColumnElement[bool], *facts: ColumnElement[Any]) -> Subquery:
    """Return these facts of each attempt, for the sign-ins that a condition chooses.

    Beside them stand its `sign_in_id`, how many `attempts` there were, and its `place`: 1 is the newest.
    """
    newest_first = _ATTEMPTS.c.sequence.desc()
    return (
        select(
            _ATTEMPTS.c.sign_in_id,
            func.count().over(partition_by=_ATTEMPTS.c.sign_in_id).label("attempts"),
            func.row_number().over(partition_by=_ATTEMPTS.c.sign_in_id, order_by=newest_first).label("place"),
            *facts,
        )
        .join(_SIGN_INS, _SIGN_INS.c.sign_in_id == _ATTEMPTS.c.sign_in_id)
        .where(
            of_these,
            _ATTEMPTS.c.track == _SIGN_INS.c.last_track,
            _ATTEMPTS.c.exercise == _SIGN_INS.c.last_exercise,
        )
        .subquery()
    )
