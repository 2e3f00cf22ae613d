"""Where kiosks are kept."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column, validates

from classroom_server.core import names
from classroom_server.core.database import Moment, SortKey, StoredRow


class EnrolmentWindowLine(StoredRow):
    """The one row that is there while kiosks that nobody knows may ask for approval."""

    __tablename__ = "enrolment_window"

    window_id: Mapped[int] = mapped_column(primary_key=True)
    closes_at: Mapped[datetime] = mapped_column(Moment)


class KioskLine(StoredRow):
    """One kiosk, named by its key."""

    __tablename__ = "kiosks"

    kiosk_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    public_key: Mapped[str] = mapped_column(String(43), unique=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    """Its id while it holds none."""
    former_name: Mapped[str | None] = mapped_column(String(60))
    """Of one that holds no name: the last that it had."""
    folded_name: Mapped[str] = mapped_column(String(names.FOLDED_CHARACTERS), unique=True, index=True)
    """What two are compared by; it follows the name."""
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    """What lists are sorted by; it follows the name."""
    approval: Mapped[str] = mapped_column(String(10), index=True)
    image_version: Mapped[str] = mapped_column(String(40))
    enrolled_at: Mapped[datetime] = mapped_column(Moment)
    retired_at: Mapped[datetime | None] = mapped_column(Moment)
    last_seen_at: Mapped[datetime] = mapped_column(Moment)
    missed_row: Mapped[int | None] = mapped_column(BigInteger)
    """The row of the log whose signed head this kiosk shows, and that the log does not hold."""
    acts: Mapped[str | None] = mapped_column(String(700))
    """What its image knows of what staff can ask of kiosks (schemas.py)."""
    wired_addresses: Mapped[str | None] = mapped_column(String(80))
    """Of its network cards, with blanks between them: by these it is woken. None until its image tells any."""
    jail_fault: Mapped[str | None] = mapped_column(String(500))

    @validates("name")
    def _fold(self, _key: str, name: str) -> str:
        self.folded_name = names.folded(name)
        self.sort_key = names.sort_key(name)
        return name
