"""Where rooms are kept, and which kiosk stood where from when to when."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, validates

from classroom_server.core import names
from classroom_server.core.database import Moment, SortKey, StoredRow


class RoomLine(StoredRow):
    """One room."""

    __tablename__ = "rooms"

    room_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    folded_name: Mapped[str] = mapped_column(String(names.FOLDED_CHARACTERS))
    """What two are compared by; it follows the name."""
    sort_key: Mapped[str] = mapped_column(SortKey)
    """What lists are sorted by; it follows the name."""
    from_at: Mapped[datetime] = mapped_column(Moment)
    until_at: Mapped[datetime | None] = mapped_column(Moment)

    @validates("name")
    def _fold(self, _key: str, name: str) -> str:
        self.folded_name = names.folded(name)
        self.sort_key = names.sort_key(name)
        return name


# A room that is given up holds no name.
Index(
    "uq_rooms_folded_name",
    RoomLine.folded_name,
    unique=True,
    sqlite_where=RoomLine.until_at.is_(None),
    postgresql_where=RoomLine.until_at.is_(None),
)


class PlaceLine(StoredRow):
    """A time in which a kiosk stood in a room at a seat. All are kept: the register stands on them."""

    __tablename__ = "kiosk_places"

    place_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kiosk_id: Mapped[str] = mapped_column(ForeignKey("kiosks.kiosk_id"), index=True)
    room_id: Mapped[str] = mapped_column(ForeignKey("rooms.room_id"), index=True)
    seat_row: Mapped[int | None]
    """In the seat plan, from 0 at the front; None as long as nobody has put the kiosk into the plan."""
    seat_column: Mapped[int | None]
    """From 0 at the left; None with the row."""
    from_at: Mapped[datetime] = mapped_column(Moment)
    until_at: Mapped[datetime | None] = mapped_column(Moment)


# A kiosk stands in one place at a time, and at a seat one kiosk.
Index(
    "uq_kiosk_places_kiosk",
    PlaceLine.kiosk_id,
    unique=True,
    sqlite_where=PlaceLine.until_at.is_(None),
    postgresql_where=PlaceLine.until_at.is_(None),
)
Index(
    "uq_kiosk_places_seat",
    PlaceLine.room_id,
    PlaceLine.seat_row,
    PlaceLine.seat_column,
    unique=True,
    sqlite_where=PlaceLine.until_at.is_(None),
    postgresql_where=PlaceLine.until_at.is_(None),
)
