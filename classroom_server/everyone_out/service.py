"""Sending everyone out of a room, and saying why afterwards."""

import uuid
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core import names
from classroom_server.core.database import Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.live.events import room_topic
from classroom_server.core.live.presence import Presence
from classroom_server.everyone_out.schemas import NOTE_CHARACTERS, EveryoneOut, OutReason, SentOut
from classroom_server.everyone_out.tables import EveryoneOutLine
from classroom_server.kiosks import service as kiosks
from classroom_server.rooms import service as rooms
from classroom_server.sessions import service as sessions
from kiosk_agent.protocol.limits import LEASE_GRACE_SECONDS

_GRACE: Final = timedelta(seconds=LEASE_GRACE_SECONDS)


def send_out(work: Work, presence: Presence, room_id: str) -> SentOut | None:
    """End the session of a room for an emergency; None when none is on: its kiosks are locked already.

    No reason is asked for now: the room's page asks until it has one. Raises Refused (not_found).
    """
    rooms.find(work, room_id)
    session = sessions.current(work, room_id)
    if session is None:
        return None
    line = EveryoneOutLine(out_id=str(uuid.uuid4()), room_id=room_id, session_id=session.session_id, at=work.now)
    work.rows.add(line)
    audit.record(work, Action.EVERYONE_SENT_OUT, room_id, out=line.out_id, session=session.session_id)
    ended = sessions.end(work, session.session_id)
    here = rooms.places(work, room_id)
    away = [kiosk_id for kiosk_id in here if not presence.is_connected(kiosk_id)]
    silent = [kiosk_id for kiosk_id in away if _may_be_open(presence.last_seen(kiosk_id), work.now)]
    return SentOut(ended.signed_out, len(here), len(here) - len(away), kiosks.names_of(work, silent))


def _may_be_open(heard_at: datetime | None, now: datetime) -> bool:
    """Tell whether a kiosk that does not answer may still hold the right to be open."""
    return heard_at is not None and now - heard_at < _GRACE


def without_reason(work: Work, room_id: str) -> tuple[EveryoneOut, ...]:
    """Return the times of a room for which nobody has said why yet, the oldest first."""
    query = select(EveryoneOutLine).where(EveryoneOutLine.room_id == room_id, EveryoneOutLine.reason.is_(None))
    return tuple(_out(line) for line in work.rows.scalars(query.order_by(EveryoneOutLine.at)))


def find(work: Work, out_id: str) -> EveryoneOut:
    """Return one time. Raises Refused (not_found)."""
    return _out(_line(work, out_id))


def say_why(work: Work, out_id: str, reason: OutReason, note: str = "") -> bool:
    """Keep why everyone was sent out; False when somebody has said so already.

    Raises Refused (not_found, name_unsuitable: the note cannot be read).
    """
    line = _line(work, out_id)
    if line.reason is not None:
        return False
    line.note = names.clean_name(note, "a note", NOTE_CHARACTERS) if note.strip() else None
    line.reason, line.reason_at = reason, work.now
    audit.record(work, Action.REASON_GIVEN, line.room_id, out=out_id, reason=reason.value)
    work.announce(room_topic(line.room_id))
    return True


def _line(work: Work, out_id: str) -> EveryoneOutLine:
    line = work.rows.get(EveryoneOutLine, out_id)
    if line is None:
        raise Refused(RefusalCode.NOT_FOUND, "everyone was not sent out then", hint="open the room page again")
    return line


def _out(line: EveryoneOutLine) -> EveryoneOut:
    return EveryoneOut(
        out_id=line.out_id,
        room_id=line.room_id,
        session_id=line.session_id,
        at=line.at,
        reason=OutReason(line.reason) if line.reason else None,
    )
