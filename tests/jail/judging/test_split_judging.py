"""The tests in one jail, the program in another: right answers pass, and nothing that a program does makes it right."""

import json
from pathlib import Path

import pytest

from kiosk_agent import process
from kiosk_agent.errors import ProgramFailed
from kiosk_agent.protocol.results import Judgement, Judging, Limit, Verdict
from tests.support.jail import split_exercises
from tests.support.jail.forgeries import EXERCISE, HELD, HOLES, TRACKS, Forgery
from tests.support.jail.jails import JudgeAsServer, outset, write_track
from tests.support.waiting import LIMIT_SECONDS

WRONG = {Verdict.WRONG_ANSWER, Verdict.RUNTIME_ERROR, Verdict.COMPILE_ERROR}


@pytest.fixture(scope="module")
def judge(judge_as_server: JudgeAsServer) -> JudgeAsServer:
    return judge_as_server


def of_sum(judge: JudgeAsServer, source: str) -> Judgement:
    return judge("javascript", "sum", source, Judging.SPLIT)


def of_double(judge: JudgeAsServer, source: str) -> Judgement:
    return judge("python", "double", source, Judging.SPLIT)


@pytest.mark.parametrize("track", TRACKS)
def test_right_answer_is_accepted_and_said_to_be_judged_so(judge: JudgeAsServer, track: str) -> None:
    suffix = ".js" if track == "javascript" else ".py"
    judgement = judge(track, EXERCISE[track], TRACKS[track][EXERCISE[track]][f".meta/answer{suffix}"], Judging.SPLIT)
    assert judgement.verdict is Verdict.ACCEPTED, judgement
    assert judgement.judging is Judging.SPLIT


@pytest.mark.parametrize(
    ("track", "answer"),
    [("javascript", split_exercises.JAVASCRIPT_ANSWER), ("python", split_exercises.PYTHON_ANSWER)],
)
@pytest.mark.parametrize("judging", Judging)
def test_values_functions_objects_and_errors_cross_as_they_are(
    judge: JudgeAsServer, track: str, answer: str, judging: Judging
) -> None:
    judgement = judge(track, "many", answer, judging)
    assert [(test.name, test.message) for test in judgement.results.tests if test.status != "pass"] == []
    assert judgement.verdict is Verdict.ACCEPTED, judgement


@pytest.mark.parametrize("forgery", [*HELD, *HOLES], ids=str)
def test_no_forgery_is_accepted(judge: JudgeAsServer, forgery: Forgery) -> None:
    judgement = judge(forgery.track, EXERCISE[forgery.track], forgery.source, Judging.SPLIT)
    assert judgement.verdict in WRONG | ({Verdict.TIME_LIMIT_EXCEEDED} if forgery.never_ends else set()), judgement
    assert not all(test.status == "pass" for test in judgement.results.tests) or not judgement.results.tests


@pytest.mark.parametrize(
    "all_is_well",
    [
        "{ asymmetricMatch: () => true }",
        "{ $$typeof: Symbol.for('jest.asymmetricMatcher'), asymmetricMatch: () => true }",
        "{ nodeType: 1, nodeName: 'a', isEqualNode: () => true }",
        "new (class { asymmetricMatch() { return true; } equals() { return true; } })()",
        "new (class extends Array { asymmetricMatch() { return true; } get length() { return 2; } })()",
        "{ toJSON: () => [1, 2] }",
        "{ toString: () => '4', valueOf: () => 4, [Symbol.toPrimitive]: () => 4 }",
        "{ get length() { return 2; }, get 0() { return 1; }, get 1() { return 2; } }",
        "new Proxy([1, 2], { get() { throw new Error('no'); }, ownKeys() { throw new Error('no'); } })",
        "new Proxy(class {}, { get: () => () => true, apply: () => true, has: () => true })",
        "{ '@@__IMMUTABLE_LIST__@@': true, size: 2, [Symbol.iterator]: () => [1, 2][Symbol.iterator]() }",
        "{ then(done) { done([1, 2]); } }",
    ],
)
def test_value_that_wants_to_equal_everything_equals_nothing(judge: JudgeAsServer, all_is_well: str) -> None:
    judgement = of_sum(
        judge, f"const all = () => ({all_is_well});\nexport const sum = all;\nexport const pair = all;\n"
    )
    statuses = {test.name: test.status for test in judgement.results.tests}
    assert statuses == dict.fromkeys(statuses, "fail") | {
        name: status for name, status in statuses.items() if status == "error"
    }, judgement.results.tests
    assert len(statuses) == 4


