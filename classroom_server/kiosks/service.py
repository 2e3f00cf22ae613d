"""What can be done with kiosks: they enrol, and a person approves, names, puts, refuses, replaces or retires them."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core import names
from classroom_server.core.actors import Actor
from classroom_server.core.database import Work
from classroom_server.core.errors import RefusalCode, Refused, must_wait
from classroom_server.core.live.events import APPROVALS, ROOM, kiosk_topic, work_topic
from classroom_server.kiosks import enrolment_window, repository, witnesses
from classroom_server.kiosks.fingerprint import is_named_by, words_of
from classroom_server.kiosks.schemas import ApprovalOutcome, EnrolledKiosk, read_acts, write_acts
from classroom_server.kiosks.tables import KioskLine
from classroom_server.rooms import service as rooms
from classroom_server.rooms.schemas import Seat
from classroom_server.sign_ins import service as sign_ins
from classroom_server.sign_ins.schemas import SignInEnd
from kiosk_agent.protocol.enrolment import Approval, EnrolmentRequest

WAITING_MAXIMUM = 60
# A waiting kiosk repeats its enrolment every 2 s; one that went silent may make room for another.
SILENT_AFTER = timedelta(minutes=2)
SEEN_STORED_EVERY = timedelta(seconds=30)
_FULL_RETRY_SECONDS = 30.0


def every(work: Work) -> tuple[EnrolledKiosk, ...]:
    """Return all kiosks by name."""
    return tuple(_kiosk(line) for line in repository.every(work))


def names_by_id(work: Work, kiosk_ids: Collection[str]) -> dict[str, str]:
    """Return kiosk -> its name, or the last that it had, of those ids that are kiosks."""
    return repository.names_by_id(work, kiosk_ids)


def waiting(work: Work) -> tuple[EnrolledKiosk, ...]:
    """Return the kiosks that wait for approval, the oldest first."""
    lines = repository.every(work, Approval.PENDING)
    return tuple(_kiosk(line) for line in sorted(lines, key=lambda line: line.enrolled_at))


def waiting_count(work: Work) -> int:
    """Return how many kiosks wait for approval."""
    return repository.waiting_count(work)


def find_by_key(work: Work, public_key: str) -> EnrolledKiosk | None:
    """Return the kiosk that holds a key."""
    line = repository.by_key(work, public_key)
    return _kiosk(line) if line else None


def find(work: Work, kiosk_id: str) -> EnrolledKiosk:
    """Return one kiosk. Raises Refused (not_found)."""
    return _kiosk(_line(work, kiosk_id))


def names_of(work: Work, kiosk_ids: Collection[str]) -> tuple[str, ...]:
    """Return the names of approved kiosks, in the order of lists."""
    return tuple(line.name for line in repository.approved_of(work, kiosk_ids)) if kiosk_ids else ()


def wired_addresses(work: Work, kiosk_ids: Collection[str]) -> Mapping[str, Sequence[str]]:
    """Return kiosk -> the addresses by which it is woken, of those that have told any."""
    lines = repository.approved_of(work, kiosk_ids)
    return {line.kiosk_id: line.wired_addresses.split() for line in lines if line.wired_addresses}


def approved_by_name(work: Work, name: str) -> EnrolledKiosk | None:
    """Return the approved kiosk of a name, however it is spelt."""
    line = repository.by_name(work, name)
    return _kiosk(line) if line and line.approval == Approval.APPROVED else None


def needs_enrolling(work: Work, known: EnrolledKiosk, request: EnrolmentRequest) -> bool:
    """Tell whether an enrolment that came again says anything that must be stored."""
    return (
        work.now - known.last_seen_at >= SEEN_STORED_EVERY
        or known.image_version != names.clean_version(request.image_version)
        or known.acts != frozenset(request.acts)
        or known.wired_addresses != request.wired_addresses
        or witnesses.contradicts(work, request.log_head)
    )


def enrol(work: Work, request: EnrolmentRequest) -> EnrolledKiosk:
    """Return the kiosk of this key, made now if it is new.

    Raises KioskRequestRefused for a new one when the server is not open for those, or too many wait.
    """
    known = repository.by_key(work, request.public_key)
    if known is not None:
        known.last_seen_at = work.now
        known.image_version = names.clean_version(request.image_version)
        if known.acts != (acts := write_acts(request.acts)):
            known.acts = acts
            work.announce(kiosk_topic(known.kiosk_id))
        known.wired_addresses = " ".join(request.wired_addresses) or None
        witnesses.note(work, known, request.log_head)
        return _kiosk(known)
    enrolment_window.refuse_strangers(work)
    _make_room(work)
    line = KioskLine(
        kiosk_id=str(uuid.uuid4()),
        public_key=request.public_key,
        # A stranger gives itself no name: the trainer does, who stands before it.
        name=_free_name(work),
        approval=Approval.PENDING,
        image_version=names.clean_version(request.image_version),
        acts=write_acts(request.acts),
        wired_addresses=" ".join(request.wired_addresses) or None,
        enrolled_at=work.now,
        last_seen_at=work.now,
    )
    work.rows.add(line)
    work.actor = Actor.kiosk(line.kiosk_id)
    audit.record(work, Action.KIOSK_ENROLLED, line.kiosk_id, public_key=line.public_key)
    witnesses.note(work, line, request.log_head)
    work.announce(ROOM)
    return _kiosk(line)


def _make_room(work: Work) -> None:
    if repository.waiting_count(work) < WAITING_MAXIMUM:
        return
    silent = repository.longest_silent(work, work.now - SILENT_AFTER)
    if silent is None:
        hint = "approve or refuse the waiting kiosks on the trainer's page"
        raise must_wait(_FULL_RETRY_SECONDS, f"{WAITING_MAXIMUM} kiosks wait for approval already", hint=hint)
    audit.record(work, Action.KIOSK_FORGOTTEN, silent.kiosk_id)
    work.rows.delete(silent)
    work.rows.flush()


def _free_name(work: Work) -> str:
    count = 1
    while repository.is_like_a_name(work, free := f"Kiosk {count:02}"):
        count += 1
    return free


def approve(work: Work, kiosk_id: str, typed: str, room_id: str = "", replaces: str = "") -> ApprovalOutcome:
    """Approve a kiosk when `typed` (or scanned) holds its six fingerprint words, or at least the last two, in order.

    Case, blanks, hyphens and other signs between the words do not matter. It stands in a room from now on, the first
    if none is said; or it gets the name and the seat of an approved kiosk that it replaces, and that is retired.
    A refused kiosk can be approved later. Raises Refused (not_found).
    """
    line = _line(work, kiosk_id)
    if line.approval == Approval.APPROVED:
        return ApprovalOutcome.NOT_WAITING
    if not is_named_by(words_of(line.public_key), typed):
        audit.record(work, Action.FINGERPRINT_DIFFERED, kiosk_id)
        return ApprovalOutcome.FINGERPRINT_DIFFERS
    line.approval = Approval.APPROVED
    line.retired_at = None
    audit.record(work, Action.KIOSK_APPROVED, kiosk_id, public_key=line.public_key)
    if replaces:
        _take_over(work, line, _line(work, replaces, is_approved=True))
    else:
        _hold_name(work, line)
        rooms.put(work, kiosk_id, room_id or rooms.every(work)[0].room_id)
    work.announce(ROOM, APPROVALS, kiosk_topic(kiosk_id))
    return ApprovalOutcome.APPROVED


def _take_over(work: Work, line: KioskLine, old: KioskLine) -> None:
    name, place = old.name, rooms.place_of(work, old.kiosk_id)
    _retire(work, old)
    line.name, line.former_name = name, None
    rooms.put(
        work, line.kiosk_id, place.room_id if place else rooms.every(work)[0].room_id, place.seat if place else None
    )
    audit.record(work, Action.KIOSK_REPLACED, line.kiosk_id, replaced=old.kiosk_id)


def _hold_name(work: Work, line: KioskLine) -> None:
    """Give a kiosk that holds no name its last one, or one that is free."""
    if line.former_name is not None:
        is_free = repository.by_name(work, line.former_name) is None
        line.name, line.former_name = line.former_name if is_free else _free_name(work), None
        work.rows.flush()


def refuse(work: Work, kiosk_id: str) -> None:
    """Refuse a kiosk, or take back its approval: it locks within seconds. Raises Refused (not_found)."""
    line = _line(work, kiosk_id)
    audit.record(work, Action.KIOSK_REFUSED, kiosk_id)
    _put_out(work, line)


def retire(work: Work, kiosk_id: str) -> None:
    """Take an approved kiosk out of use for good; what was done at it is kept. Raises Refused (not_found)."""
    _retire(work, _line(work, kiosk_id, is_approved=True))


def _retire(work: Work, line: KioskLine) -> None:
    line.retired_at = work.now
    audit.record(work, Action.KIOSK_RETIRED, line.kiosk_id)
    _put_out(work, line)


def _put_out(work: Work, line: KioskLine) -> None:
    """Lock it; it holds no name and no seat from now on."""
    line.approval = Approval.REFUSED
    if line.former_name is None:
        line.former_name, line.name = line.name, line.kiosk_id
    work.rows.flush()
    rooms.leave(work, line.kiosk_id)
    sign_ins.end_at_kiosk(work, line.kiosk_id, SignInEnd.STAFF)
    work.announce(ROOM, APPROVALS, kiosk_topic(line.kiosk_id))


def put(work: Work, kiosk_id: str, room_id: str, seat: Seat | None = None) -> None:
    """Let an approved kiosk stand in a room, at a seat or at none. In another room than before nobody is signed in.

    Raises Refused (not_found, seat_unsuitable, seat_taken).
    """
    _line(work, kiosk_id, is_approved=True)
    if rooms.room_of(work, kiosk_id) != room_id:
        sign_ins.end_at_kiosk(work, kiosk_id, SignInEnd.STAFF)
    rooms.put(work, kiosk_id, room_id, seat)
    work.announce(kiosk_topic(kiosk_id))


def rename(work: Work, kiosk_id: str, name: str) -> EnrolledKiosk:
    """Give a kiosk that is not refused another name. Raises Refused (not_found, name_unsuitable, name_taken)."""
    line = _line(work, kiosk_id)
    if line.approval == Approval.REFUSED:
        raise _no_such_kiosk()
    name = names.clean_name(name, "a kiosk", limit=40)
    other = repository.by_name(work, name)
    if other is not None and other is not line and other.approval != Approval.APPROVED:
        # Which of those that wait asked first is chance.
        other.name = _free_name(work)
        audit.record(work, Action.KIOSK_RENAMED, other.kiosk_id)
        work.rows.flush()
    elif other is not None and other is not line:
        raise Refused(RefusalCode.NAME_TAKEN, f"there is already a kiosk named {name}", hint="choose another name")
    line.name = name
    audit.record(work, Action.KIOSK_RENAMED, kiosk_id)
    work.announce(ROOM, APPROVALS, kiosk_topic(kiosk_id))
    return _kiosk(line)


def set_jail_fault(work: Work, kiosk_id: str, message: str) -> None:
    """Note that learner code cannot run at this kiosk."""
    if repository.change_jail_fault(work, kiosk_id, message):
        work.announce(work_topic(kiosk_id))
        audit.record(work, Action.JAIL_FAULTED, kiosk_id)


def clear_jail_fault(work: Work, kiosk_id: str) -> None:
    """Note that learner code runs at this kiosk."""
    if repository.change_jail_fault(work, kiosk_id, None):
        work.announce(work_topic(kiosk_id))


def store_last_seen(work: Work, last_seen: dict[str, datetime]) -> None:
    """Store when kiosks were last heard, so that it survives a restart.

    What a clock that was ahead has left behind makes way for what is true.
    """
    repository.note_seen(work, last_seen)


def _line(work: Work, kiosk_id: str, *, is_approved: bool = False) -> KioskLine:
    line = work.rows.get(KioskLine, kiosk_id)
    if line is None or (is_approved and line.approval != Approval.APPROVED):
        raise _no_such_kiosk()
    return line


def _no_such_kiosk() -> Refused:
    return Refused(RefusalCode.NOT_FOUND, "there is no such kiosk", hint="open the list of kiosks again")


def _kiosk(line: KioskLine) -> EnrolledKiosk:
    return EnrolledKiosk(
        kiosk_id=line.kiosk_id,
        name=line.former_name or line.name,
        approval=Approval(line.approval),
        fingerprint=words_of(line.public_key),
        public_key=line.public_key,
        image_version=line.image_version,
        enrolled_at=line.enrolled_at,
        last_seen_at=line.last_seen_at,
        retired_at=line.retired_at,
        jail_fault=line.jail_fault,
        acts=read_acts(line.acts),
        wired_addresses=tuple((line.wired_addresses or "").split()),
    )
