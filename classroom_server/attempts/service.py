"""What can be asked of attempts and drafts by a trainer."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import defer

from classroom_server.attempts import progress
from classroom_server.attempts.file_column import read_files
from classroom_server.attempts.reading.hints import moments, taken_before
from classroom_server.attempts.schemas import Attempt, AttemptWhole, ClockDoubt, DraftVersion, DraftWhole
from classroom_server.attempts.tables import AttemptLine, DraftLine
from classroom_server.core.database import Database, Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.kiosks import service as kiosks
from classroom_server.kiosks.tables import KioskLine
from classroom_server.learners.tables import LearnerLine
from kiosk_agent.protocol.results import Judgement, Verdict

ROWS_A_PIECE = 500


# Another kiosk may have sent the same number at the same moment.
_AGE = (AttemptLine.received_at, AttemptLine.sequence, AttemptLine.attempt_id)


def _joined() -> Select[AttemptLine, LearnerLine, KioskLine]:
    return (
        select(AttemptLine, LearnerLine, KioskLine)
        .join(LearnerLine, LearnerLine.learner_id == AttemptLine.learner_id)
        .join(KioskLine, KioskLine.kiosk_id == AttemptLine.kiosk_id)
    )


def _listed() -> Select[AttemptLine, LearnerLine, KioskLine]:
    # What learners wrote may be megabytes in all, and a list shows none of it.
    without_texts = _joined().options(defer(AttemptLine.files), defer(AttemptLine.judgement))
    return without_texts.order_by(*(column.desc() for column in _AGE))


def latest(
    work: Work, learner_id: str | None = None, limit: int = 50, offset: int = 0, *, has_passed: bool | None = None
) -> tuple[Attempt, ...]:
    """Return the latest attempts, of one learner or of all, of one outcome or of both, the newest first."""
    query = _listed().limit(limit).offset(offset).execution_options(yield_per=ROWS_A_PIECE)
    if learner_id is not None:
        query = query.where(AttemptLine.learner_id == learner_id)
    if has_passed is not None:
        query = query.where(_passed(has_passed=has_passed))
    return tuple(_attempt(*row) for row in work.rows.execute(query))


def each_of(database: Database, learner_id: str) -> Iterator[Attempt]:
    """Give a learner's attempts, the newest first, read a piece at a time.

    Each piece is a transaction of its own: whoever takes them slowly holds nothing meanwhile. What arrives in between
    is newer than the first, and not among them.
    """
    query = _listed().where(AttemptLine.learner_id == learner_id).limit(ROWS_A_PIECE)
    piece, after = query, None
    while True:
        with database.read() as work:
            rows = list(work.rows.execute(piece))
            made = [_attempt(*row) for row in rows]
            after = tuple(getattr(rows[-1][0], column.key) for column in _AGE) if rows else None
        yield from made
        if after is None:
            return
        piece = query.where(tuple_(*_AGE) < after)


def count(work: Work, learner_id: str, *, has_passed: bool | None = None) -> int:
    """Return how many attempts a learner made, of one outcome or of both."""
    query = select(func.count()).select_from(AttemptLine).where(AttemptLine.learner_id == learner_id)
    if has_passed is not None:
        query = query.where(_passed(has_passed=has_passed))
    return work.rows.execute(query).scalar_one()


def _passed(*, has_passed: bool) -> ColumnElement[bool]:
    accepted = AttemptLine.verdict == Verdict.ACCEPTED
    return accepted if has_passed else ~accepted


def find(work: Work, attempt_id: str) -> AttemptWhole:
    """Return one attempt whole. Raises Refused (not_found)."""
    row = work.rows.execute(_joined().where(AttemptLine.attempt_id == attempt_id)).first()
    if row is None:
        raise Refused(RefusalCode.NOT_FOUND, "there is no such attempt", hint="open the list of attempts again")
    judgement = Judgement.model_validate_json(row[0].judgement)
    made = _attempt(*row)
    hints = moments(work, made.learner_id, made.track, made.exercise)
    return AttemptWhole(made, read_files(row[0].files), judgement, taken_before(made.made_at, hints))


def draft_versions(work: Work, learner_id: str) -> tuple[DraftVersion, ...]:
    """Return a learner's drafts with kept versions: by exercise, the current one first, then the newest."""
    names = {kiosk.kiosk_id: kiosk.name for kiosk in kiosks.every(work)}
    versions: list[DraftVersion] = []
    for draft, sign_in in progress.draft_lines(work, learner_id):
        before = versions[-1] if versions else None
        is_current = before is None or (before.track, before.exercise) != (draft.track, draft.exercise)
        versions.append(
            DraftVersion(
                learner_id=learner_id,
                sign_in_id=draft.sign_in_id,
                kiosk_name=names.get(sign_in.kiosk_id, ""),
                track=draft.track,
                exercise=draft.exercise,
                saved_at=draft.saved_at,
                is_current=is_current,
            )
        )
    return tuple(versions)


def find_draft(work: Work, sign_in_id: str, track: str, exercise: str) -> DraftWhole:
    """Return one draft with its files. Raises Refused (not_found): a version that is no longer kept."""
    line = work.rows.get(DraftLine, (sign_in_id, track, exercise))
    if line is None:
        raise Refused(RefusalCode.NOT_FOUND, "there is no such draft", hint="open the learner's page again")
    named = {(each.sign_in_id, each.track, each.exercise): each for each in draft_versions(work, line.learner_id)}
    return DraftWhole(named[sign_in_id, track, exercise], read_files(line.files))


def _attempt(line: AttemptLine, learner: LearnerLine, kiosk: KioskLine) -> Attempt:
    return Attempt(
        attempt_id=line.attempt_id,
        learner_id=line.learner_id,
        display_name=learner.display_name,
        kiosk_id=line.kiosk_id,
        kiosk_name=kiosk.name,
        track=line.track,
        exercise=line.exercise,
        verdict=Verdict(line.verdict),
        made_at=line.made_at,
        milliseconds=line.milliseconds,
        exercise_version=line.exercise_version,
        bundle_hash=line.bundle_hash,
        clock_doubt=ClockDoubt(line.clock_doubt) if line.clock_doubt else None,
        toolchain=" ".join(fact for fact in (line.toolchain_program, line.toolchain_version) if fact),
    )
