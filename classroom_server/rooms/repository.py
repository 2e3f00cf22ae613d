"""Finding rooms and places."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from classroom_server.core import names
from classroom_server.core.database import Work, table_of
from classroom_server.rooms.tables import PlaceLine, RoomLine

_PLACES = table_of(PlaceLine)
_ROOM_OF_EACH = select(_PLACES.c.kiosk_id, _PLACES.c.room_id).where(_PLACES.c.until_at.is_(None))


def every(work: Work) -> list[RoomLine]:
    """Return the rooms that there are, by name."""
    query = select(RoomLine).where(RoomLine.until_at.is_(None)).order_by(RoomLine.sort_key, RoomLine.name)
    return list(work.rows.scalars(query))


def by_name(work: Work, name: str) -> RoomLine | None:
    """Return the room of a name, however it is spelt."""
    query = select(RoomLine).where(RoomLine.until_at.is_(None), RoomLine.folded_name == names.folded(name))
    return work.rows.scalars(query).first()


def count(work: Work) -> int:
    """Return how many rooms there are."""
    return work.rows.execute(select(func.count()).select_from(RoomLine).where(RoomLine.until_at.is_(None))).scalar_one()


def place_of(work: Work, kiosk_id: str) -> PlaceLine | None:
    """Return where a kiosk stands now."""
    return work.rows.scalars(
        select(PlaceLine).where(PlaceLine.kiosk_id == kiosk_id, PlaceLine.until_at.is_(None))
    ).first()


def places_in(work: Work, room_id: str) -> list[PlaceLine]:
    """Return the places in a room that are taken now."""
    query = select(PlaceLine).where(PlaceLine.room_id == room_id, PlaceLine.until_at.is_(None))
    return list(work.rows.scalars(query))


def room_of_each(work: Work) -> dict[str, str]:
    """Return the room of each kiosk that stands in one."""
    return {row[0]: row[1] for row in work.rows.connection().execute(_ROOM_OF_EACH)}


def places_of_all(work: Work) -> list[PlaceLine]:
    """Return every place that is taken now."""
    return list(work.rows.scalars(select(PlaceLine).where(PlaceLine.until_at.is_(None))))


def left_at(work: Work, kiosk_ids: Collection[str]) -> dict[str, datetime]:
    """Return when each of these kiosks left its last place, of those that ever stood in one."""
    query = (
        select(PlaceLine.kiosk_id, func.max(PlaceLine.until_at))
        .where(PlaceLine.kiosk_id.in_(kiosk_ids))
        .group_by(PlaceLine.kiosk_id)
    )
    return {row[0]: row[1] for row in work.rows.execute(query) if row[1] is not None}
