"""Writing and checking the audit log."""

from classroom_server.audit.schemas import Act, AuditRow, ChainState
from classroom_server.database import Work


def record(work: Work, act: Act, subject: str = "", **facts: str | float | None) -> None:
    """Add a row, by the work's actor, in the same transaction as the act itself. Opaque ids and counts only."""
    raise NotImplementedError


def page(work: Work, before: int | None = None, limit: int = 100) -> tuple[AuditRow, ...]:
    """Return rows older than the sequence `before` (all when None), the newest first."""
    raise NotImplementedError


def verify(work: Work) -> ChainState:
    """Check every row against its hash and the row before it."""
    raise NotImplementedError
