"""A learner's work as a trainer reads it: its colours, what changed in it, and what keeps it from passing."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom_server.attempts.reading.changes import LINES_COMPARED, LINES_SHOWN, LineChange, changes_between
from classroom_server.attempts.reading.failures import Failure, FailureCause, failure_of
from classroom_server.web.text.code_colours import COLOURED_CHARACTERS, coloured_lines
from classroom_server.web.text.plain_text import plain_lines
from kiosk_agent.protocol.results import AskedBy, Comparison, Limit, Reason, ReportedTest, Results, Verdict
from tests.support.judgements import judgement_of

CODE = st.lists(
    st.sampled_from(["const ", "`${", "}`", "'", '"', "/*", "//", "<b>", "\r\n", "\n", "\u202e", "ș", "({"])
)


def text_of(lines: tuple[tuple[object, ...], ...]) -> list[str]:
    return ["".join(piece.text for piece in line) for line in lines]  # type: ignore[attr-defined]


def kinds(text: str, path: str) -> dict[str, str]:
    return {piece.text: piece.kind for line in coloured_lines(text, path) for piece in line if piece.kind}


@given(parts=CODE, path=st.sampled_from(["a.js", "b.py", "C.java", "d.html"]))
def test_colours_change_no_sign_of_a_program(parts: list[str], path: str) -> None:
    text = "".join(parts)
    assert text_of(coloured_lines(text, path)) == plain_lines(text)


def test_a_program_has_the_colours_of_its_language() -> None:
    assert kinds("const a = 'b'; // c\n", "a.js") == {"const": "code-word", "'b'": "code-text", "// c": "code-comment"}
    assert kinds("return None", "a.py") == {"return": "code-word", "None": "code-value"}
    assert kinds("int n = 12;", "A.java") == {"int": "code-word", "12": "code-value"}
    assert kinds("const a = 1;", "notes.txt") == {}


def test_a_very_long_program_has_no_colours_and_all_of_its_text() -> None:
    text = "let a;\n" * COLOURED_CHARACTERS
    assert kinds(text, "a.js") == {}
    assert len(coloured_lines(text, "a.js")) == COLOURED_CHARACTERS


def test_a_change_is_shown_with_the_lines_around_it() -> None:
    before = "".join(f"line {number}\n" for number in range(1, 20))
    (change,) = changes_between(
        {"a.js": before, "b.js": "same"}, {"a.js": before.replace("line 9\n", "nine\n"), "b.js": "same"}
    )
    assert (change.path, change.added, change.removed, change.is_cut) == ("a.js", 1, 1, False)
    assert [(line.change, line.number) for line in change.lines] == [
        (LineChange.LEFT_OUT, None),
        (LineChange.SAME, 7),
        (LineChange.SAME, 8),
        (LineChange.GONE, 9),
        (LineChange.NEW, 9),
        (LineChange.SAME, 10),
        (LineChange.SAME, 11),
        (LineChange.LEFT_OUT, None),
    ]


def test_a_file_that_came_or_went_is_a_change() -> None:
    came, went = changes_between({"old.js": "1"}, {"new.js": "1\n2"})
    assert (came.path, came.added, came.removed) == ("new.js", 2, 0)
    assert (went.path, went.added, went.removed) == ("old.js", 0, 1)


def test_lines_that_stand_there_again_and_again_are_not_compared() -> None:
    often = LINES_COMPARED // 2 - 1
    before, after = "x\n" * 2 * often, "x\ny\n" * often
    changes = changes_between(dict.fromkeys("abcdef", f"a\n{before}b"), dict.fromkeys("abcdef", f"c\n{after}d"))
    assert [(change.is_cut, change.lines) for change in changes] == [(True, ())] * 6
    short = changes_between(dict.fromkeys("abc", "a\nx\nx"), dict.fromkeys("abc", "b\nx\ny\nx\nc"))
    assert [(change.added, change.removed, change.is_cut) for change in short] == [(3, 1, False)] * 3


def test_what_would_take_long_to_compare_or_to_read_is_cut() -> None:
    # Lines of two kinds in any order are the worst to compare; it is no secret how the comparison works.
    chance = random.Random(7)  # noqa: S311 - no secret is made of it
    two = ["".join(f"{chance.choice('abcdefghij')}\n" for _ in range(LINES_COMPARED)) for _ in range(2)]
    (change,) = changes_between({"a": two[0]}, {"a": two[1]})
    assert change.is_cut
    assert len(change.lines) == LINES_SHOWN
    (more,) = changes_between({"a": two[0] * 9}, {"a": "z\n" * 5000})
    assert (more.is_cut, more.lines) == (True, ())


def failing(**compared: str) -> Results:
    test = ReportedTest(name="two shelves", status="fail", compared=Comparison(**compared), file="a.js", line=3)
    return Results(status="fail", tests=(ReportedTest(name="one", status="pass"), test))


@pytest.mark.parametrize(
    ("verdict", "facts", "cause"),
    [
        (Verdict.COMPILE_ERROR, {"reason": Reason.BROKE_COMPILING}, FailureCause.NOT_READABLE),
        (Verdict.COMPILE_ERROR, {"asked_by": AskedBy(file="a.spec.js", line=1)}, FailureCause.NAME_MISSING),
        (Verdict.RUNTIME_ERROR, {"reason": Reason.BROKE_LOADING}, FailureCause.STOPPED),
        (Verdict.RUNTIME_ERROR, {"reason": Reason.ENDED_EARLY}, FailureCause.LEAVES),
        (Verdict.TIME_LIMIT_EXCEEDED, {"limits_reached": (Limit.WALL_TIME,)}, FailureCause.ENDLESS),
        (Verdict.TIME_LIMIT_EXCEEDED, {"limits_reached": (Limit.WALL_TIME, Limit.OUTPUT)}, FailureCause.PRINTS_ON),
        (Verdict.MEMORY_LIMIT_EXCEEDED, {"reason": Reason.LIMIT_REACHED}, FailureCause.GROWS),
        (Verdict.OUTPUT_LIMIT_EXCEEDED, {"reason": Reason.LIMIT_REACHED}, FailureCause.PRINTS_ON),
        (Verdict.WRONG_ANSWER, {"reason": Reason.TESTS_MISSING}, FailureCause.TAMPERED),
        (Verdict.WRONG_ANSWER, {"results": failing(expected="7", received="undefined")}, FailureCause.NOTHING_BACK),
        (Verdict.WRONG_ANSWER, {"results": failing(expected="7", received="'7'")}, FailureCause.OTHER_KIND),
        (Verdict.WRONG_ANSWER, {"results": failing(expected="7", received="6")}, FailureCause.ONE_OFF),
        (Verdict.WRONG_ANSWER, {"results": failing(expected="7", received="12")}, FailureCause.OTHER_VALUE),
        (Verdict.WRONG_ANSWER, {"results": failing(expected="'a'", received="'b'")}, FailureCause.OTHER_VALUE),
    ],
)
def test_the_likely_cause_is_told_from_what_is_stored(
    verdict: Verdict, facts: dict[str, object], cause: FailureCause
) -> None:
    failure = failure_of(judgement_of(verdict, **facts))
    assert failure is not None
    assert failure.cause is cause


def test_a_failure_names_the_first_test_that_does_not_pass_and_its_place() -> None:
    failure = failure_of(judgement_of(Verdict.WRONG_ANSWER, results=failing(expected="7", received="12")))
    assert failure == Failure(FailureCause.OTHER_VALUE, "two shelves", "a.js", 3, "7", "12")


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED, Verdict.INTERNAL_ERROR])
def test_what_passed_or_was_not_judged_is_no_failure(verdict: Verdict) -> None:
    assert failure_of(judgement_of(verdict)) is None
