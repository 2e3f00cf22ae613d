"""Finding and storing intervals."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from classroom_server.core.bulk_insert import BulkInsert
from classroom_server.core.database import Work, table_of
from classroom_server.presence.schemas import PresenceInterval
from classroom_server.presence.tables import PresenceLine

_INTERVALS = table_of(PresenceLine)
_ADD = BulkInsert(_INTERVALS)
_OF_KIOSK = update(_INTERVALS).where(_INTERVALS.c.kiosk_id == bindparam("of_kiosk"), _INTERVALS.c.until_at.is_(None))
_HEAR = _OF_KIOSK.values(heard_at=bindparam("at"))
_CLOSE = _OF_KIOSK.values(heard_at=bindparam("at"), until_at=bindparam("at"))
_CLOSE_ALL = update(_INTERVALS).where(_INTERVALS.c.until_at.is_(None)).values(until_at=_INTERVALS.c.heard_at)


def add(work: Work, intervals: Iterable[tuple[str, PresenceInterval]]) -> None:
    """Add intervals of kiosks."""
    rows = [
        {
            "interval_id": str(uuid.uuid4()),
            "kiosk_id": kiosk_id,
            "from_at": interval.from_at,
            "until_at": interval.until_at,
            "heard_at": interval.heard_at,
        }
        for kiosk_id, interval in intervals
    ]
    _ADD.add(work.rows.connection(), rows)


def hear(work: Work, heard: Mapping[str, datetime]) -> None:
    """Store until when the open intervals of kiosks were heard, in one statement."""
    if heard:
        work.rows.connection().execute(_HEAR, [{"of_kiosk": kiosk_id, "at": at} for kiosk_id, at in heard.items()])


def close(work: Work, ends: Mapping[str, datetime]) -> None:
    """End the open intervals of kiosks, each when it was heard last."""
    if ends:
        work.rows.connection().execute(_CLOSE, [{"of_kiosk": kiosk_id, "at": at} for kiosk_id, at in ends.items()])


def close_all(work: Work) -> None:
    """End every open interval when it was last stored that its kiosk was heard."""
    work.rows.connection().execute(_CLOSE_ALL)


def move_open(work: Work, step: timedelta) -> None:
    """Move every open interval in time."""
    for line in work.rows.scalars(select(PresenceLine).where(PresenceLine.until_at.is_(None))):
        line.from_at += step
        line.heard_at += step


def between(work: Work, kiosk_id: str, begin: datetime, end: datetime) -> tuple[PresenceInterval, ...]:
    """Return a kiosk's intervals that reach into the time between two moments, the earliest first."""
    query = (
        select(_INTERVALS.c.from_at, _INTERVALS.c.until_at, _INTERVALS.c.heard_at)
        .where(_INTERVALS.c.kiosk_id == kiosk_id, _INTERVALS.c.from_at < end, _INTERVALS.c.heard_at > begin)
        .order_by(_INTERVALS.c.from_at)
    )
    return tuple(PresenceInterval(*row) for row in work.rows.connection().execute(query))
