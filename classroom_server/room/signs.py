"""Verdicts and conditions as a sign, a word, and only then a tone (a colour)."""

from dataclasses import dataclass

from classroom_server.room.schemas import TileCondition
from classroom_server.web.languages import Words
from kiosk_agent.protocol.results import Verdict


@dataclass(frozen=True)
class Mark:
    """What stands for an outcome. `tone` is a class of the style sheet."""

    sign: str
    word: str
    tone: str


def verdict_mark(verdict: Verdict, _: Words) -> Mark:
    """Return the short form: what is read from across the desk."""
    if verdict is Verdict.ACCEPTED:
        return Mark("✓", _("Passed"), "passed")
    if verdict is Verdict.INTERNAL_ERROR:
        return Mark("!", _("Not judged"), "told")
    return Mark("✗", _("Not yet"), "not-yet")


def verdict_reason(verdict: Verdict, _: Words) -> str:
    """Return the sentence that goes with it."""
    words = {
        Verdict.ACCEPTED: _("Every test passes."),
        Verdict.WRONG_ANSWER: _("It runs, and gives another answer than the tests expect."),
        Verdict.COMPILE_ERROR: _("It cannot be read as a program yet: look for a missing sign or a misspelt word."),
        Verdict.RUNTIME_ERROR: _("It stopped while it was running."),
        Verdict.TIME_LIMIT_EXCEEDED: _("It was still running when its time was up: often a loop that does not end."),
        Verdict.MEMORY_LIMIT_EXCEEDED: _("It asked for more memory than a program may have."),
        Verdict.OUTPUT_LIMIT_EXCEEDED: _("It printed more than a program may print."),
        Verdict.INTERNAL_ERROR: _("The kiosk could not run it. It does not count against the learner."),
    }
    return words[verdict]


def condition_mark(condition: TileCondition, _: Words) -> Mark:
    """Return what a kiosk is doing."""
    marks = {
        TileCondition.AWAY: Mark("▲", _("No answer"), "not-yet"),
        TileCondition.LOCKED: Mark("■", _("Locked"), "quiet"),
        TileCondition.OPEN: Mark("○", _("Free"), "quiet"),
        TileCondition.SIGNED_IN: Mark("●", _("Signed in"), "quiet"),
    }
    return marks[condition]