@pytest.mark.parametrize(
    "all_is_well",
    [
        "type('All', (), {'__eq__': lambda *a: True, '__hash__': None})()",
        "type('All', (int,), {'__eq__': lambda *a: True, '__hash__': int.__hash__})(7)",
        "type('All', (str,), {'__eq__': lambda *a: True, '__hash__': str.__hash__})('7')",
        "type('All', (), {'__getattr__': lambda *a: True, '__len__': lambda s: 1})()",
        "type('All', (), {'__sub__': lambda *a: 0, '__rsub__': lambda *a: 0, '__index__': lambda s: 6})()",
        "NotImplemented",
        "__import__('unittest').mock.ANY if __import__('unittest.mock') else None",
    ],
)
def test_python_value_that_wants_to_equal_everything_equals_nothing(judge: JudgeAsServer, all_is_well: str) -> None:
    judgement = of_double(judge, f"def double(n):\n    return {all_is_well}\n")
    assert {test.status for test in judgement.results.tests} <= {"fail", "error"}, judgement.results.tests
    assert len(judgement.results.tests) == 4


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("export const sum = () => process.exit(0); export const pair = sum;", Verdict.RUNTIME_ERROR),
        ("export const sum = () => process.abort(); export const pair = sum;", Verdict.RUNTIME_ERROR),
        ("export const sum = () => { for (;;); }; export const pair = sum;", Verdict.TIME_LIMIT_EXCEEDED),
        (
            "export const sum = () => { for (;;) console.log('x'.repeat(1e5)); }; export const pair = sum;",
            Verdict.OUTPUT_LIMIT_EXCEEDED,
        ),
        (
            "export const sum = () => { for (let a = []; ; ) a.push(Array(1e6).fill(1)); }; export const pair = sum;",
            Verdict.MEMORY_LIMIT_EXCEEDED,
        ),
        ("export const sum = (a, b => 1;", Verdict.COMPILE_ERROR),
        ("export const total = 1;", Verdict.COMPILE_ERROR),
        ("throw new Error('at once'); export const sum = 1, pair = 1;", Verdict.RUNTIME_ERROR),
        ("export const sum = 1, pair = 2; setTimeout(() => process.exit(0), 0);", Verdict.RUNTIME_ERROR),
    ],
)
def test_program_that_breaks_gets_the_verdict_it_deserves(judge: JudgeAsServer, source: str, verdict: Verdict) -> None:
    assert of_sum(judge, source).verdict is verdict


def test_flood_on_the_wire_between_the_jails_is_a_limit_of_its_own(judge: JudgeAsServer) -> None:
    source = (
        "import fs from 'node:fs';\nconst text = 'x'.repeat(60000);\nexport const pair = 1;\n"
        "const results = Number(fs.readFileSync('/proc/self/cmdline', 'utf8').split('\\0').at(-2));\n"
        "export const sum = () => { for (;;) fs.writeSync(results, text); };\n"
    )
    judgement = of_sum(judge, source)
    assert judgement.verdict is Verdict.OUTPUT_LIMIT_EXCEEDED
    assert Limit.OUTPUT in judgement.limits_reached


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("new Array(1e6).fill(0)", "too large"),
        ("(() => { const held = []; held.push(held); return held; })()", "holds itself"),
        ("'x'.repeat(1e6)", "too large"),
        ("Symbol('x')", "a symbol cannot"),
    ],
)
def test_value_that_cannot_cross_is_refused_in_words(judge: JudgeAsServer, value: str, says: str) -> None:
    judgement = of_sum(judge, f"const all = () => {value};\nexport const sum = all;\nexport const pair = all;\n")
    assert judgement.verdict in WRONG
    assert all(says in (test.message or "") for test in judgement.results.tests if test.name != "sum > too little")


def test_error_of_the_program_names_its_place_there(judge: JudgeAsServer) -> None:
    test = of_sum(judge, "export const pair = 1;\nexport const sum = () =>\n  nothing;\n").results.tests[0]
    assert test.message == "ReferenceError: nothing is not defined"
    assert (test.file, test.line) == ("sum.js", 3)
    test = of_double(judge, "def double(n):\n    return nothing\n").results.tests[0]
    assert "NameError: name 'nothing' is not defined" in (test.message or "")
    assert (test.file, test.line) == ("double.py", 2)


def test_program_finds_no_test_in_its_jail(judge: JudgeAsServer) -> None:
    source = (
        "import gc, sys\n\ndef double(n):\n    found = [t for t in gc.get_objects() if type(t) is dict and "
        "any('assertEqual' in str(v)[:5000] for v in t.values())]\n"
        "    print('DoubleTest' in repr(sys.modules), len([f for f in found if 'double_test.py' in f]))\n    return 0\n"
    )
    assert "False 0" in of_double(judge, source).output


def test_program_cannot_call_the_harness_a_broken_exercise(judge: JudgeAsServer) -> None:
    source = (
        "import gc, os\nfor found in gc.get_objects():\n    if type(found).__name__ == 'Reporter':\n        break\n"
        "found.broken({'stage': 'load', 'message': 'no', 'file': 'double_test.py', 'line': 1})\nos._exit(0)\n"
    )
    judgement = of_double(judge, source)
    assert judgement.verdict is Verdict.RUNTIME_ERROR
    assert judgement.file == "double.py"


def test_track_is_tested_in_two_jails_when_asked(open_folder: Path) -> None:
    folder = write_track(open_folder / "split-track" / "javascript", "javascript", {"sum": TRACKS["javascript"]["sum"]})
    report = open_folder / "split.json"
    process.run(outset("track", "test", folder, "--split", "every", "--json", report), timeout_seconds=LIMIT_SECONDS)
    (record,) = json.loads(report.read_text())["results"]
    assert (record["solution"]["verdict"], record["stub"]["verdict"]) == ("accepted", "wrong_answer")
    assert record["solution"]["judging"] == record["stub"]["judging"] == Judging.SPLIT
    # None of its exercises is marked as one that is to be judged so.
    with pytest.raises(ProgramFailed, match="no such exercise"):
        process.run(outset("track", "test", folder, "--split"), timeout_seconds=LIMIT_SECONDS)
