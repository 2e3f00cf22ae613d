"""Fill the gap: what stands in each, what is the same code, and which gaps are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_agent.curriculum.kinds.gaps import Gaps, filled, fillings_of
from kiosk_agent.curriculum.kinds.same_code import is_same_code
from tests.unit.curriculum.kinds.kinds_track import facts, faults_of, task_of

STUB = "let total = ____;\nfor (const value ____ list) {\n  total = ____(total, ____);\n}\n"
TASK = """
[gaps.start]
answers = ["0"]
title = "Start"
why = "Nothing is added yet."
[gaps.start.mistakes.text]
answers = ['"0"', "'0'"]
why = "That is a text."
[gaps.each]
answers = ["of"]
title = "Each"
why = "A short word."
[gaps.sum]
answers = ["sum", "add"]
title = "Sum"
why = "A name."
[gaps.value]
answers = ["value * 2", "2 * value"]
title = "Value"
why = "Twice."
"""
RIGHT = ("0", "of", "sum", "value * 2")


def answer_of(*fillings: str) -> str:
    return filled(STUB, fillings)


ANSWERS: dict[str, tuple[str, str, list[tuple[str, str, int]]]] = {
    "all right": (
        answer_of(*RIGHT),
        "right",
        [("start", "pass", 1), ("each", "pass", 2), ("sum", "pass", 3), ("value", "pass", 3)],
    ),
    "another that is right, without blanks": (
        answer_of(" 0 ", "of", "add", "2*value"),
        "right",
        [("start", "pass", 1), ("each", "pass", 2), ("sum", "pass", 3), ("value", "pass", 3)],
    ),
    "what many write has its own name": (
        answer_of("'0'", "in", "sum", "value * 2"),
        "wrong",
        [("start.text", "fail", 1), ("each", "fail", 2), ("sum", "pass", 3), ("value", "pass", 3)],
    ),
    "a gap is left": (answer_of("0", "", "sum", "value * 2"), "incomplete", []),
    "a gap is empty": (answer_of("0", " ", "sum", "value * 2"), "incomplete", []),
    "nothing is done yet": (STUB, "incomplete", []),
    "something else was changed": (answer_of(*RIGHT).replace("let", "var"), "unreadable", []),
    "a line was added": (answer_of(*RIGHT) + "x\n", "unreadable", []),
    "all was deleted": ("", "unreadable", []),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_each_gap_is_judged_by_itself(what: str) -> None:
    answer, reason, checks = ANSWERS[what]
    assert facts(task_of(Gaps, TASK).judge(answer, STUB)) == (reason, checks)


PLAIN = st.text("abc0 +'", min_size=1, max_size=8).filter(lambda text: text == text.strip())


@given(st.tuples(PLAIN, PLAIN, PLAIN, PLAIN))
def test_what_was_filled_in_is_found_again(fillings: tuple[str, ...]) -> None:
    assert fillings_of(STUB, answer_of(*fillings)) == fillings


def test_a_hostile_line_takes_no_longer_than_its_length() -> None:
    stub = "____(____(____(____(____(____\n"
    assert fillings_of(stub, "(" * 60_000) == ("", "", "", "", "", "(" * 59_995)
    assert not is_same_code('\\"' * 30_000, "0")


SAME = [
    ("a+b", "a + b", True),
    ("f( a,b )", "f(a, b)", True),
    ("return x", "return  x", True),
    ("returnx", "return x", False),
    ("'a b'", "'a  b'", False),
    ("'a b' +c", "'a b' + c", True),
    ("a = = b", "a == b", False),
    ("x=-1", "x = -1", True),
    ("x = - 1", "x = -1", True),
    ("a ++b", "a++ b", True),
    ("é", "e\u0301", True),
    ("Value", "value", False),
]


@pytest.mark.parametrize(("written", "right", "is_same"), SAME)
def test_blanks_count_only_where_they_mean_something(written: str, right: str, *, is_same: bool) -> None:
    assert is_same_code(written, right) is is_same


FAULTS = {
    "too few tables": (TASK, STUB + "____\n", "gaps: 4 gaps, and the stub has 5"),
    "gaps that overlap": (TASK, "________ ____ ____\n", ": line 1 of the stub has a gap that runs into something"),
    "a gap in a name": (TASK, "x\nlet a____ = 1\n", ": line 2 of the stub has a gap that runs into something"),
    "gaps that touch": (TASK, "____ ____\n", ": line 1 of the stub has two gaps with nothing in between"),
    "a mistake that is right": (
        TASK.replace("""'"0"', """, '"0",'),
        STUB,
        "gaps.start.mistakes.text.answers: '0' (text) is the same as '0' (right)",
    ),
    "the same twice": (
        TASK.replace('"2 * value"', '"value*2"'),
        STUB,
        "gaps.value.answers: 'value*2' (right) is the same as 'value * 2' (right)",
    ),
    "an answer that is a gap": (TASK.replace('["of"]', '["____"]'), STUB, "gaps.each.answers: '____' fills no gap"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_what_is_no_gap_is_refused(what: str) -> None:
    task, stub, said = FAULTS[what]
    assert said in faults_of(task_of(Gaps, task), stub)


def test_good_gaps_have_no_fault() -> None:
    assert faults_of(task_of(Gaps, TASK), STUB) == []
