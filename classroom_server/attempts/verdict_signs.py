"""A verdict as a trainer reads it: short in a list, and the sentence that goes with it."""

from classroom_server.web.languages import Words
from classroom_server.web.signs import Sign
from kiosk_agent.protocol.results import Verdict


def verdict_sign(verdict: Verdict, _: Words) -> Sign:
    """Return the short form: what is read from across the desk."""
    if verdict is Verdict.ACCEPTED:
        return Sign("✓", _("Passed"), "passed")
    if verdict is Verdict.INTERNAL_ERROR:
        return Sign("!", _("Not judged"), "told")
    return Sign("✗", _("Not yet"), "not-yet")


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
