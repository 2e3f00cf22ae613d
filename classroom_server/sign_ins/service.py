"""What becomes of sign-ins. What the kiosk still holds of an ended one arrives later and is kept."""

from collections.abc import Sequence

from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.database import Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.events import ROOM, kiosk_topic
from classroom_server.sign_ins import repository
from classroom_server.sign_ins.schemas import SignInEnd
from classroom_server.sign_ins.tables import SignInLine


def end_one(work: Work, line: SignInLine, why: SignInEnd) -> None:
    """End a sign-in that has not ended."""
    line.ended_at = work.now
    line.ended_by = why
    audit.record(work, Action.SIGN_IN_ENDED, line.sign_in_id, why=why.value)
    work.announce(ROOM, kiosk_topic(line.kiosk_id))


def end_here(work: Work, sign_in_id: str, kiosk_id: str) -> None:
    """End an open sign-in because its learner left."""
    _end(work, [(sign_in_id, kiosk_id)], SignInEnd.LEARNER)


def end_all(work: Work, why: SignInEnd) -> int:
    """End every open sign-in; return how many."""
    work.rows.flush()
    open_ones = repository.open_places(work)
    _end(work, open_ones, why)
    return len(open_ones)


def _end(work: Work, places: Sequence[tuple[str, str]], why: SignInEnd) -> None:
    """End sign-ins, each with its kiosk, in one statement."""
    repository.end(work, [sign_in_id for sign_in_id, _ in places], why)
    for sign_in_id, kiosk_id in places:
        audit.record(work, Action.SIGN_IN_ENDED, sign_in_id, why=why.value)
        work.announce(ROOM, kiosk_topic(kiosk_id))


def end_at_kiosk(work: Work, kiosk_id: str, why: SignInEnd) -> None:
    """End the open sign-in at a kiosk, if there is one."""
    line = repository.newest_of_kiosk(work, kiosk_id)
    if line is not None and line.ended_at is None:
        end_one(work, line, why)


def end_by_staff(work: Work, sign_in_id: str) -> bool:
    """Sign a learner out; the kiosk saves their work and goes back to its sign-in screen. False if already out.

    Raises Refused (not_found).
    """
    line = repository.by_id(work, sign_in_id)
    if line is None:
        raise Refused(RefusalCode.NOT_FOUND, "there is no such sign-in", hint="open the room page again")
    if line.ended_at is not None:
        return False
    end_one(work, line, SignInEnd.STAFF)
    return True


def open_id_of_learner(work: Work, learner_id: str) -> str:
    """Return the sign-in in which a learner is now; empty when they are in none."""
    line = repository.open_of_learner(work, learner_id)
    return line.sign_in_id if line else ""
