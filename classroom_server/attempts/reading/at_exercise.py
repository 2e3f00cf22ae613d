"""A learner's work at one exercise: each attempt with what changed since the one before, and the text as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, func, select

from classroom_server.attempts.file_column import read_files
from classroom_server.attempts.reading.changes import FileChange, changes_between
from classroom_server.attempts.reading.hints import moments, taken_before
from classroom_server.attempts.tables import AttemptLine, DraftLine
from classroom_server.core.database import Work
from classroom_server.sign_ins.tables import SignInLine
from kiosk_agent.protocol.results import Judgement, Verdict

_NEWEST_FIRST = tuple(
    column.desc() for column in (AttemptLine.received_at, AttemptLine.sequence, AttemptLine.attempt_id)
)


@dataclass(frozen=True)
class AttemptStep:
    """One attempt among those at an exercise. Its changes are hostile text: escape them."""

    attempt_id: str
    number: int
    """Its place among all of the learner's at the exercise; the first is 1."""
    verdict: Verdict
    made_at: datetime
    changes: tuple[FileChange, ...]
    """Since the attempt before; of the first, none."""
    hints: int = 0
    """How many hints had been taken by then."""


@dataclass(frozen=True)
class WorkNow:
    """A learner's files as they are now, with the judgement on the last attempt. Both are hostile text: escape them."""

    files: Mapping[str, str]
    saved_at: datetime
    attempt_id: str | None
    judgement: Judgement | None
    """Of the last attempt; None as long as there was none."""
    judged_at: datetime | None
    is_judged: bool
    """These very files are those of the last attempt."""


def count(work: Work, learner_id: str, track: str, exercise: str) -> int:
    """Return how many attempts a learner made at an exercise."""
    query = select(func.count()).select_from(AttemptLine).where(*_of(learner_id, track, exercise))
    return work.rows.execute(query).scalar_one()


def steps(
    work: Work, learner_id: str, track: str, exercise: str, *, limit: int, offset: int = 0
) -> tuple[AttemptStep, ...]:
    """Return a learner's attempts at an exercise, the newest first."""
    made = count(work, learner_id, track, exercise)
    columns = (AttemptLine.attempt_id, AttemptLine.verdict, AttemptLine.made_at, AttemptLine.files)
    query = select(*columns).where(*_of(learner_id, track, exercise)).order_by(*_NEWEST_FIRST)
    # One more: the oldest that is shown is compared with the one before it.
    rows = work.rows.execute(query.limit(limit + 1).offset(offset)).all()
    taken = moments(work, learner_id, track, exercise)
    return tuple(
        AttemptStep(
            attempt_id=row[0],
            number=made - offset - place,
            verdict=Verdict(row[1]),
            made_at=row[2],
            changes=_changes(rows[place + 1][3], row[3]) if place + 1 < len(rows) else (),
            hints=taken_before(row[2], taken),
        )
        for place, row in enumerate(rows[:limit])
    )


# A page is drawn again while its learner types, and attempts stay as they are.
@lru_cache(maxsize=64)
def _changes(before: str, after: str) -> tuple[FileChange, ...]:
    return changes_between(read_files(before), read_files(after))


def standing(work: Work, learner_id: str, track: str, exercise: str) -> WorkNow | None:
    """Return a learner's work at an exercise as it is now: the newest draft, or an attempt made since; None if none."""
    query = select(AttemptLine).where(*_of(learner_id, track, exercise)).order_by(*_NEWEST_FIRST)
    attempt = work.rows.scalars(query.limit(1)).first()
    draft = _newest_draft(work, learner_id, track, exercise)
    newest = max((line for line in (draft, attempt) if line is not None), key=_made_at, default=None)
    if newest is None:
        return None
    return WorkNow(
        files=read_files(newest.files),
        saved_at=_made_at(newest),
        attempt_id=attempt.attempt_id if attempt else None,
        judgement=Judgement.model_validate_json(attempt.judgement) if attempt else None,
        judged_at=attempt.made_at if attempt else None,
        is_judged=attempt is not None and attempt.files == newest.files,
    )


def _newest_draft(work: Work, learner_id: str, track: str, exercise: str) -> DraftLine | None:
    query = (
        select(DraftLine)
        .join(SignInLine, SignInLine.sign_in_id == DraftLine.sign_in_id)
        .where(DraftLine.learner_id == learner_id, DraftLine.track == track, DraftLine.exercise == exercise)
        .order_by(SignInLine.position.desc())
        .limit(1)
    )
    return work.rows.scalars(query).first()


def _made_at(line: AttemptLine | DraftLine) -> datetime:
    return line.made_at if isinstance(line, AttemptLine) else line.saved_at


def _of(learner_id: str, track: str, exercise: str) -> tuple[ColumnElement[bool], ...]:
    return (AttemptLine.learner_id == learner_id, AttemptLine.track == track, AttemptLine.exercise == exercise)
