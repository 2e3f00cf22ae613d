"""Writing and checking the audit log."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from classroom_server.audit import repository, seals
from classroom_server.audit.schemas import Action, AuditRow, ChainState
from classroom_server.audit.tables import AuditLine
from classroom_server.core.database import Work
from kiosk_agent.protocol.log_head import LogHead

FIRST_HASH = "0" * 64
"""What stands before the first row."""
# Made once: json.dumps makes one at each call.
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode


def record(work: Work, action: Action, subject: str = "", **facts: str | float | None) -> None:
    """Add a row, by the work's actor, in the same transaction as the action itself. Opaque ids and counts only."""
    sequence, previous_hash = work.chain_end or _chain_end(work)
    content = [sequence + 1, _moment(work.now), str(work.actor), action, subject, _canonical(facts), previous_hash]
    row_hash = _hash(content)
    if not work.audit_rows:
        work.finish.append(repository.store)
    work.audit_rows.append(
        {
            "sequence": sequence + 1,
            "at": work.now,
            "actor": str(work.actor),
            "act": action,
            "subject": subject,
            "facts": content[5],
            "previous_hash": previous_hash,
            "row_hash": row_hash,
        }
    )
    work.chain_end = (sequence + 1, row_hash)


def _chain_end(work: Work) -> tuple[int, str]:
    return repository.end(work) or (0, FIRST_HASH)


def hash_of(row: AuditRow) -> str:
    """Return the SHA-256 (hex) over all of a row but its own hash, the row before included."""
    return _hash([row.sequence, _moment(row.at), row.actor, row.action, row.subject, row.facts, row.previous_hash])


def page(work: Work, before: int | None = None, limit: int = 100) -> tuple[AuditRow, ...]:
    """Return rows older than the sequence `before` (all when None), the newest first."""
    return tuple(_row(line) for line in repository.older(work, before, limit))


def rows_in_order(work: Work) -> Iterator[AuditRow]:
    """Yield every row, the oldest first."""
    return repository.in_order(work)


def verify(work: Work) -> ChainState:
    """Check every row against its hash and the row before it, and the last ones against the signed head."""
    state = _verify_chain(work)
    if state.broken_at is None and (reason := seals.why_differs(work)) is not None:
        return ChainState(state.rows, state.head, state.rows + 1, reason)
    return state


def is_signed(work: Work, head: LogHead) -> bool:
    """Tell whether this site signed a head."""
    return work.sealer is not None and work.sealer.fits(head.sequence, head.row_hash, head.signature)


def holds(work: Work, head: LogHead) -> bool:
    """Tell whether the log has the row of a head."""
    line = work.rows.get(AuditLine, head.sequence)
    return line is not None and line.row_hash == head.row_hash


def was_restored_before(work: Work, sequence: int) -> bool:
    """Tell whether the log says that it went on from a backup, in this row or one before."""
    return repository.has(work, Action.BACKUP_RESTORED, sequence)


def _verify_chain(work: Work) -> ChainState:
    head, count = FIRST_HASH, 0
    for row in repository.in_order(work):
        count += 1
        if row.sequence != count:
            return ChainState(count - 1, head, count, f"row {count} is missing")
        if row.previous_hash != head:
            return ChainState(count - 1, head, count, f"row {count} does not follow from the row before it")
        if row.row_hash != hash_of(row):
            return ChainState(count - 1, head, count, f"row {count} was changed")
        head = row.row_hash
    return ChainState(count, head, None, "every row fits")


def _row(line: AuditLine) -> AuditRow:
    return AuditRow(
        sequence=line.sequence,
        at=line.at,
        actor=line.actor,
        action=line.action,
        subject=line.subject,
        facts=line.facts,
        previous_hash=line.previous_hash,
        row_hash=line.row_hash,
    )


def _hash(content: Sequence[object]) -> str:
    return hashlib.sha256(_canonical(content).encode()).hexdigest()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
