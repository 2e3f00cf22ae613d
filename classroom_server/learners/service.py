"""What can be done with learners and cohorts."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence

from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core import names
from classroom_server.core.actors import Actor
from classroom_server.core.database import Database, Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.live.events import ROOM
from classroom_server.core.secret_hashes import PINS, random_pin
from classroom_server.learners import import_file, repository, suspensions
from classroom_server.learners.schemas import (
    Cohort,
    Imported,
    ImportRefused,
    Learner,
    LineError,
    LineFault,
    PinSlip,
    Suspension,
)
from classroom_server.learners.tables import CohortLine, LearnerLine, MembershipLine, NumberLine
from classroom_server.sign_ins import service as sign_ins
from classroom_server.sign_ins.schemas import SignInEnd


def add_cohort(work: Work, name: str) -> Cohort:
    """Add a cohort. Raises Refused (name_unsuitable, name_taken)."""
    cohort = CohortLine(cohort_id=str(uuid.uuid4()), name=_free_cohort_name(work, name), created_at=work.now)
    work.rows.add(cohort)
    audit.record(work, Action.COHORT_ADDED, cohort.cohort_id)
    return Cohort(cohort.cohort_id, cohort.name, 0)


def cohorts(work: Work) -> tuple[Cohort, ...]:
    """Return all cohorts by name."""
    return tuple(Cohort(line.cohort_id, line.name, size) for line, size in repository.cohorts_with_sizes(work))


def cohort_line(work: Work, cohort_id: str) -> CohortLine:
    """Return a cohort's row. Raises Refused (not_found)."""
    cohort = work.rows.get(CohortLine, cohort_id)
    if cohort is None:
        raise Refused(RefusalCode.NOT_FOUND, "there is no such cohort", hint="open the list of cohorts again")
    return cohort


def is_empty(work: Work, cohort_id: str) -> bool:
    """Tell whether nobody is in a cohort now."""
    return repository.is_empty(work, cohort_id)


def add(work: Work, cohort_id: str, number: str, display_name: str) -> Learner:
    """Add a learner, who has no PIN until slips are made.

    Raises Refused (not_found, number_unsuitable, number_taken, name_unsuitable).
    """
    cohort = cohort_line(work, cohort_id)
    number = _free_number(work, number)
    name = names.clean_name(display_name, "a learner")
    (learner,) = _add_each(work, cohort, [(number, name)])
    return learner


def _add_each(work: Work, cohort: CohortLine, named: Sequence[tuple[str, str]]) -> tuple[Learner, ...]:
    """Add learners of free numbers, in a few statements however many: others wait for the transaction to end."""
    every_one = []
    for number, name in named:
        learner = LearnerLine(
            learner_id=str(uuid.uuid4()), display_name=name, pin_hash=None, must_change_pin=True, created_at=work.now
        )
        number_line = NumberLine(learner_id=learner.learner_id, number=number, from_at=work.now)
        membership = MembershipLine(learner_id=learner.learner_id, cohort_id=cohort.cohort_id, from_at=work.now)
        every_one.append(repository.Present(learner, number_line, membership, cohort))
        audit.record(work, Action.LEARNER_ADDED, learner.learner_id, cohort=cohort.cohort_id)
    repository.store_new(work, every_one)
    return tuple(_learner(one, None) for one in every_one)


def find(work: Work, learner_id: str) -> Learner:
    """Return one learner. Raises Refused (not_found)."""
    return _learner(_present(work, learner_id), suspensions.current(work, learner_id))


def every(work: Work, cohort_id: str | None = None) -> tuple[Learner, ...]:
    """Return the learners of a cohort, or all, by name."""
    suspended = suspensions.every(work)
    return tuple(Learner(*one, suspension=suspended.get(one.learner_id)) for one in repository.every(work, cohort_id))


def names_by_id(work: Work, ids: Collection[str]) -> dict[str, str]:
    """Return learner or cohort -> name, of those ids that are either."""
    return repository.names_by_id(work, ids)


def move(work: Work, learner_id: str, cohort_id: str) -> Learner:
    """Put a learner into another cohort from now on, and sign them out: the session that is on is not theirs any more.

    Raises Refused (not_found).
    """
    cohort_line(work, cohort_id)
    present = _present(work, learner_id)
    if present.cohort.cohort_id != cohort_id:
        present.membership.until_at = work.now
        work.rows.flush()
        work.rows.add(MembershipLine(learner_id=learner_id, cohort_id=cohort_id, from_at=work.now))
        audit.record(work, Action.LEARNER_MOVED, learner_id, cohort=cohort_id)
        sign_ins.end_of_learner(work, learner_id, SignInEnd.MOVED)
        work.announce(ROOM)
    return find(work, learner_id)


