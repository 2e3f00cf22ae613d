"""What a message means for the learner: where, what happened, what to try. Found here, laid out elsewhere."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kiosk_agent.curriculum import ANSWERED, Exercise, TestWords
from kiosk_agent.curriculum.kinds.task import Check
from kiosk_agent.errors import SettingsInvalid
from kiosk_agent.protocol.results import ANSWER_REASONS, Cause, Judgement, Reason, ReportedTest, Verdict
from kiosk_agent.tutor.text.plain_words import Piece, Said, explain
from kiosk_agent.tutor.text.translator import Translator, mark
from kiosk_agent.tutor.text.words import verdict_words

logger = logging.getLogger(__name__)
_LEAVE_TESTS_ALONE = mark(
    "The program must not change or end the tests. Take out what does, and hand values back only."
)
# Why a run came to nothing of which the toolchain itself says anything that a learner could use.
_OF_REASON: Mapping[Reason, tuple[str, str]] = {
    Reason.ENDED_EARLY: (
        mark("The program ended before its tests did."),
        mark("Does it call something like exit? Take that out: the tests go on when your function is done."),
    ),
    Reason.TESTS_NOT_REPORTED: (mark("Not all tests of the exercise could be run."), _LEAVE_TESTS_ALONE),
    Reason.TESTS_MISSING: (mark("Not all tests of the exercise could be run."), _LEAVE_TESTS_ALONE),
    Reason.TESTS_SURPLUS: (mark("There are results of tests that the exercise does not have."), _LEAVE_TESTS_ALONE),
    Reason.REPORT_IRREGULAR: (mark("The results of the tests do not fit together."), _LEAVE_TESTS_ALONE),
    Reason.EXERCISE_BROKEN: (
        mark("The exercise itself is broken, not your program."),
        mark("Choose another one, and tell your trainer."),
    ),
    Reason.RAN_AS_GIVEN: (
        mark("It runs. Nothing in it is changed yet."),
        mark("Change it as the task says, then press Ctrl+R again."),
    ),
    Reason.ANSWER_INCOMPLETE: (
        mark("Your answer is not whole yet."),
        mark("Fill in what is missing, then press Ctrl+R again."),
    ),
    Reason.ANSWER_UNREADABLE: (
        mark("This is no answer to what is asked."),
        mark("Read the task once more, and give what it asks for and nothing else."),
    ),
}
# What an answer is looked at for, where its author gave it no words.
_OF_CHECK: Mapping[Check, tuple[str, str]] = {
    Check.OPTIONS_MISSING: (mark("What you chose is right"), mark("There is more that is right. Look at the others.")),
    Check.OUTPUT: (
        mark("The output"),
        mark("From this line on it is another. What does each name hold when the program comes to it?"),
    ),
    Check.BLANKS: (mark("Spaces"), mark("All but the spaces is right: look at them once more.")),
    Check.CAPITALS: (
        mark("Capital letters"),
        mark("All but the capital letters is right: a program writes them as they stand in it."),
    ),
    Check.ACCENTS: (
        mark("Accents"),
        mark("All but the accents is right: a program writes them as they stand in it."),
    ),
    Check.LINES_MISSING: (mark("The number of lines"), mark("What is there is right, and lines are missing.")),
    Check.LINES_TOO_MANY: (mark("The number of lines"), mark("There are more lines than there should be.")),
    Check.ORDER: (
        mark("The order of the lines"),
        mark("From this line on the order is another. Which of the lines that are left has to come first?"),
    ),
    Check.INDENTATION: (
        mark("How far in the lines stand"),
        mark("The order is right. Does this line belong into the one above it, or beside it?"),
    ),
}
_NOT_ENDED = (
    mark("This test was under way when the program ended."),
    mark("What does your program do with the values that this test hands in?"),
)
# Before what the error itself means.
_LATE = mark(
    "Your program had left something for later, by setTimeout for example. "
    "It came after its test and ended in an error."
)
_LIMITS = (Verdict.TIME_LIMIT_EXCEEDED, Verdict.MEMORY_LIMIT_EXCEEDED, Verdict.OUTPUT_LIMIT_EXCEEDED)


@dataclass(frozen=True)
class Explanation:
    """A message in the learner's language."""

    place: str
    """File and line, or nothing when the message names none of the exercise's files."""
    happened: Said
    advice: Said
    """Says nothing where what is said of the whole program is advice enough."""
    is_certain: bool = False
    """The harness found it in this very program: no guess from a message."""
    can_be_read: bool = False
    """Nothing is wrong with how the program is written: something that is asked for is not in it."""


@dataclass(frozen=True)
class Explained:
    """A judgement with what its messages mean, looked up once and drawn for any width."""

    judgement: Judgement
    exercise: Exercise
    translator: Translator
    of_program: Explanation | None
    of_first_test: Explanation | None
    """Of the first test that does not pass yet: what the others say is often the same, and is read when it is right."""
    is_stopped: bool = False
    """The learner ended the run."""


