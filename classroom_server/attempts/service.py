"""What can be asked of attempts and drafts by a trainer."""

from classroom_server.attempts.schemas import Attempt, AttemptWhole, DraftVersion
from classroom_server.database import Work


def latest(work: Work, learner_id: str | None = None, limit: int = 50) -> tuple[Attempt, ...]:
    """Return the latest attempts, of one learner or of all, the newest first."""
    raise NotImplementedError


def find(work: Work, attempt_id: str) -> AttemptWhole:
    """Return one attempt whole. Raises Refused (not_found)."""
    raise NotImplementedError


def draft_versions(work: Work, learner_id: str) -> tuple[DraftVersion, ...]:
    """Return a learner's drafts with kept versions: by exercise, the current one first, then the newest."""
    raise NotImplementedError
