"""What a trainer reads who comes to help: the likely cause in a sentence, and one question that leads on from it.

The question is for the learner to answer. It points at where to look, and never says what to write.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from classroom_server.attempts.reading.failures import Failure, FailureCause
from classroom_server.web.languages import Words
from classroom_server.web.text.plain_text import cut


@dataclass(frozen=True)
class Advice:
    """Plain text throughout, cut to a length; markup of it is the template's to escape."""

    cause: str
    question: str
    test: str
    """What the test that does not pass is called; empty when none was run."""
    place: str
    """As in "fare.js, line 3"; empty when it is not known."""


def advice(failure: Failure, test: str, _: Words) -> Advice:
    """Return what to say about a failure; `test` is what its test is called."""
    cause, question = _causes(failure, _)[failure.cause], _questions(_)[failure.cause]
    file = cut(failure.file)
    place = _("%(file)s, line %(number)s", file=file, number=failure.line) if file and failure.line else file
    return Advice(cause, question, cut(test), place)


def _causes(failure: Failure, _: Words) -> Mapping[FailureCause, str]:
    return {
        FailureCause.NOT_READABLE: _("The program cannot be read: a sign is missing, or a word is misspelt."),
        FailureCause.NAME_MISSING: _("The tests ask for a name that the program does not have."),
        FailureCause.STOPPED: _("The program stops with an error of its own."),
        FailureCause.ENDLESS: _("A loop that does not end, as it seems."),
        FailureCause.GROWS: _("Something grows on each turn until the memory is used up."),
        FailureCause.PRINTS_ON: _("It prints without an end."),
        FailureCause.LEAVES: _("Something in it ends the program before its tests are done."),
        FailureCause.TAMPERED: _("What was reported does not fit the tests: it may have changed or ended them."),
        FailureCause.NOTHING_BACK: _("It gives nothing back: the value may be worked out, and is not handed on."),
        FailureCause.OTHER_KIND: _("A text where a number should be, or the other way round."),
        FailureCause.ONE_OFF: _(
            "It is one too many or too few: the first or the last may be left out, or counted twice."
        ),
        FailureCause.OTHER_VALUE: _compared(failure, _),
        FailureCause.OTHER_ANSWER: _("The answer is another one."),
        FailureCause.AS_GIVEN: _("The program is as it was given: nothing in it is changed yet."),
    }


def _questions(_: Words) -> Mapping[FailureCause, str]:
    return {
        FailureCause.NOT_READABLE: _("Read me this line aloud, sign by sign: what opens here, and what closes it?"),
        FailureCause.NAME_MISSING: _(
            "What is it called in the task, and what is it called in your program, letter by letter?"
        ),
        FailureCause.STOPPED: _("When it comes to this line, what is in each name that stands in it?"),
        FailureCause.ENDLESS: _("What has to change on each turn so that it can stop?"),
        FailureCause.GROWS: _("What gets longer on each turn, and when is it long enough?"),
        FailureCause.PRINTS_ON: _("How often should this line print, and what makes it stop?"),
        FailureCause.LEAVES: _("Which line is the last that runs, and what comes after it?"),
        FailureCause.TAMPERED: _("Show me what each line of your program is for: which of them does the task ask for?"),
        FailureCause.NOTHING_BACK: _("Where does your result go when the function is done? Who gets it?"),
        FailureCause.OTHER_KIND: _("Is this a number or a text, and how can you tell?"),
        FailureCause.ONE_OFF: _("Which is the first that is counted, and which is the last?"),
        FailureCause.OTHER_VALUE: _(
            "What should come out here, worked out by hand? At which step does your program do something else?"
        ),
        FailureCause.OTHER_ANSWER: _("How did you come to this answer? Tell me step by step."),
        FailureCause.AS_GIVEN: _("What does the task ask you to change, and in which line does that stand?"),
    }


def _compared(failure: Failure, _: Words) -> str:
    if not failure.expected:
        return _("It runs, and gives another answer than the tests expect.")
    facts = {"expected": cut(failure.expected), "received": cut(failure.received)}
    return _("It gives %(received)s where %(expected)s is expected.", **facts)