def give_number(work: Work, learner_id: str, number: str) -> Learner:
    """Give a learner another number from now on; the old one stays theirs in the past.

    Raises Refused (not_found, number_unsuitable, number_taken).
    """
    present = _present(work, learner_id)
    if names.clean_number(number) != present.number.number:
        number = _free_number(work, number)
        present.number.until_at = work.now
        work.rows.flush()
        work.rows.add(NumberLine(learner_id=learner_id, number=number, from_at=work.now))
        audit.record(work, Action.NUMBER_GIVEN, learner_id)
    return find(work, learner_id)


def import_csv(work: Work, cohort_id: str, content: bytes) -> Imported | ImportRefused:
    """Add each line (`number,name`, with that header; comma, semicolon or tab; UTF-8) or, when one is wrong, none.

    Limits: those of import_file. Raises Refused (not_found) for the cohort.
    """
    cohort = cohort_line(work, cohort_id)
    lines = import_file.read(content)
    if isinstance(lines, ImportRefused):
        return lines
    numbers_taken = repository.numbers_taken(work, [line.number for line in lines])
    taken = [LineError(line.line, LineFault.NUMBER_TAKEN) for line in lines if line.number in numbers_taken]
    if taken:
        return ImportRefused(tuple(taken[: import_file.ERRORS_SHOWN]))
    return Imported(_add_each(work, cohort, [(line.number, line.name) for line in lines]))


def draw_up_slips(work: Work, learner_ids: Sequence[str]) -> tuple[PinSlip, ...]:
    """Return slips with new random PINs, one a learner, by name; no PIN works before `give_pins`.

    Raises Refused (not_found).
    """
    every = sorted(_each_present(work, learner_ids), key=lambda one: one.learner.sort_key)
    return tuple(
        PinSlip(one.learner.learner_id, one.learner.display_name, one.number.number, random_pin()) for one in every
    )


def give_pins(
    database: Database, actor: Actor, slips: Sequence[PinSlip], hashed: Callable[[int], None] = lambda _number: None
) -> Mapping[str, str]:
    """Make the PINs of slips work; each must be changed at first use. The old ones stop at the end, all at once.

    Returns the new hashes by learner. `hashed` hears how many are ready. Raises Refused (not_found).
    """
    hashes = []
    for pin_hash in PINS.hash_each([slip.pin for slip in slips]):
        hashes.append(pin_hash)
        hashed(len(hashes))
    with database.write(actor) as work:
        every = _each_present(work, [slip.learner_id for slip in slips])
        for one, pin_hash in zip(every, hashes, strict=True):
            one.learner.pin_hash = pin_hash
            one.learner.must_change_pin = True
            audit.record(work, Action.PIN_GIVEN, one.learner.learner_id)
    return {slip.learner_id: pin_hash for slip, pin_hash in zip(slips, hashes, strict=True)}


def slips_not_used(work: Work, learner_ids: Sequence[str]) -> dict[str, str]:
    """Return those of the learners whose PIN is still that of a slip, with its hash, which no other slip has."""
    lines = (one.learner for one in repository.by_ids(work, learner_ids).values())
    return {line.learner_id: line.pin_hash for line in lines if line.pin_hash is not None and line.must_change_pin}


def names_of(work: Work, learner_ids: Sequence[str]) -> list[str]:
    """Return the names of learners, in the order of a list. Raises Refused (not_found)."""
    in_order = sorted(_each_present(work, learner_ids), key=lambda one: one.learner.sort_key)
    return [one.learner.display_name for one in in_order]


def _present(work: Work, learner_id: str) -> repository.Present:
    (present,) = _each_present(work, [learner_id])
    return present


def _each_present(work: Work, learner_ids: Sequence[str]) -> list[repository.Present]:
    found = repository.by_ids(work, learner_ids)
    wanted = list(dict.fromkeys(learner_ids))
    if any(learner_id not in found for learner_id in wanted):
        raise Refused(RefusalCode.NOT_FOUND, "there is no such learner", hint="open the list of learners again")
    return [found[learner_id] for learner_id in wanted]


def _free_number(work: Work, number: str) -> str:
    number = names.clean_number(number)
    if repository.by_number(work, number) is not None:
        hint = "check the number, or give the other learner a new one first"
        raise Refused(RefusalCode.NUMBER_TAKEN, f"number {number} belongs to a learner already", hint=hint)
    return number


def _free_cohort_name(work: Work, name: str) -> str:
    name = names.clean_name(name, "a cohort")
    if repository.cohort_by_name(work, name) is not None:
        raise Refused(RefusalCode.NAME_TAKEN, f"there is already a cohort named {name}", hint="choose another name")
    return name


def _learner(present: repository.Present, suspension: Suspension | None) -> Learner:
    return Learner(
        learner_id=present.learner.learner_id,
        display_name=present.learner.display_name,
        number=present.number.number,
        cohort_id=present.cohort.cohort_id,
        cohort_name=present.cohort.name,
        has_pin=present.learner.pin_hash is not None,
        must_change_pin=present.learner.must_change_pin,
        last_seen_at=present.last_seen_at,
        suspension=suspension,
    )
