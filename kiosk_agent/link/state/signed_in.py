"""One learner at this kiosk, from sign-in to sign-out."""

from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from kiosk_agent.protocol.events import AttemptMade, EventBody, ExerciseOpened
from kiosk_agent.protocol.limits import LOCAL_MESSAGE_BYTES
from kiosk_agent.protocol.results import Verdict
from kiosk_agent.protocol.sessions import CurrentSignIn, KeptDraft

# A learner's many full-size drafts must not make the one message that brings them unreadable.
DRAFTS_BYTES = LOCAL_MESSAGE_BYTES - 16 * 1024


class SignedInLearner(BaseModel):
    """Who is signed in, and where they stand: the server's word at sign-in with what was recorded since over it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    session_id: str
    tutor_id: str
    """The tutor at which the PIN was typed. One that starts later shows nothing of theirs without it."""
    sign_in: CurrentSignIn
    closing_at: float | None = None
    """Seconds of the boot clock. Set once the sign-in has ended: a last draft may still come until then."""

    def after(self, body: EventBody) -> Self:
        """Return what is true of them once `body` happened."""
        changes: dict[str, object] = {}
        known = self.sign_in
        if isinstance(body, ExerciseOpened):
            changes["last_exercise"] = f"{body.track}/{body.exercise}"
        elif isinstance(body, AttemptMade) and body.judgement.verdict is Verdict.ACCEPTED:
            name = f"{body.submission.track}/{body.submission.exercise}"
            changes["passed"] = (*(other for other in known.passed if other != name), name)
        return self.model_copy(update={"sign_in": known.model_copy(update=changes)}) if changes else self


def newest(*sources: tuple[KeptDraft, ...]) -> tuple[KeptDraft, ...]:
    """Return one draft an exercise, the newest; for the same time, the later source's."""
    kept: dict[tuple[str, str], KeptDraft] = {}
    for draft in (draft for source in sources for draft in source):
        known = kept.get((draft.track, draft.exercise))
        if known is None or draft.saved_at >= known.saved_at:
            kept[draft.track, draft.exercise] = draft
    return tuple(kept.values())


def fitting(drafts: tuple[KeptDraft, ...], last_exercise: str | None) -> tuple[KeptDraft, ...]:
    """Return the drafts that fit into one local message: of the last exercise first, then the newest."""

    def rank(draft: KeptDraft) -> tuple[bool, AwareDatetime]:
        return (f"{draft.track}/{draft.exercise}" == last_exercise, draft.saved_at)

    room = DRAFTS_BYTES
    kept = []
    for draft in sorted(drafts, key=rank, reverse=True):
        room -= len(draft.model_dump_json().encode())
        if room < 0:
            break
        kept.append(draft)
    return tuple(kept)
