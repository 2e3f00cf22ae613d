"""Finding kiosks."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from classroom_server.core import names
from classroom_server.core.database import Work, table_of
from classroom_server.kiosks.tables import KioskLine
from kiosk_agent.protocol.enrolment import Approval

_KIOSKS = table_of(KioskLine)
_CHANGE_JAIL_FAULT = (
    update(_KIOSKS)
    .where(_KIOSKS.c.kiosk_id == bindparam("of_kiosk"), _KIOSKS.c.jail_fault.is_distinct_from(bindparam("jail_fault")))
    .values(jail_fault=bindparam("jail_fault"))
)
_NOTE_SEEN = (
    update(_KIOSKS)
    .where(
        _KIOSKS.c.kiosk_id == bindparam("of_kiosk"),
        # What is later than now was written by a clock that was ahead.
        (_KIOSKS.c.last_seen_at < bindparam("seen_at")) | (_KIOSKS.c.last_seen_at > bindparam("now")),
    )
    .values(last_seen_at=bindparam("seen_at"))
)


def by_key(work: Work, public_key: str) -> KioskLine | None:
    """Return the kiosk that holds a key."""
    return work.rows.scalars(select(KioskLine).where(KioskLine.public_key == public_key)).first()


def by_name(work: Work, name: str) -> KioskLine | None:
    """Return the kiosk of a name, however it is spelt."""
    return work.rows.scalars(select(KioskLine).where(KioskLine.folded_name == names.folded(name))).first()


def is_like_a_name(work: Work, name: str) -> bool:
    """Tell whether a kiosk has a name that people take for this one: "Kiosk 1" for "Kiosk 01"."""
    return work.rows.scalars(select(KioskLine).where(KioskLine.sort_key == names.sort_key(name))).first() is not None


def every(work: Work, approval: Approval | None = None) -> list[KioskLine]:
    """Return the kiosks that stand so, or all, by name."""
    query = select(KioskLine).order_by(KioskLine.sort_key, KioskLine.name)
    return list(work.rows.scalars(query if approval is None else query.where(KioskLine.approval == approval)))


def names_by_id(work: Work, kiosk_ids: Collection[str]) -> dict[str, str]:
    """Return kiosk -> its name, or the last that it had, of those ids that are kiosks."""
    name = func.coalesce(_KIOSKS.c.former_name, _KIOSKS.c.name)
    query = select(_KIOSKS.c.kiosk_id, name).where(_KIOSKS.c.kiosk_id.in_(kiosk_ids))
    return {row[0]: row[1] for row in work.rows.connection().execute(query)}


def missed_rows(work: Work) -> dict[str, int]:
    """Return name of kiosk -> the row of the log that it misses, of those that miss one, by name."""
    query = select(_KIOSKS.c.name, _KIOSKS.c.missed_row).where(_KIOSKS.c.missed_row.is_not(None))
    rows = work.rows.connection().execute(query.order_by(_KIOSKS.c.sort_key, _KIOSKS.c.name))
    return {row[0]: row[1] for row in rows}


def approved_of(work: Work, kiosk_ids: Iterable[str]) -> list[KioskLine]:
    """Return those of these kiosks that are approved, by name."""
    query = select(KioskLine).where(KioskLine.kiosk_id.in_(kiosk_ids), KioskLine.approval == Approval.APPROVED)
    return list(work.rows.scalars(query.order_by(KioskLine.sort_key, KioskLine.name)))


def waiting_count(work: Work) -> int:
    """Return how many wait for approval."""
    query = select(func.count()).select_from(KioskLine).where(KioskLine.approval == Approval.PENDING)
    return work.rows.execute(query).scalar_one()


def longest_silent(work: Work, silent_since: datetime) -> KioskLine | None:
    """Return the waiting kiosk that was not heard for longest, if that is since before `silent_since`."""
    query = (
        select(KioskLine)
        .where(KioskLine.approval == Approval.PENDING, KioskLine.last_seen_at < silent_since)
        .order_by(KioskLine.last_seen_at)
    )
    return work.rows.scalars(query.limit(1)).first()


def change_jail_fault(work: Work, kiosk_id: str, message: str | None) -> bool:
    """Store a kiosk's jail fault, or None; tell whether that is another than before."""
    changed = work.rows.connection().execute(_CHANGE_JAIL_FAULT, {"of_kiosk": kiosk_id, "jail_fault": message})
    return changed.rowcount > 0


def note_seen(work: Work, last_seen: Mapping[str, datetime]) -> None:
    """Store when kiosks were last heard, in one statement; of those that were heard since."""
    if last_seen:
        heard = [{"of_kiosk": kiosk_id, "seen_at": at, "now": work.now} for kiosk_id, at in last_seen.items()]
        work.rows.connection().execute(_NOTE_SEEN, heard)
