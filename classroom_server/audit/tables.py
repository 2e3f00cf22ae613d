"""Where the audit log is kept."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from classroom_server.core.database import Moment, StoredRow


class LogSeal(StoredRow):
    """The one row that holds the log's head, signed with the site's lease key at each commit."""

    __tablename__ = "log_seal"

    seal_id: Mapped[int] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    row_hash: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(200))


class AuditLine(StoredRow):
    """One row of the log; see AuditRow."""

    __tablename__ = "audit_rows"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column("act", String(40))
    subject: Mapped[str] = mapped_column(String(80))
    facts: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(String(64))
    row_hash: Mapped[str] = mapped_column(String(64))
