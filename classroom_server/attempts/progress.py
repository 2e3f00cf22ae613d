"""Where a learner stopped: current drafts, and what was ever passed."""

from typing import Final

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import defer

from classroom_server.attempts.file_column import read_files
from classroom_server.attempts.tables import AttemptLine, DraftLine
from classroom_server.core.database import Work
from classroom_server.core.logs import log
from classroom_server.sign_ins.tables import SignInLine
from kiosk_agent.protocol.results import Verdict
from kiosk_agent.protocol.sessions import KeptDraft

# What a kiosk is told at a sign-in must stay a message that it can take, whatever a kiosk before it made up: more than
# any learner has.
DRAFTS_SENT: Final = 200
DRAFTS_SENT_CHARACTERS: Final = 4 * 1024 * 1024
PASSED_SENT: Final = 1_000


def draft_lines(work: Work, learner_id: str) -> list[tuple[DraftLine, SignInLine]]:
    """Return a learner's drafts by exercise, that of the newest sign-in first; their texts are read when asked for."""
    query = (
        select(DraftLine, SignInLine)
        .join(SignInLine, SignInLine.sign_in_id == DraftLine.sign_in_id)
        .where(DraftLine.learner_id == learner_id)
        .order_by(DraftLine.track, DraftLine.exercise, SignInLine.position.desc())
        .options(defer(DraftLine.files))
    )
    return [(draft, sign_in) for draft, sign_in in work.rows.execute(query)]


def current_drafts(work: Work, learner_id: str) -> tuple[KeptDraft, ...]:
    """Return the draft of the newest sign-in in each exercise: of those that were worked on last, DRAFTS_SENT."""
    newest = (
        select(func.max(SignInLine.position))
        .join(DraftLine, DraftLine.sign_in_id == SignInLine.sign_in_id)
        .where(DraftLine.learner_id == learner_id)
        .group_by(DraftLine.track, DraftLine.exercise)
        .add_columns(DraftLine.track, DraftLine.exercise)
        .subquery()
    )
    query = (
        select(DraftLine)
        .join(SignInLine, SignInLine.sign_in_id == DraftLine.sign_in_id)
        .join(
            newest,
            (newest.c[0] == SignInLine.position)
            & (newest.c.track == DraftLine.track)
            & (newest.c.exercise == DraftLine.exercise),
        )
        .order_by(SignInLine.position.desc(), DraftLine.received_at.desc())
        .limit(DRAFTS_SENT)
        .execution_options(yield_per=1)
    )
    drafts, left = list[KeptDraft](), DRAFTS_SENT_CHARACTERS
    for line in work.rows.scalars(query):
        left -= len(line.files)
        if left < 0:
            break
        if draft := _kept_draft(line):
            drafts.append(draft)
    return tuple(sorted(drafts, key=lambda draft: (draft.track, draft.exercise)))


def _kept_draft(line: DraftLine) -> KeptDraft | None:
    try:
        files = dict(read_files(line.files))
        return KeptDraft(track=line.track, exercise=line.exercise, files=files, saved_at=line.saved_at)
    except ValidationError:
        # Taken under other rules than today's. The trainer still reads it, and the learner can sign in all the same.
        log("a draft cannot be sent", sign_in_id=line.sign_in_id, track=line.track, exercise=line.exercise)
        return None


def passed(work: Work, learner_id: str, limit: int | None = None) -> tuple[str, ...]:
    """Return "track/exercise" of each exercise that was ever accepted: with a limit, of those accepted first."""
    query = (
        select(AttemptLine.track, AttemptLine.exercise)
        .where(AttemptLine.learner_id == learner_id, AttemptLine.verdict == Verdict.ACCEPTED)
        .group_by(AttemptLine.track, AttemptLine.exercise)
        .order_by(func.min(AttemptLine.received_at), AttemptLine.track, AttemptLine.exercise)
        .limit(limit)
    )
    return tuple(sorted(f"{track}/{exercise}" for track, exercise in work.rows.execute(query)))
