"""What learners did: attempts, which are kept for good, and drafts, of which each sign-in's last is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk_agent.protocol.results import Judgement, Verdict


class ClockDoubt(StrEnum):
    """Why the time that a kiosk named for its work cannot be right. The work is taken, at the nearest time that can."""

    BEFORE_SIGN_IN = "before_sign_in"
    AFTER_SESSION = "after_session"
    IN_FUTURE = "in_future"


@dataclass(frozen=True)
class Attempt:
    """An attempt as a list shows it. The verdict is the kiosk's claim."""

    attempt_id: str
    learner_id: str
    display_name: str
    kiosk_id: str
    kiosk_name: str
    track: str
    exercise: str
    verdict: Verdict
    made_at: datetime
    milliseconds: int
    exercise_version: str | None
    bundle_hash: str | None
    toolchain: str
    """Program and version, for people; empty when they are not known."""
    clock_doubt: ClockDoubt | None
    """Set when `made_at` is the nearest time that can be true."""


@dataclass(frozen=True)
class AttemptWhole:
    """An attempt with its files and everything that the judge said. Both are hostile text: escape them."""

    attempt: Attempt
    files: Mapping[str, str]
    judgement: Judgement
    hints_before: int
    """How many hints the learner had taken by then."""


@dataclass(frozen=True)
class DraftVersion:
    """The last text of one sign-in in one exercise, as a list shows it."""

    learner_id: str
    sign_in_id: str
    kiosk_name: str
    track: str
    exercise: str
    saved_at: datetime
    is_current: bool
    """True for the one that the learner finds at the next sign-in; the others are kept beside it."""


@dataclass(frozen=True)
class DraftWhole:
    """A draft with its files, which are hostile text: escape them."""

    version: DraftVersion
    files: Mapping[str, str]


class RefusalReason(StrEnum):
    """Why an event was refused; written beside it and into the log."""

    EVENT_INVALID = "event_invalid"
    EVENT_ID_TAKEN = "event_id_taken"
    """Another kiosk has sent an event of this id."""
    SIGN_IN_NEEDED = "sign_in_needed"
    SIGN_IN_UNKNOWN = "sign_in_unknown"
    SIGN_IN_OF_ANOTHER_KIOSK = "sign_in_of_another_kiosk"
    BEFORE_SIGN_IN = "before_sign_in"
    """Of earlier versions, as the next one: work is refused for its time no more."""
    AFTER_SESSION = "after_session"
    NAME_UNSUITABLE = "name_unsuitable"
    TOO_LARGE = "too_large"
    HANDS_TOO_MANY = "hands_too_many"


@dataclass(frozen=True)
class UnreadableEvent:
    """An event that is not of the protocol but has an id, so that the kiosk can be told its fate."""

    event_id: str
    text: str
