"""What can be asked of attempts and drafts by a trainer."""

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import defer

from classroom_server.attempts import progress
from classroom_server.attempts.file_column import read_files
from classroom_server.attempts.schemas import Attempt, AttemptWhole, ClockDoubt, DraftVersion
from classroom_server.attempts.tables import AttemptLine
from classroom_server.core.database import Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.kiosks import service as kiosks
from classroom_server.kiosks.tables import KioskLine
from classroom_server.learners.tables import LearnerLine
from kiosk_agent.protocol.results import Judgement, Verdict

_ROWS_AT_A_TIME = 500


def _joined() -> Select[AttemptLine, LearnerLine, KioskLine]:
    return (
        select(AttemptLine, LearnerLine, KioskLine)
        .join(LearnerLine, LearnerLine.learner_id == AttemptLine.learner_id)
        .join(KioskLine, KioskLine.kiosk_id == AttemptLine.kiosk_id)
    )


def latest(
    work: Work, learner_id: str | None = None, limit: int = 50, offset: int = 0, *, has_passed: bool | None = None
) -> tuple[Attempt, ...]:
    """Return the latest attempts, of one learner or of all, of one outcome or of both, the newest first."""
    query = _joined().order_by(AttemptLine.received_at.desc(), AttemptLine.sequence.desc()).limit(limit).offset(offset)
    # What learners wrote may be megabytes in all, and a list shows none of it.
    query = query.options(defer(AttemptLine.files), defer(AttemptLine.judgement))
    query = query.execution_options(yield_per=_ROWS_AT_A_TIME)
    if learner_id is not None:
        query = query.where(AttemptLine.learner_id == learner_id)
    if has_passed is not None:
        query = query.where(_passed(has_passed=has_passed))
    return tuple(_attempt(*row) for row in work.rows.execute(query))


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
    return AttemptWhole(_attempt(*row), read_files(row[0].files), judgement)


def draft_versions(work: Work, learner_id: str) -> tuple[DraftVersion, ...]:
    """Return a learner's drafts with kept versions: by exercise, the current one first, then the newest."""
    names = {kiosk.kiosk_id: kiosk.name for kiosk in kiosks.every(work)}
    versions: list[DraftVersion] = []
    for draft, sign_in in progress.draft_lines(work, learner_id):
        before = versions[-1] if versions else None
        is_current = before is None or (before.track, before.exercise) != (draft.track, draft.exercise)
        versions.append(
            DraftVersion(
                sign_in_id=draft.sign_in_id,
                kiosk_name=names.get(sign_in.kiosk_id, ""),
                track=draft.track,
                exercise=draft.exercise,
                files=read_files(draft.files),
                saved_at=draft.saved_at,
                is_current=is_current,
            )
        )
    return tuple(versions)


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
