"""Reading and adding rows of the audit log."""

from collections.abc import Iterator

from sqlalchemy import insert, select

from classroom_server.audit.tables import AuditLine
from classroom_server.core.database import Work, table_of

_ROWS_AT_A_TIME = 1000
_ADD = insert(table_of(AuditLine))


def store(work: Work) -> None:
    """Add the rows that a work has gathered."""
    rows, work.audit_rows = work.audit_rows, []
    work.rows.connection().execute(_ADD, rows)


def last(work: Work) -> AuditLine | None:
    """Return the newest row."""
    return work.rows.scalars(select(AuditLine).order_by(AuditLine.sequence.desc()).limit(1)).first()


def older(work: Work, before: int | None, limit: int) -> list[AuditLine]:
    """Return rows below a sequence, the newest first."""
    query = select(AuditLine).order_by(AuditLine.sequence.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditLine.sequence < before)
    return list(work.rows.scalars(query))


def in_order(work: Work) -> Iterator[AuditLine]:
    """Yield every row, the oldest first, without holding them all."""
    query = select(AuditLine).order_by(AuditLine.sequence).execution_options(yield_per=_ROWS_AT_A_TIME)
    yield from work.rows.scalars(query)


def has(work: Work, action: str, up_to: int) -> bool:
    """Tell whether there is a row of an action up to a sequence. Reads the log: for what is rare."""
    query = select(AuditLine.sequence).where(AuditLine.action == action, AuditLine.sequence <= up_to).limit(1)
    return work.rows.scalars(query).first() is not None
