"""A verdict as a trainer reads it: short in a list, and the sentence that goes with it."""

from collections.abc import Mapping

from classroom_server.web.languages import Words
from classroom_server.web.signs import Sign
from kiosk_agent.protocol.results import Judgement, Reason, Verdict


def verdict_sign(verdict: Verdict, _: Words) -> Sign:
    """Return the short form: what is read from across the desk."""
    if verdict is Verdict.ACCEPTED:
        return Sign("✓", _("Passed"), "passed")
    if verdict is Verdict.INTERNAL_ERROR:
        return Sign("!", _("Not judged"), "told")
    return Sign("✗", _("Not yet"), "not-yet")


def verdict_reason(judgement: Judgement, _: Words) -> str:
    """Return the sentence that says why: of the reason where that says more than the verdict."""
    if judgement.asked_by is not None:
        return _("The tests ask for something that it does not have, or not in that form.")
    of_reason = {
        Reason.BROKE_LATE: _("Something that it had left for later stopped with an error, after its test."),
        Reason.ENDED_EARLY: _("It ended before its tests did: something in it leaves the program."),
        Reason.TESTS_NOT_REPORTED: _("No test was reported: it may have changed or ended its tests."),
        Reason.TESTS_MISSING: _("Not all tests were run: it may have changed or ended them."),
        Reason.TESTS_SURPLUS: _("It reported tests that the exercise does not have."),
        Reason.REPORT_IRREGULAR: _("What was reported does not fit together: it may have forged its results."),
        Reason.EXERCISE_BROKEN: _("The exercise itself is broken. It does not count against the learner."),
        Reason.RAN: _("It came to its end. This exercise has no tests."),
        Reason.RAN_AS_GIVEN: _("The program is as it was given: nothing in it is changed yet."),
        Reason.ANSWER_RIGHT: _("The answer is right."),
        Reason.ANSWER_WRONG: _("The answer is not right yet."),
        Reason.ANSWER_INCOMPLETE: _("Something of the answer is missing yet."),
        Reason.ANSWER_UNREADABLE: _("It is no answer to what is asked."),
    }
    return of_reason.get(judgement.reason) or _words(_)[judgement.verdict]


def _words(_: Words) -> Mapping[Verdict, str]:
    return {
        Verdict.ACCEPTED: _("Every test passes."),
        Verdict.WRONG_ANSWER: _("It runs, and gives another answer than the tests expect."),
        Verdict.COMPILE_ERROR: _("It cannot be read as a program yet: look for a missing sign or a misspelt word."),
        Verdict.RUNTIME_ERROR: _("It stopped while it was running."),
        Verdict.TIME_LIMIT_EXCEEDED: _("It was still running when its time was up: often a loop that does not end."),
        Verdict.MEMORY_LIMIT_EXCEEDED: _("It asked for more memory than a program may have."),
        Verdict.OUTPUT_LIMIT_EXCEEDED: _("It printed more than a program may print."),
        Verdict.INTERNAL_ERROR: _("The kiosk could not run it. It does not count against the learner."),
    }
