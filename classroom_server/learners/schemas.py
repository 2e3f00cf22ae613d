"""Learners, their cohorts, their numbers and PIN slips, and what an import came to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True)
class Cohort:
    """A group that has sessions together."""

    cohort_id: str
    name: str
    learners: int
    """How many are in it now."""


class SuspensionReason(StrEnum):
    """Why a learner may not sign in for some time; the pages translate it. Nothing more is written about a person."""

    SECURITY = "security"
    MOVED_AWAY = "moved_away"
    HEALTH = "health"
    OWN_WISH = "own_wish"
    OTHER = "other"


@dataclass(frozen=True)
class Suspension:
    """A time in which a learner may not sign in."""

    reason: SuspensionReason
    suspended_by: str
    """The actor, as in the audit log."""
    from_at: datetime
    until_at: datetime | None
    """When it ends by itself; None until somebody lifts it."""


@dataclass(frozen=True)
class PastSuspension:
    """A suspension that is over."""

    suspension: Suspension
    ended_at: datetime
    lifted_by: str | None
    """The actor; None when its time was over."""


@dataclass(frozen=True)
class Learner:
    """A person who learns. `number` is what they type to sign in; it may change over time and is never a key."""

    learner_id: str
    display_name: str
    number: str
    cohort_id: str
    cohort_name: str
    has_pin: bool
    must_change_pin: bool
    """The PIN on the slip was not changed yet."""
    last_seen_at: datetime | None
    suspension: Suspension | None
    """The one that holds now."""


@dataclass(frozen=True)
class PinSlip:
    """A slip to print: kept in memory for some minutes, stored nowhere."""

    learner_id: str
    display_name: str
    number: str
    pin: str


class LineFault(StrEnum):
    """What is wrong with an import or one line of it; the pages translate it."""

    FILE_TOO_LARGE = "file_too_large"
    NOT_UTF8 = "not_utf8"
    NO_HEADER = "no_header"
    NO_LINES = "no_lines"
    TOO_MANY_LINES = "too_many_lines"
    WRONG_COLUMNS = "wrong_columns"
    QUOTES_BROKEN = "quotes_broken"
    NUMBER_UNSUITABLE = "number_unsuitable"
    NUMBER_TAKEN = "number_taken"
    NUMBER_TWICE = "number_twice"
    NAME_UNSUITABLE = "name_unsuitable"


@dataclass(frozen=True)
class LineError:
    """One thing to correct. `line` counts from 1 as an editor does; 0 is the file as a whole."""

    line: int
    fault: LineFault


@dataclass(frozen=True)
class Imported:
    """Every line was applied."""

    learners: tuple[Learner, ...]


@dataclass(frozen=True)
class ImportRefused:
    """Nothing was applied; each fault is named with its line (at most the first 50)."""

    errors: tuple[LineError, ...]
