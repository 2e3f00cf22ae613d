import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_agent.protocol.limits import TEST_OUTPUT_CHARACTERS
from kiosk_agent.protocol.results import AnnouncedTests, AskedBy, BreakStage, Cause, Disorder, Irregularity
from kiosk_agent.runner.jail.report import (
    FACT_CHARACTERS,
    MESSAGE_CHARACTERS,
    PATH_CHARACTERS,
    VALUE_CHARACTERS,
    Report,
)

NONCE = "a" * 32


def line(kind: str, nonce: str = NONCE, **content: object) -> bytes:
    return f"\n{nonce} {json.dumps({'kind': kind, **content})}\n".encode()


def passed(name: str, *, message: str | None = None, output: str = "", test_code: str = "") -> bytes:
    return line("test", name=name, status="pass", message=message, output=output, test_code=test_code)


def test_report_is_put_together_from_its_lines() -> None:
    raw = (
        line("collected", names=["one", "two"])
        + passed("one", output="hi")
        + passed("two")
        + line("ended", exit_code=0)
    )
    report = Report(raw, NONCE)
    results = report.results()
    assert report.exit_code == 0
    assert results is not None
    assert results.status == "pass"
    assert [(test.name, test.output) for test in results.tests] == [("one", "hi"), ("two", None)]


def test_announced_tests_are_those_that_were_said_first() -> None:
    said = line("announced", names=["one", "two"], is_complete=True)
    again = line("announced", names=["one"], is_complete=True)
    ran = line("collected", names=["one", "two"]) + passed("one") + line("skipped", name="two")
    whole = Report(line("begun") + said + ran + line("ended", exit_code=0), NONCE)
    assert whole.announced == AnnouncedTests(names=("one", "two"), is_complete=True)
    assert whole.skipped == ["two"]
    assert whole.irregularity is None
    for late in (said + again, said + ran + again):
        report = Report(line("begun") + late, NONCE)
        assert report.announced == whole.announced
        assert report.irregularity is not None


def test_what_breaks_late_does_so_once_and_when_all_tests_are_told() -> None:
    begun = line("begun") + line("collected", names=["one", "two"]) + passed("one")
    late = line("broken", stage="late", message="Error: late", file="it.js", line=2, cause=None)
    whole = Report(begun + passed("two") + late + line("ended", exit_code=0), NONCE)
    assert whole.irregularity is None
    assert whole.breakage is not None
    assert (whole.breakage.stage, whole.breakage.line) == (BreakStage.LATE, 2)
    for forged in (late, begun + late, begun + passed("two") + late + late, begun + late + passed("two")):
        assert Report(forged, NONCE).irregularity is not None


@pytest.mark.parametrize("more", [{"message": ""}, {"message": "why"}, {"cause": {"name": "a"}}])
def test_pass_that_says_why_is_none_of_the_harness(more: dict[str, object]) -> None:
    told = {"name": "one", "status": "pass", "message": None, "output": "", "test_code": "", **more}
    report = Report(line("begun") + line("collected", names=["one"]) + line("test", NONCE, **told), NONCE)
    assert report.irregularity == Irregularity(disorder=Disorder.PASSED_WITH_MESSAGE, subject="one")


def test_lines_behind_another_nonce_do_not_count() -> None:
    forged = line("collected", nonce="b" * 32, names=["one"]) + line("ended", nonce="-", exit_code=0)
    report = Report(forged + b"\n" + NONCE.encode()[:-1] + b" {}\n" + b"noise", NONCE)
    assert (report.results(), report.exit_code, report.breakage) == (None, None, None)


def test_noise_without_a_line_end_does_not_hide_the_next_line() -> None:
    assert Report(b"noise" + line("ended", exit_code=0), NONCE).exit_code == 0


def test_test_that_was_running_when_the_end_came_stands_as_an_error() -> None:
    results = Report(line("collected", names=["one", "two", "three"]) + passed("one"), NONCE).results()
    assert results is not None
    assert results.status == "fail"
    assert [(test.name, test.status) for test in results.tests] == [("one", "pass"), ("two", "error")]
    assert [test.is_ended for test in results.tests] == [True, False]


@pytest.mark.parametrize(("said", "kept"), [(3, 3), (0, None), (-1, None), (10**30, None), (None, None)])
def test_place_of_a_test_is_kept_as_fields_and_a_line_that_cannot_be_is_none(
    said: int | None, kept: int | None
) -> None:
    raw = line("collected", names=["one"]) + line(
        "test", name="one", status="error", message="no", output="", test_code="", file="one.js", line=said
    )
    results = Report(raw, NONCE).results()
    assert results is not None
    assert (results.tests[0].file, results.tests[0].line, results.tests[0].message) == ("one.js", kept, "no")


