"""Reading and adding rows of the audit log."""

from collections.abc import Iterator

from sqlalchemy import bindparam, insert, select, update

from classroom_server.audit.schemas import AuditRow
from classroom_server.audit.tables import AuditLine, LogSeal
from classroom_server.core.bulk_insert import BulkInsert
from classroom_server.core.database import Work, table_of

_ROWS_AT_A_TIME = 1000
_ROWS, _SEAL, _THE_SEAL = table_of(AuditLine), table_of(LogSeal), 1
_ADD = BulkInsert(_ROWS)
_END = select(_ROWS.c.sequence, _ROWS.c.row_hash).order_by(_ROWS.c.sequence.desc()).limit(1)
_IN_ORDER = (
    select(
        _ROWS.c.sequence,
        _ROWS.c.at,
        _ROWS.c.actor,
        _ROWS.c.act,
        _ROWS.c.subject,
        _ROWS.c.facts,
        _ROWS.c.previous_hash,
        _ROWS.c.row_hash,
    )
    .order_by(_ROWS.c.sequence)
    .execution_options(yield_per=_ROWS_AT_A_TIME)
)
_FIRST_SEAL = insert(_SEAL)
_MOVE_SEAL = (
    update(_SEAL)
    .where(_SEAL.c.seal_id == _THE_SEAL)
    .values({name: bindparam(name) for name in ("sequence", "row_hash", "signature")})
)


def store(work: Work) -> None:
    """Add the rows that a work has gathered."""
    rows, work.audit_rows = work.audit_rows, []
    _ADD.add(work.rows.connection(), rows)


def end(work: Work) -> tuple[int, str] | None:
    """Return the newest row's sequence and hash."""
    row = work.rows.connection().execute(_END).first()
    return None if row is None else (row[0], row[1])


def seal(work: Work) -> LogSeal | None:
    """Return the signed head."""
    return work.rows.get(LogSeal, _THE_SEAL)


def store_seal(work: Work, sequence: int, row_hash: str, signature: str) -> None:
    """Put the signed head in the place of the one before."""
    # At every commit: an object of the row would cost ten times as much.
    values = {"sequence": sequence, "row_hash": row_hash, "signature": signature}
    rows = work.rows.connection()
    if not rows.execute(_MOVE_SEAL, values).rowcount:
        rows.execute(_FIRST_SEAL, {"seal_id": _THE_SEAL, **values})


def older(work: Work, before: int | None, limit: int) -> list[AuditLine]:
    """Return rows below a sequence, the newest first."""
    query = select(AuditLine).order_by(AuditLine.sequence.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditLine.sequence < before)
    return list(work.rows.scalars(query))


def in_order(work: Work) -> Iterator[AuditRow]:
    """Yield every row, the oldest first, without holding them all."""
    # A log has hundreds of thousands: an object of the table for each would take most of the time.
    for row in work.rows.connection().execute(_IN_ORDER):
        yield AuditRow(*row)


def has(work: Work, action: str, up_to: int) -> bool:
    """Tell whether there is a row of an action up to a sequence. Reads the log: for what is rare."""
    query = select(AuditLine.sequence).where(AuditLine.action == action, AuditLine.sequence <= up_to).limit(1)
    return work.rows.scalars(query).first() is not None
