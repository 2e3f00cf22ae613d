"""Which of a learner's runs a result is of: two results that are alike look as if the second run had not been made."""

from dataclasses import dataclass

from kiosk_agent.protocol.local import Judged
from kiosk_agent.protocol.results import Judgement


@dataclass(frozen=True)
class CountedRun:
    """A run that came to its judgement."""

    number: int
    """Counted from when the exercise was opened."""
    judgement: Judgement
    is_as_before: bool
    """The run before came to the same, however long each took."""
    is_stopped: bool = False
    """The learner ended it: the judgement says how far it came."""


def run_after(before: CountedRun | None, judged: Judged) -> CountedRun:
    """Return the run that came to what was `judged`, after the one before it."""
    number, is_alike = 1, False
    if before is not None:
        number = before.number + 1
        is_alike = _timeless(before.judgement) == _timeless(judged.judgement)
    is_as_before = is_alike and not judged.is_stopped
    return CountedRun(number, judged.judgement, is_as_before=is_as_before, is_stopped=judged.is_stopped)


def _timeless(judgement: Judgement) -> Judgement:
    return judgement.model_copy(update={"milliseconds": 0})
