"""What can be done with sessions."""

import math
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from classroom_server.acts import service as acts
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core import names
from classroom_server.core.actors import CLOCK
from classroom_server.core.database import Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.live.events import room_topic, session_topic
from classroom_server.learners import service as learners
from classroom_server.rooms import service as rooms
from classroom_server.sessions import repository
from classroom_server.sessions.schemas import ClassSession, EndedSession, Planned
from classroom_server.sessions.tables import SessionLine
from classroom_server.sign_ins import service as sign_ins

MINUTES_MAXIMUM = 12 * 60


def start(
    work: Work, room_id: str, cohort_id: str, minutes: int, title: str = "", *, planned: Planned | None = None
) -> ClassSession:
    """Open the kiosks of a room to a cohort for some minutes (1 to 720). An empty title becomes the cohort's name.

    `planned` is the slot of the timetable that it is started for; it may say when exactly the session ends.
    Raises Refused (not_found, cohort_empty, minutes_unsuitable, name_unsuitable, session_already_open).
    """
    rooms.find(work, room_id)
    cohort = learners.cohort_line(work, cohort_id)
    if learners.is_empty(work, cohort_id):
        raise Refused(RefusalCode.COHORT_EMPTY, f"nobody is in {cohort.name}", hint="add learners to the cohort first")
    lasting = _minutes(minutes)
    end_overdue(work)
    if current(work, room_id) is not None:
        hint = "end the open session first"
        raise Refused(RefusalCode.SESSION_ALREADY_OPEN, "a session is open in this room already", hint=hint)
    line = SessionLine(
        session_id=str(uuid.uuid4()),
        room_id=room_id,
        cohort_id=cohort_id,
        title=names.clean_name(title.strip() or cohort.name, "a session"),
        started_at=work.now,
        ends_at=(planned.ends_at if planned else None) or work.now + lasting,
        slot_id=planned.slot_id if planned else None,
    )
    work.rows.add(line)
    named = {"slot": planned.slot_id} if planned else {}
    audit.record(
        work, Action.SESSION_STARTED, line.session_id, room=room_id, cohort=cohort_id, minutes=minutes, **named
    )
    work.announce(session_topic(room_id), room_topic(room_id))
    return _session(line)


def add_minutes(work: Work, session_id: str, minutes: int) -> ClassSession:
    """Let the open session end so many minutes later than it would, or sooner where they are fewer than none.

    What a page that is old believed does not count.
    Raises Refused (not_found, minutes_unsuitable, minutes_too_few, session_already_ended).
    """
    line = _open_line(work, session_id)
    ends_at = line.ends_at + timedelta(minutes=minutes)
    if ends_at - work.now < timedelta(minutes=1):
        raise Refused(RefusalCode.MINUTES_TOO_FEW, "no minute would be left", hint="end the session instead")
    _minutes(math.ceil((ends_at - work.now) / timedelta(minutes=1)))
    line.ends_at = ends_at
    audit.record(work, Action.SESSION_CHANGED, session_id, minutes_added=minutes)
    work.announce(session_topic(line.room_id), room_topic(line.room_id))
    return _session(line)


def end(work: Work, session_id: str) -> EndedSession:
    """End the session now: kiosks lock within seconds, with the work saved; everyone is signed out.

    Raises Refused (not_found, session_already_ended).
    """
    line = _open_line(work, session_id)
    signed_out = _end(work, line)
    return EndedSession(_session(line), signed_out)


def find(work: Work, session_id: str) -> ClassSession:
    """Return a session, ended or not. Raises Refused (not_found)."""
    return _session(_line(work, session_id))


def current(work: Work, room_id: str) -> ClassSession | None:
    """Return the open session of a room, if there is one."""
    return in_rooms(work).get(room_id)


def at_kiosk(work: Work, kiosk_id: str) -> ClassSession | None:
    """Return the open session of the room that a kiosk stands in, if there is one."""
    room_id = rooms.room_of(work, kiosk_id)
    return current(work, room_id) if room_id else None


def in_rooms(work: Work) -> dict[str, ClassSession]:
    """Return room -> its open session."""
    return {line.room_id: _session(line) for line in repository.not_ended(work) if work.now < line.ends_at}


def titles(work: Work, session_ids: Collection[str]) -> dict[str, str]:
    """Return session -> its title, of those ids that are sessions."""
    return repository.titles(work, session_ids)


def last_cohort(work: Work, room_id: str) -> str:
    """Return the cohort that had the newest session of a room; empty when there was none yet."""
    return repository.last_cohort(work, room_id) or ""


def last_of_slots(work: Work) -> dict[str, datetime]:
    """Return slot -> when its newest session began, of the sessions that began within the last two days."""
    return repository.last_of_slots(work, work.now - timedelta(days=2))


def is_overdue(work: Work) -> bool:
    """Tell whether a session's time is over and nothing has ended it yet."""
    return any(line.ends_at <= work.now for line in repository.not_ended(work))


def end_overdue(work: Work) -> None:
    """End the sessions whose time is over; the clock is who ended them."""
    actor, work.actor = work.actor, CLOCK
    for line in repository.not_ended(work):
        if line.ends_at <= work.now:
            _end(work, line)
    work.actor = actor


def move_open(work: Work, step: timedelta) -> None:
    """Let open sessions last as long as they would have, though the clock is set by `step`."""
    for line in repository.not_ended(work):
        line.started_at += step
        line.ends_at += step
        work.announce(session_topic(line.room_id), room_topic(line.room_id))


def _end(work: Work, line: SessionLine) -> int:
    """End it and its sign-ins; return how many those were."""
    line.ended_at = min(work.now, line.ends_at)
    signed_out = sign_ins.end_with_session(work, line.session_id, line.ended_at)
    acts.end_in_room(work, line.room_id)
    audit.record(work, Action.SESSION_ENDED, line.session_id)
    work.announce(session_topic(line.room_id), room_topic(line.room_id))
    return signed_out


def _line(work: Work, session_id: str) -> SessionLine:
    line = work.rows.get(SessionLine, session_id)
    if line is None:
        raise Refused(RefusalCode.NOT_FOUND, "there is no such session", hint="open the room page again")
    return line


def _open_line(work: Work, session_id: str) -> SessionLine:
    line = _line(work, session_id)
    if line.ended_at is not None or line.ends_at <= work.now:
        hint = "start a new one"
        raise Refused(RefusalCode.SESSION_ALREADY_ENDED, "this session has ended", hint=hint)
    return line


def _minutes(minutes: int) -> timedelta:
    if not 1 <= minutes <= MINUTES_MAXIMUM:
        hint = f"choose 1 to {MINUTES_MAXIMUM} minutes"
        raise Refused(RefusalCode.MINUTES_UNSUITABLE, "a session cannot last so long", hint=hint)
    return timedelta(minutes=minutes)


def _session(line: SessionLine) -> ClassSession:
    return ClassSession(
        session_id=line.session_id,
        room_id=line.room_id,
        cohort_id=line.cohort_id,
        title=line.title,
        started_at=line.started_at,
        ends_at=line.ends_at,
        ended_at=line.ended_at,
        slot_id=line.slot_id,
    )
