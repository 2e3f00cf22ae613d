"""Tests as tracks write them, in Jest's ways: right answers pass, and a mistake is never said to be the exercise's."""

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk_agent import process
from kiosk_agent.errors import ProgramFailed
from kiosk_agent.protocol.results import Judging, Reason, Verdict
from tests.support.checkout import ROOT
from tests.support.jail.jails import JudgeAsServer, RunProgram, outset
from tests.support.waiting import LIMIT_SECONDS

TRACK = ROOT / "tests/fixtures/jest_ways"
DIFFERS = "\n\nExpected: 2\nReceived: 1"
# What fails is told of the test that it belongs to, never silently, and the tests after it still run.
FAILING = {
    "after-all-fails": f"group > inner > two: expect(received).toBe(expected) // Object.is equality{DIFFERS}",
    "after-all-throws": "one: Error: at the end (after-all-throws.js, line 1)",
    "ban-that-catches": "does without it: Error: split is not allowed (ban-that-catches.spec.js, line 2)",
    "before-all-fails": "group > inner > one: Error: before (before-all-fails.js, line 1)",
    "byte-order-mark": "where: Error: here (byte-order-mark.js, line 2)",
    "describe-only-fails": f"chosen > one: expect(received).toBe(expected) // Object.is equality{DIFFERS}",
    "failing-that-passes": "known bug: Error: This test is said to be failing, and it passed.",
    "inline-snapshot-differs": "one: expect(received).toMatchInlineSnapshot(snapshot)\n\nExpected: 1\nReceived: 2",
    "inline-snapshot-not-made": (
        "one: Error: This test has nothing yet to compare with: write the snapshot into it. "
        "(inline-snapshot-not-made.spec.js, line 2)"
    ),
    "late-in-the-last-test": "one: Error: late (late-in-the-last-test.js, line 1)",
    "only-fails": f"one: expect(received).toBe(expected) // Object.is equality{DIFFERS}",
    "snapshot-in-a-file": (
        "one: Error: No file of snapshots is read here: write the snapshot into the test, by toMatchInlineSnapshot. "
        "(snapshot-in-a-file.spec.js, line 2)"
    ),
    "throw-bad-name": "one: : m (throw-bad-name.js, line 1)",
    "throw-symbol-message": "one: Error: Symbol(x) (throw-symbol-message.js, line 1)",
}

# Where some are chosen, so many tests are run and no other.
CHOSEN = {
    "describe-only": 2,
    "describe-only-fails": 1,
    "failing-only": 1,
    "fdescribe": 2,
    "fit": 1,
    "only": 2,
    "only-fails": 1,
    "only-in-only": 2,
}
Records = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def records(open_folder: Path) -> Records:
    report = open_folder / "jest_ways.json"
    # The answers that fail make it say that not all is well.
    with pytest.raises(ProgramFailed):
        process.run(outset("track", "test", TRACK, "--json", report), timeout_seconds=LIMIT_SECONDS)
    return {record["exercise"]: record for record in json.loads(report.read_text())["results"]}


def test_answers_pass_in_every_way_in_which_tests_are_written(records: Records) -> None:
    failed = {
        name: record["solution"] for name, record in records.items() if record["solution"]["verdict"] != "accepted"
    }
    assert {name: solution["message"] for name, solution in failed.items()} == FAILING
    assert {record["stub"]["verdict"] for record in records.values()} == {"compile_error", "runtime_error"}


def test_where_some_tests_are_chosen_no_other_is_run(records: Records) -> None:
    for count in ("tests_named", "tests_reported"):
        assert {name: records[name][count] for name in CHOSEN} == CHOSEN


@pytest.mark.parametrize(
    ("source", "verdict", "line"),
    [
        ('export const sum = 1, pair = 2;\n\nthrow "text";\n', Verdict.RUNTIME_ERROR, 3),
        ("export const sum = 1, pair = 2;\nawait Promise.reject();\n", Verdict.RUNTIME_ERROR, 2),
        ("class Broken {}\nexport const sum = 1, pair = 2;\nthrow new Broken();\n", Verdict.RUNTIME_ERROR, 3),
        ("Error.stackTraceLimit = 0;\nexport const pair = 2, sum = null.one;\n", Verdict.RUNTIME_ERROR, 2),
        ('const a = 1;\nimport b from "./helper.js";\nexport const sum = b, pair = 2;\n', Verdict.COMPILE_ERROR, 2),
        ('\nimport { readfile } from "fs";\nexport const sum = readfile, pair = 2;\n', Verdict.COMPILE_ERROR, 2),
        ("Promise.reject(new Error('lost'));\nexport const sum = 1, pair = 2;\n", Verdict.RUNTIME_ERROR, 1),
        (
            "export const sum = 1, pair = 2;\nconst e = new Error();\ne.stack = 'file:///sum.spec.js:3';\nthrow e;\n",
            Verdict.RUNTIME_ERROR,
            4,
        ),
    ],
)
def test_ordinary_mistake_is_the_programs_with_its_line(
    judge_as_server: JudgeAsServer, source: str, verdict: Verdict, line: int
) -> None:
    judgement = judge_as_server("javascript", "sum", source, Judging.IN_PROCESS)
    assert (judgement.verdict, judgement.file, judgement.line) == (verdict, "sum.js", line), judgement


@pytest.mark.parametrize(
    "source", ["setTimeout(() => { throw new Error('late'); }, 10);", "Promise.reject(new Error('late'));"]
)
def test_error_that_comes_late_is_told_with_its_line(run_program: RunProgram, source: str) -> None:
    for _ in range(10):
        ran = run_program("javascript", f"console.log('first');\n{source}\n")
        assert ran.verdict is Verdict.RUNTIME_ERROR
        assert ran.run.output.splitlines()[0] == "first"
        assert ran.run.output.splitlines()[1].endswith(", line 2: Error: late")


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("setTimeout(() => { throw 'late'; }, 10);", ", line 2: Uncaught late"),
        ("setTimeout(() => { throw { name: 'Bad', message: 'm' }; }, 10);", ", line 2: Bad: m"),
        ("Error.stackTraceLimit = 0; setImmediate(() => { null.x; });", "(reading 'x')"),
        ("Promise.reject('late');", ", line 2: Uncaught late"),
        ("process.on('exit', () => { throw new Error('at the end'); });", ", line 2: Error: at the end"),
        ("await new Promise(() => {});", "The program waits for something that never comes."),
    ],
)
def test_whatever_comes_late_is_told_with_its_line(run_program: RunProgram, source: str, says: str) -> None:
    ran = run_program("javascript", f"console.log('first');\n{source}\n")
    first, told, *more = ran.run.output.splitlines()
    assert (first, more) == ("first", [])
    assert told.endswith(says)
    assert ran.verdict is Verdict.RUNTIME_ERROR


def test_reason_of_a_mistake_is_never_the_exercise(judge_as_server: JudgeAsServer) -> None:
    judgement = judge_as_server("javascript", "sum", "throw undefined;", Judging.IN_PROCESS)
    assert judgement.reason is Reason.BROKE_LOADING
