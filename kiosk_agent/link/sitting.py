"""One learner at this kiosk, from sign-in to sign-out."""

from pydantic import AwareDatetime, BaseModel, ConfigDict

from kiosk_agent.protocol.limits import LOCAL_MESSAGE_BYTES
from kiosk_agent.protocol.sessions import KeptDraft, SignInReply

# Drafts share a line with the rest of a message; a learner's many full-size files must not make it unreadable.
DRAFTS_BYTES = LOCAL_MESSAGE_BYTES // 2


class Sitting(BaseModel):
    """Who sits here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sign_in: SignInReply
    closing_at: float | None = None
    """Seconds of the boot clock. Set once the seat is lost: a last draft may still come until then."""


def newest(*sources: tuple[KeptDraft, ...]) -> tuple[KeptDraft, ...]:
    """Return one draft an exercise, the newest; for the same time, the later source's."""
    kept: dict[tuple[str, str], KeptDraft] = {}
    for draft in (draft for source in sources for draft in source):
        known = kept.get((draft.track, draft.exercise))
        if known is None or draft.saved_at >= known.saved_at:
            kept[draft.track, draft.exercise] = draft
    return tuple(kept.values())


def fitting(drafts: tuple[KeptDraft, ...], last_exercise: str | None) -> tuple[KeptDraft, ...]:
    """Return the drafts that fit into one local message: the one opened last first, then the newest."""

    def rank(draft: KeptDraft) -> tuple[bool, AwareDatetime]:
        return (f"{draft.track}/{draft.exercise}" == last_exercise, draft.saved_at)

    room = DRAFTS_BYTES
    kept = []
    for draft in sorted(drafts, key=rank, reverse=True):
        room -= len(draft.model_dump_json())
        if room < 0:
            break
        kept.append(draft)
    return tuple(kept)
