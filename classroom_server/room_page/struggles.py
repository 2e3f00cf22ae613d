"""How it goes with those who are signed in: whether they do anything, and whether they fail in the same way again."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Final

from sqlalchemy import bindparam, func, select

from classroom_server.attempts.reading.failures import Failure, failure_of
from classroom_server.attempts.tables import AttemptLine, DraftLine
from classroom_server.core.database import Work, table_of
from classroom_server.room_page.last_exercise import attempts_at_it
from classroom_server.sign_ins.tables import SignInLine
from kiosk_agent.protocol.results import Judgement

# So far back it is looked whether the failures are alike.
LOOKED_BACK: Final = 5
_ATTEMPTS, _DRAFTS, _SIGN_INS = table_of(AttemptLine), table_of(DraftLine), table_of(SignInLine)
_OF_THESE = _SIGN_INS.c.sign_in_id.in_(bindparam("ids", expanding=True))
_NUMBERED = attempts_at_it(_OF_THESE, _ATTEMPTS.c.judgement)
_NEWEST = (
    select(_NUMBERED.c.sign_in_id, _NUMBERED.c.judgement)
    .where(_NUMBERED.c.place <= LOOKED_BACK)
    .order_by(_NUMBERED.c.sign_in_id, _NUMBERED.c.place)
)
_OPEN_HERE = _SIGN_INS.c.kiosk_id.in_(bindparam("kiosk_ids", expanding=True)) & _SIGN_INS.c.ended_at.is_(None)
# At whatever exercise: who has passed one and reads the next has just run something.
_DONE = tuple(
    select(lines.c.sign_in_id, func.max(moment))
    .join(_SIGN_INS, _SIGN_INS.c.sign_in_id == lines.c.sign_in_id)
    .where(_OPEN_HERE)
    .group_by(lines.c.sign_in_id)
    for lines, moment in ((_DRAFTS, _DRAFTS.c.saved_at), (_ATTEMPTS, _ATTEMPTS.c.made_at))
)


@dataclass(frozen=True)
class Struggle:
    """Why the last attempt of a sign-in failed, and how many of the last ones, that one too, failed alike."""

    failure: Failure
    alike: int


def struggles(work: Work, sign_in_ids: Collection[str]) -> Mapping[str, Struggle]:
    """Return sign-in -> how it fails, of those whose last attempt at their last exercise did not pass."""
    judged: dict[str, list[str]] = defaultdict(list)
    for sign_in_id, judgement in work.rows.connection().execute(_NEWEST, {"ids": sorted(sign_in_ids)}):
        judged[sign_in_id].append(judgement)
    found = {sign_in_id: _struggle(judgements) for sign_in_id, judgements in judged.items()}
    return {sign_in_id: struggle for sign_in_id, struggle in found.items() if struggle is not None}


def _struggle(judgements: list[str]) -> Struggle | None:
    failures = _failures(judgements)
    last = failures[0]
    return Struggle(last, _alike(failures)) if last is not None else None


def alike_at_last(judgements: list[str]) -> int:
    """Return how many of these attempts, the newest first, failed as the newest did."""
    return _alike(_failures(judgements))


def _failures(judgements: list[str]) -> list[Failure | None]:
    return [failure_of(Judgement.model_validate_json(judgement)) for judgement in judgements]


def _alike(failures: list[Failure | None]) -> int:
    last = failures[0]
    if last is None:
        return 0
    return len(list(takewhile(lambda failure: failure is not None and failure.is_like(last), failures)))


def done_at(work: Work, kiosk_ids: Collection[str]) -> Mapping[str, datetime]:
    """Return open sign-in at these kiosks -> when something was typed or run in it last."""
    rows, these = work.rows.connection(), {"kiosk_ids": list(kiosk_ids)}
    typed, ran = ({row[0]: row[1] for row in rows.execute(query, these)} for query in _DONE)
    return typed | {sign_in_id: max(at, typed.get(sign_in_id, at)) for sign_in_id, at in ran.items()}
