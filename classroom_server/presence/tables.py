"""Where presence is kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from classroom_server.core.database import Moment, StoredRow


class PresenceLine(StoredRow):
    """A time in which a kiosk was there without a gap. All are kept: the register stands on them."""

    __tablename__ = "presence_intervals"

    interval_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.kiosk_id"))
    from_at: Mapped[datetime] = mapped_column(Moment)
    until_at: Mapped[datetime | None] = mapped_column(Moment)
    heard_at: Mapped[datetime] = mapped_column(Moment)


Index("ix_presence_intervals_kiosk_from", PresenceLine.kiosk_id, PresenceLine.from_at)
# A kiosk is there once at a time, however many machines have its key.
Index(
    "uq_presence_intervals_open",
    PresenceLine.kiosk_id,
    unique=True,
    sqlite_where=PresenceLine.until_at.is_(None),
    postgresql_where=PresenceLine.until_at.is_(None),
)
