"""Choose: what is right, what each wrong one says, and what is no question."""

import pytest

from kiosk_agent.curriculum.kinds.choice import MultipleChoice
from tests.unit.curriculum.kinds.kinds_track import facts, faults_of, task_of

ONE = """
[options.three]
text = "3"
right = true
[options.once]
text = "once"
why = "There is a loop."
[options.never]
text = "never"
why = "The list is not empty."
"""
SEVERAL = "several = true\n" + ONE + '[options.thrice]\ntext = "thrice"\nright = true\n'

ANSWERS: dict[str, tuple[str, str, str, list[tuple[str, str, None]]]] = {
    "the right one": (ONE, "three\n", "right", [("three", "pass", None)]),
    "blanks around it": (ONE, "\n  three \n\n", "right", [("three", "pass", None)]),
    "a wrong one, by its own name": (ONE, "once", "wrong", [("once", "fail", None)]),
    "nothing": (ONE, "\n \n", "incomplete", []),
    "none of the options": (ONE, "four", "unreadable", []),
    "two where one is asked for": (ONE, "three\nonce", "unreadable", []),
    "the same one twice": (ONE, "three\nthree", "right", [("three", "pass", None)]),
    "all that is right": (SEVERAL, "thrice\nthree", "right", [("three", "pass", None), ("thrice", "pass", None)]),
    "the wrong one is said first": (SEVERAL, "three\nonce", "wrong", [("once", "fail", None), ("three", "pass", None)]),
    "one too few tells nothing of which": (
        SEVERAL,
        "three",
        "wrong",
        [("three", "pass", None), ("options-missing", "fail", None)],
    ),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_an_answer_comes_to_what_was_chosen(what: str) -> None:
    task, answer, reason, checks = ANSWERS[what]
    assert facts(task_of(MultipleChoice, task).judge(answer, "")) == (reason, checks)


FAULTS = {
    "two right": (ONE + '[options.thrice]\ntext = "thrice"\nright = true\n', "more than one option is right"),
    "none right": (ONE.replace("right = true", 'why = "x"'), "options: no option is right"),
    "all right": (
        "several = true\n" + ONE.replace('why = "', 'right = true\nwhy = "'),
        "options: every option is right",
    ),
    "no reason": (ONE.replace('why = "There is a loop."', ""), "options.once: a wrong option without its reason"),
    "the same words": (ONE.replace('"never"', '" once "'), "options.never.text: once and never read the same"),
    "an accent in two ways": (
        ONE.replace('"once"', '"vez é"').replace('"never"', '"vez e\u0301"'),
        "options.never.text: once and never read the same",
    ),
    "a name that is taken": (ONE.replace("options.never", "options.order"), "options.order: the name 'order' is taken"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_what_is_no_question_is_refused(what: str) -> None:
    task, said = FAULTS[what]
    assert any(fault.startswith(said) or said in fault for fault in faults_of(task_of(MultipleChoice, task)))


def test_a_good_question_has_no_fault() -> None:
    assert faults_of(task_of(MultipleChoice, ONE)) == []
    assert faults_of(task_of(MultipleChoice, SEVERAL)) == []


def test_an_answer_that_is_there_from_the_start_is_refused() -> None:
    assert faults_of(task_of(MultipleChoice, ONE), "three\n") == [": the file for the answer is not empty"]