def test_line_of_a_test_that_asks_for_what_is_lacking_is_kept_as_fields_and_made_plain() -> None:
    asked = {"file": "a.spec.js", "line": 3, "text": "total(\x1b[31m1)"}
    for line_said, kept in ((3, AskedBy(file="a.spec.js", line=3, text="total(1)")), (0, None)):
        said = line(
            "broken", stage="compile", message="no total", file="a.js", line=None, asked_by=asked | {"line": line_said}
        )
        breakage = Report(said, NONCE).breakage
        assert breakage is not None
        assert (breakage.message, breakage.asked_by) == ("no total", kept)


def test_cause_that_a_harness_names_is_kept_short_and_plain_and_a_strange_one_is_no_report() -> None:
    def told(cause: object) -> Cause | None:
        said = line("broken", stage="compile", message="no", file="a.html", line=1, cause=cause)
        breakage = Report(said, NONCE).breakage
        return None if breakage is None else breakage.cause

    kept = told({"name": "id-twice", "facts": {"name": "\x1b[1m" + "x" * 500}})
    assert kept is not None
    assert (kept.name, len(kept.facts["name"]), "\x1b" in kept.facts["name"]) == ("id-twice", FACT_CHARACTERS, False)
    assert told({"name": "main-missing"}) == Cause(name="main-missing")
    for strange in ("id-twice", {"name": "../x"}, {"name": "a", "facts": {str(each): "" for each in range(5)}}):
        assert told(strange) is None


def test_values_that_a_test_compared_are_kept_as_fields_short_and_on_one_line_each() -> None:
    raw = line("collected", names=["one"]) + line(
        "test",
        name="one",
        status="fail",
        message="no",
        output="",
        test_code="",
        compared={"expected": "\x1b[1m6\n7", "received": "4" * 5000},
    )
    results = Report(raw, NONCE).results()
    assert results is not None
    values = results.tests[0].compared
    assert values is not None
    assert (values.expected, len(values.received)) == ("6 7", VALUE_CHARACTERS)


def test_texts_are_cut_and_made_plain() -> None:
    raw = line("collected", names=["one"]) + passed(
        "one", output="x" * 900, message="\x1b[2J" + "m" * 5000, test_code="é"
    )
    results = Report(raw + line("ended", exit_code=0), NONCE).results()
    assert results is not None
    test = results.tests[0]
    assert len(test.output or "") == TEST_OUTPUT_CHARACTERS
    assert len(test.message or "") == MESSAGE_CHARACTERS
    assert "\x1b" not in (test.message or "")


@given(
    st.binary(max_size=300),
    st.lists(st.sampled_from(["collected", "test", "broken", "ended", "ready", "x"]), max_size=4),
)
def test_no_bytes_are_a_fault(noise: bytes, kinds: list[str]) -> None:
    raw = noise + b"".join(line(kind, names=["n"], exit_code=0) for kind in kinds) + noise
    Report(raw, NONCE).results()


BEGUN = line("begun")
COLLECTED = line("collected", names=["one", "two"])
ENDED = line("ended", exit_code=0)


def test_report_as_a_harness_sends_it_is_regular() -> None:
    broken = line("broken", stage="load", message="no", file=None, line=None)
    for raw in (b"", BEGUN, BEGUN + COLLECTED + passed("one") + passed("two") + ENDED, BEGUN + broken + ENDED):
        assert Report(raw, NONCE).irregularity is None


@pytest.mark.parametrize(
    "raw",
    [
        COLLECTED + BEGUN,
        BEGUN + BEGUN,
        BEGUN + COLLECTED + COLLECTED,
        BEGUN + passed("one"),
        BEGUN + COLLECTED + passed("three"),
        BEGUN + COLLECTED + passed("one") + passed("one"),
        BEGUN
        + COLLECTED
        + line("test", name="one", status="fail", message="", output="", test_code="")
        + passed("one"),
        BEGUN + COLLECTED + ENDED + passed("one"),
        BEGUN + COLLECTED + ENDED + ENDED,
        BEGUN + ENDED + COLLECTED,
    ],
)
def test_report_that_no_harness_sends_is_irregular(raw: bytes) -> None:
    assert Report(raw, NONCE).irregularity


def test_file_that_a_report_names_is_kept_short_and_plain() -> None:
    evil = "\x1b]0;title\x07a\u202e\n" + "x" * 5000
    said = line("broken", stage="load", message="no", file=evil, line=1, asked_by={"file": evil, "line": 2})
    breakage = Report(said, NONCE).breakage
    tested = line("collected", names=["one"]) + line(
        "test", name="one", status="error", message="no", output="", test_code="", file=evil, line=1
    )
    results = Report(tested, NONCE).results()
    assert breakage is not None
    assert breakage.asked_by is not None
    assert results is not None
    for file in (breakage.file, breakage.asked_by.file, results.tests[0].file):
        assert file is not None
        assert file.startswith("a xx")
        assert len(file) <= PATH_CHARACTERS