def explained(
    judgement: Judgement, exercise: Exercise, translator: Translator, *, is_stopped: bool = False
) -> Explained:
    """Return the judgement with what its messages mean in the translator's language."""
    first = next(iter(open_tests(judgement)), None)
    return Explained(
        judgement,
        exercise,
        translator,
        of_program=_of_program(judgement, exercise, translator),
        of_first_test=None if first is None else _of_test(first, judgement, exercise, translator),
        is_stopped=is_stopped,
    )


def place_words(file: str | None, line: int | None, exercise: Exercise, translator: Translator) -> str:
    """Return the file and the line, when the file is one that the learner writes."""
    if file is None or file not in exercise.solution_files:
        return ""
    name = file.rsplit("/", 1)[-1]
    return name if line is None else translator.say("{file}, line {number}", file=name, number=line)


def named_line(judgement: Judgement, exercise: Exercise) -> int | None:
    """Return the line of the learner's first file that the result names first, if it names one."""
    first = next(iter(open_tests(judgement)), None)
    places = [(judgement.file, judgement.line)]
    if first is not None:
        places.append((first.file, first.line))
    return next((line for file, line in places if file == exercise.solution_files[0] and line is not None), None)


def open_tests(judgement: Judgement) -> list[ReportedTest]:
    """Return the tests that do not pass yet."""
    return [test for test in judgement.results.tests if test.status != "pass"]


def named_words(name: str, exercise: Exercise, translator: Translator) -> TestWords | None:
    """Return the words for a test or for a check of an answer, if it has any."""
    if exercise.kind in ANSWERED and name in set(Check):
        title, failure = _OF_CHECK[Check(name)]
        return TestWords(translator.say(title), translator.say(failure))
    return exercise.test_words(name, translator.language)


def _of_program(judgement: Judgement, exercise: Exercise, translator: Translator) -> Explanation | None:
    """Return what stopped the whole program, or None when nothing more is known than its message says."""
    place = place_words(judgement.file, judgement.line, exercise, translator)
    if judgement.reason is Reason.MACHINERY_FAULT:
        return None
    general = _OF_REASON.get(judgement.reason)
    if general is not None and judgement.cause is None:
        return _said(place, general, translator)
    asked = judgement.asked_by is not None
    said = judgement.results.message
    found = _of_toolchain(place, said, judgement, exercise, translator, asked=asked, cause=judgement.cause)
    if judgement.reason is Reason.BROKE_LATE:
        return _late(place, found, translator)
    return _said(place, general, translator) if found is None and general is not None else found


def _late(place: str, found: Explanation | None, translator: Translator) -> Explanation:
    late = _words(translator.say(_LATE))
    if found is None:
        return Explanation(place, late, _words(""))
    happened = Said((*late.pieces, Piece(" ", is_code=False), *found.happened.pieces))
    return replace(found, place=place, happened=happened)


def _of_test(
    test: ReportedTest, judgement: Judgement, exercise: Exercise, translator: Translator
) -> Explanation | None:
    """Return what a test's message means, or None when nothing more is known than it says."""
    place = place_words(test.file, test.line, exercise, translator)
    if judgement.reason in ANSWER_REASONS:
        words = named_words(test.name, exercise, translator)
        return None if words is None else Explanation(place, _words(words.failure), _words(""), is_certain=True)
    if not test.is_ended:
        happened, advice = (translator.say(words) for words in _NOT_ENDED)
        if judgement.cause is not None:
            advice = ""
        elif judgement.verdict in _LIMITS:
            # What it did too much of is better known than what this test has to do with it.
            _, advice = verdict_words(judgement, exercise.language_name, translator)
        elif judgement.reason is Reason.ENDED_EARLY:
            advice = ""
        return Explanation(place, _words(happened), _words(advice))
    return _of_toolchain(place, test.message, judgement, exercise, translator, cause=test.cause)


def _words(text: str) -> Said:
    return Said((Piece(text, is_code=False),))


def _said(place: str, words: tuple[str, str], translator: Translator) -> Explanation:
    happened, advice = words
    return Explanation(place, _words(translator.say(happened)), _words(translator.say(advice)))


def _of_toolchain(
    place: str,
    message: str | None,
    judgement: Judgement,
    exercise: Exercise,
    translator: Translator,
    *,
    asked: bool = False,
    cause: Cause | None = None,
) -> Explanation | None:
    if not message and cause is None:
        return None
    try:
        words = explain(
            judgement.toolchain.name, message or "", translator.language, asked=asked, cause=cause, later=exercise.later
        )
    except SettingsInvalid:
        # The verdict stands, with the machine's own words, whatever became of the table of plain ones.
        logger.exception("a message is shown as it is")
        return None
    if words is None:
        return None
    is_certain = cause is not None and words.pattern == cause.name
    return Explanation(place, words.happened, words.advice, is_certain, words.can_be_read)
