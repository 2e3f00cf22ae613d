"""What can be done with learners and cohorts."""

from collections.abc import Sequence

from classroom_server.audit.schemas import Actor
from classroom_server.database import Database, Work
from classroom_server.learners.schemas import Cohort, Imported, ImportRefused, Learner, PinSlip


def add_cohort(work: Work, name: str) -> Cohort:
    """Add a cohort. Raises Refused (name_unsuitable, name_taken)."""
    raise NotImplementedError


def rename_cohort(work: Work, cohort_id: str, name: str) -> Cohort:
    """Give a cohort another name. Raises Refused (not_found, name_unsuitable, name_taken)."""
    raise NotImplementedError


def cohorts(work: Work) -> tuple[Cohort, ...]:
    """Return all cohorts by name."""
    raise NotImplementedError


def add(work: Work, cohort_id: str, number: str, display_name: str) -> Learner:
    """Add a learner, who has no PIN until slips are made.

    Raises Refused (not_found, number_unsuitable, number_taken, name_unsuitable).
    """
    raise NotImplementedError


def find(work: Work, learner_id: str) -> Learner:
    """Return one learner. Raises Refused (not_found)."""
    raise NotImplementedError


def every(work: Work, cohort_id: str | None = None) -> tuple[Learner, ...]:
    """Return the learners of a cohort, or all, by name."""
    raise NotImplementedError


def move(work: Work, learner_id: str, cohort_id: str) -> Learner:
    """Put a learner into another cohort from now on. Raises Refused (not_found)."""
    raise NotImplementedError


def give_number(work: Work, learner_id: str, number: str) -> Learner:
    """Give a learner another number from now on; the old one stays theirs in the past.

    Raises Refused (not_found, number_unsuitable, number_taken).
    """
    raise NotImplementedError


def import_csv(work: Work, cohort_id: str, content: bytes) -> Imported | ImportRefused:
    """Add each line (`number,name`, with that header; comma or semicolon; UTF-8) or, when one is wrong, none.

    Limits: 256 KiB, 500 lines. Raises Refused (not_found) for the cohort.
    """
    raise NotImplementedError


def make_pin_slips(database: Database, actor: Actor, learner_ids: Sequence[str]) -> tuple[PinSlip, ...]:
    """Give each learner a new random PIN that must be changed at first use, and return the slips to print.

    The old PINs stop at once. Raises Refused (not_found).
    """
    raise NotImplementedError
