"""What a message means for the learner: where, what happened, what to try. Found here, laid out elsewhere."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk_agent.curriculum import Exercise
from kiosk_agent.errors import SettingsInvalid
from kiosk_agent.protocol.results import Judgement, ReportedTest, Verdict
from kiosk_agent.runner.jail.report import NOT_ENDED
from kiosk_agent.runner.judging.judge import ENDED_EARLY, IRREGULAR, TESTS_MISSING, TESTS_SURPLUS
from kiosk_agent.tutor.text.plain_words import Piece, Said, explain, placed
from kiosk_agent.tutor.text.translator import Translator, mark

logger = logging.getLogger(__name__)
_LEAVE_TESTS_ALONE = mark(
    "The program must not change or end the tests. Take out what does, and hand values back only."
)
# What the judge itself says, in English, for the server and for logs.
_OF_THE_JUDGE: Mapping[str, tuple[str, str]] = {
    ENDED_EARLY: (
        mark("The program ended before its tests did."),
        mark("Does it call something like exit? Take that out: the tests go on when your function is done."),
    ),
    TESTS_MISSING: (mark("Not all tests of the exercise could be run."), _LEAVE_TESTS_ALONE),
    TESTS_SURPLUS: (mark("There are results of tests that the exercise does not have."), _LEAVE_TESTS_ALONE),
    IRREGULAR: (mark("The results of the tests do not fit together."), _LEAVE_TESTS_ALONE),
    NOT_ENDED: (
        mark("This test was under way when the program ended."),
        mark("What does your program do with the values that this test hands in?"),
    ),
}


@dataclass(frozen=True)
class Explanation:
    """A message in the learner's language."""

    place: str
    """File and line, or nothing when the message names none of the exercise's files."""
    happened: Said
    advice: Said


def explanation(message: str, judgement: Judgement, exercise: Exercise, translator: Translator) -> Explanation | None:
    """Return what `message` of the judgement means, or None when nothing more is known than it says."""
    if judgement.verdict is Verdict.INTERNAL_ERROR:
        return None
    place = place_words(message, exercise, translator)
    for said, (happened, advice) in _OF_THE_JUDGE.items():
        if message.startswith(said):
            return Explanation(place, _words(translator.say(happened)), _words(translator.say(advice)))
    try:
        words = explain(judgement.toolchain.name, message, translator.language)
    except SettingsInvalid:
        # The verdict stands, with the machine's own words, whatever became of the table of plain ones.
        logger.exception("a message is shown as it is")
        return None
    return None if words is None else Explanation(place, words.happened, words.advice)


def place_words(message: str, exercise: Exercise, translator: Translator) -> str:
    """Return the file and the line that `message` names, when the file is one that the learner writes."""
    found = placed(message)
    if found.file not in exercise.solution_files:
        return ""
    name = found.file.rsplit("/", 1)[-1]
    return name if found.line is None else translator.say("{file}, line {number}", file=name, number=found.line)


def open_tests(judgement: Judgement) -> list[ReportedTest]:
    """Return the tests that do not pass yet."""
    return [test for test in judgement.results.tests if test.status != "pass"]


def _words(text: str) -> Said:
    return Said((Piece(text, is_code=False),))
