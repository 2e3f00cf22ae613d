"""Which of a learner's runs a result is of: two results that are alike look as if the second run had not been made."""

from dataclasses import dataclass

from kiosk_agent.protocol.results import Judgement


@dataclass(frozen=True)
class CountedRun:
    """A run that came to its judgement."""

    number: int
    """Counted from when the exercise was opened."""
    judgement: Judgement
    is_as_before: bool
    """The run before came to the same, however long each took."""


def run_after(before: CountedRun | None, judgement: Judgement) -> CountedRun:
    """Return the run that came to `judgement`, after the one before it."""
    if before is None:
        return CountedRun(1, judgement, is_as_before=False)
    return CountedRun(before.number + 1, judgement, is_as_before=_timeless(before.judgement) == _timeless(judgement))


def _timeless(judgement: Judgement) -> Judgement:
    return judgement.model_copy(update={"milliseconds": 0})
