"""What learners did: attempts, which are kept for good, and drafts, of which each sign-in's last is kept."""

from dataclasses import dataclass
from datetime import datetime

from kiosk_agent.protocol.results import Judgement, Verdict


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


@dataclass(frozen=True)
class AttemptWhole:
    """An attempt with the source and everything that the judge said. Both are hostile text: escape them."""

    attempt: Attempt
    source: str
    judgement: Judgement


@dataclass(frozen=True)
class DraftVersion:
    """The last text of one sign-in in one exercise."""

    sign_in_id: str
    kiosk_name: str
    track: str
    exercise: str
    source: str
    saved_at: datetime
    is_current: bool
    """True for the one that the learner finds at the next sign-in; the others are kept beside it."""
