"""Predict the output: which differences count, which line is named, and what is no task."""

import unicodedata

import pytest

from kiosk_agent.curriculum.kinds.prediction import Prediction
from tests.unit.curriculum.kinds.kinds_track import facts, faults_of, task_of

TASK = """
program = "bus.js"
output = '''
Autobús 12
Line 7
'''
also = ["Autobús 12\\nLine 8"]
[mistakes.last]
output = "Line 7"
title = "Only the last"
why = "It writes each time."
"""

ANSWERS: dict[str, tuple[str, str, list[tuple[str, str, int | None]]]] = {
    "the output": ("Autobús 12\nLine 7\n", "right", [("output", "pass", None)]),
    "no newline at the end": ("Autobús 12\nLine 7", "right", [("output", "pass", None)]),
    "blanks at the ends of lines": ("Autobús 12  \nLine 7\t\n\n\n", "right", [("output", "pass", None)]),
    "lines of another system": ("Autobús 12\r\nLine 7\r\n", "right", [("output", "pass", None)]),
    "an accent in two parts": (unicodedata.normalize("NFD", "Autobús 12\nLine 7"), "right", [("output", "pass", None)]),
    "another output that is right": ("Autobús 12\nLine 8", "right", [("output", "pass", None)]),
    "what many expect": ("Line 7\n", "wrong", [("last", "fail", None)]),
    "no accent": ("Autobus 12\nLine 7", "wrong", [("accents", "fail", 1)]),
    "small letters": ("autobús 12\nline 7", "wrong", [("capitals", "fail", 1)]),
    "a blank too many within a line": ("Autobús 12\nLine  7", "wrong", [("blanks", "fail", 2)]),
    "a blank in front": (" Autobús 12\nLine 7", "wrong", [("blanks", "fail", 1)]),
    "another value": ("Autobús 12\nLine 9", "wrong", [("output", "fail", 2)]),
    "a line is missing": ("Autobús 12", "wrong", [("lines-missing", "fail", 1)]),
    "a line too many": ("Autobús 12\nLine 7\nLine 8", "wrong", [("lines-too-many", "fail", 3)]),
    "nothing": (" \n\n", "incomplete", []),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_a_prediction_comes_to_its_first_difference(what: str) -> None:
    answer, reason, checks = ANSWERS[what]
    assert facts(task_of(Prediction, TASK).judge(answer, "")) == (reason, checks)


def test_a_huge_prediction_is_judged_like_any_other() -> None:
    answer = "Autobús 12\n" + "x" * 65_000
    assert facts(task_of(Prediction, TASK).judge(answer, "")) == ("wrong", [("output", "fail", 2)])


FAULTS = {
    "a program that is not shown": (TASK, ["other.js"], "program: 'bus.js' is no file that is shown"),
    "no output": (TASK.replace("Autobús 12\nLine 7\n", " \n"), ["bus.js"], "output: an output that is empty"),
    "a mistake that is right": (
        TASK.replace('output = "Line 7"', 'output = "Autobús 12\\nLine 8"'),
        ["bus.js"],
        "mistakes.last.output: last is the same as what is right",
    ),
    "a mistake twice": (
        TASK + '[mistakes.other]\noutput = "Line 7 "\ntitle = "x"\nwhy = "x"\n',
        ["bus.js"],
        "mistakes.other.output: other is the same as last",
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_what_cannot_be_predicted_is_refused(what: str) -> None:
    task, shown, said = FAULTS[what]
    assert said in faults_of(task_of(Prediction, task), "", *shown)


def test_a_good_prediction_has_no_fault() -> None:
    assert faults_of(task_of(Prediction, TASK), "", "bus.js") == []
