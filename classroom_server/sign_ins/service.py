"""What becomes of sign-ins. What the kiosk still holds of an ended one arrives later and is kept."""

from collections.abc import Collection
from datetime import datetime, timedelta

from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.database import Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.live.events import kiosk_topic, work_topic
from classroom_server.sign_ins import repository
from classroom_server.sign_ins.repository import OpenPlace
from classroom_server.sign_ins.schemas import SignInEnd
from classroom_server.sign_ins.tables import SignInLine


def end_one(work: Work, line: SignInLine, why: SignInEnd) -> None:
    """End a sign-in that has not ended."""
    line.over_at = work.now
    line.ended_at = _last_there(work, line.kiosk_id, line.started_at, work.now)
    line.ended_by = why
    _tell(work, line.sign_in_id, line.kiosk_id, why)


def end_here(work: Work, sign_in_id: str, kiosk_id: str, left_at: datetime) -> None:
    """End an open sign-in because its learner left."""
    repository.end(work, {sign_in_id: left_at}, left_at, SignInEnd.LEARNER)
    _tell(work, sign_in_id, kiosk_id, SignInEnd.LEARNER)


def end_with_session(work: Work, session_id: str, over_at: datetime) -> int:
    """End every open sign-in of a session that is over since a moment; return how many."""
    work.rows.flush()
    places = repository.open_places(work, session_id)
    ends = {place.sign_in_id: _last_there(work, place.kiosk_id, place.started_at, over_at) for place in places}
    repository.end(work, ends, over_at, SignInEnd.SESSION)
    for place in places:
        _tell(work, place.sign_in_id, place.kiosk_id, SignInEnd.SESSION)
    return len(places)


def _tell(work: Work, sign_in_id: str, kiosk_id: str, why: SignInEnd) -> None:
    audit.record(work, Action.SIGN_IN_ENDED, sign_in_id, why=why.value)
    work.announce(kiosk_topic(kiosk_id))


def _last_there(work: Work, kiosk_id: str, started_at: datetime, over_at: datetime) -> datetime:
    """Return until when a learner was there: at a kiosk that was unplugged, when it was heard last.

    What they did there later arrives later, and moves the end up to when it was over (attempts/intake.py).
    """
    if work.presence is None or work.presence.is_connected(kiosk_id):
        return over_at
    heard_at = work.presence.last_seen(kiosk_id) or over_at
    return max(started_at, min(heard_at, over_at))


def number_in(work: Work, session_id: str) -> int:
    """Return how many learners are signed in in a session."""
    return len(repository.open_places(work, session_id))


def move_open(work: Work, step: timedelta) -> None:
    """Let those who are signed in have been there as long as they have, though the clock is set by `step`."""
    for line in repository.open_ones(work):
        line.started_at += step


def is_open_at(work: Work, kiosk_id: str) -> bool:
    """Tell whether a learner is signed in at a kiosk now."""
    line = repository.newest_of_kiosk(work, kiosk_id)
    return line is not None and line.ended_at is None


def end_at_kiosk(work: Work, kiosk_id: str, why: SignInEnd) -> None:
    """End the open sign-in at a kiosk, if there is one."""
    line = repository.newest_of_kiosk(work, kiosk_id)
    if line is not None and line.ended_at is None:
        end_one(work, line, why)


def end_by_staff(work: Work, sign_in_id: str) -> bool:
    """Sign a learner out; the kiosk saves their work and goes back to its sign-in screen. False if already out.

    Raises Refused (not_found).
    """
    line = _line(work, sign_in_id)
    if line.ended_at is not None:
        return False
    end_one(work, line, SignInEnd.STAFF)
    return True


def _line(work: Work, sign_in_id: str) -> SignInLine:
    line = repository.by_id(work, sign_in_id)
    if line is None:
        raise Refused(RefusalCode.NOT_FOUND, "there is no such sign-in", hint="open the room page again")
    return line


def learners_of(work: Work, sign_in_ids: Collection[str]) -> dict[str, str]:
    """Return sign-in -> learner, of those ids that are sign-ins."""
    return repository.learners_of(work, sign_in_ids)


def learner_of(work: Work, sign_in_id: str) -> str:
    """Return whose sign-in it is or was. Raises Refused (not_found)."""
    return _line(work, sign_in_id).learner_id


def kiosk_of(work: Work, sign_in_id: str) -> str:
    """Return at which kiosk it is or was. Raises Refused (not_found)."""
    return _line(work, sign_in_id).kiosk_id


def end_of_learner(work: Work, learner_id: str, why: SignInEnd) -> None:
    """End a learner's open sign-in, if there is one."""
    line = repository.open_of_learner(work, learner_id)
    if line is not None:
        end_one(work, line, why)


def open_id_at_kiosk(work: Work, kiosk_id: str) -> str:
    """Return the sign-in that is open at a kiosk; empty when nobody is signed in there."""
    line = repository.newest_of_kiosk(work, kiosk_id)
    return line.sign_in_id if line and line.ended_at is None else ""


def open_of_learner(work: Work, learner_id: str) -> OpenPlace | None:
    """Return where a learner is signed in now; None when they are nowhere."""
    line = repository.open_of_learner(work, learner_id)
    return OpenPlace(line.sign_in_id, line.kiosk_id, line.started_at) if line else None


def note_turned_away(work: Work, kiosk_id: str, learner_id: str, session_id: str) -> None:
    """Note that a kiosk turned a learner away whose cohort the session is not for: the room's page says so."""
    repository.keep_turned_away(work, kiosk_id, learner_id, session_id)
    work.announce(work_topic(kiosk_id))


def note_let_in(work: Work, kiosk_id: str, learner_id: str) -> None:
    """Forget that a learner was turned away, and whom this kiosk turned away: somebody sits there now."""
    for each in repository.forget_turned_away(work, kiosk_id, learner_id):
        work.announce(work_topic(each))
