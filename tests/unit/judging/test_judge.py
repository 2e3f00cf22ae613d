import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk_agent.curriculum import Exercise, exercise_version, load_track
from kiosk_agent.protocol.events import AttemptMade
from kiosk_agent.protocol.limits import LOCAL_MESSAGE_BYTES, OUTPUT_CHARACTERS, SOURCE_BYTES, WORK_BYTES
from kiosk_agent.protocol.local import AgentRequest, Record
from kiosk_agent.protocol.results import (
    AskedBy,
    Breakage,
    BreakStage,
    Cause,
    Disorder,
    Irregularity,
    Judgement,
    Limit,
    Reason,
    ReportedTest,
    Results,
    RunResult,
    Submission,
    Verdict,
)
from kiosk_agent.runner.judging.expected_tests import expected_names
from kiosk_agent.runner.judging.judge import judge
from kiosk_agent.runner.judging.results_json import NOT_ENDED, results_json
from kiosk_agent.runner.pool.policies import Policies
from kiosk_agent.runner.runner import Runner
from tests.support.checkout import ROOT
from tests.support.jail.jails import write_track
from tests.support.judgements import NODE

IRREGULARITY = Irregularity(disorder=Disorder.AFTER_END, subject="test")
TESTS = (
    "describe('it', () => {\n  test('one', () => {});\n  xtest(\"two > too\", () => {});\n"
    "  test.skip('never', () => {});\n  test(`at ${run} time`, () => {});\n});\n"
)


@pytest.fixture(scope="module")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    files = {"it.js": "", "it.spec.js": TESTS, ".meta/answer.js": ""}
    return load_track(write_track(tmp_path_factory.mktemp("track") / "t", "javascript", {"it": files})).exercises[0]


def reported(**statuses: str) -> Results:
    names = {"one": "it > one", "two": "it > two > too"}
    tests = tuple(ReportedTest(name=names[name], status=status) for name, status in statuses.items())
    return Results(status="fail", tests=tests)


def ran(results: Results | None = None, *, exit_code: int | None = 0, **more: object) -> RunResult:
    return RunResult.model_validate({"exit_code": exit_code, "milliseconds": 5, "results": results, **more})


def test_expected_names_are_those_that_run_and_can_be_read(exercise: Exercise) -> None:
    assert expected_names(exercise) == ("one", "two > too")


@pytest.mark.parametrize(
    ("statuses", "verdict"),
    [
        ({"one": "pass", "two": "pass"}, Verdict.ACCEPTED),
        ({"one": "pass", "two": "fail"}, Verdict.WRONG_ANSWER),
        ({"one": "error", "two": "fail"}, Verdict.WRONG_ANSWER),
        ({"one": "error", "two": "pass"}, Verdict.RUNTIME_ERROR),
        ({"one": "error", "two": "error"}, Verdict.RUNTIME_ERROR),
    ],
)
def test_verdict_follows_the_tests(exercise: Exercise, statuses: dict[str, str], verdict: Verdict) -> None:
    judgement = judge(exercise, ran(reported(**statuses)), NODE)
    assert judgement.verdict is verdict
    assert judgement.results.status == ("pass" if verdict is Verdict.ACCEPTED else "fail")
    assert judgement.toolchain == NODE
    assert (judgement.exercise_version, judgement.bundle_hash) == (exercise_version(exercise), None)


def test_passes_alone_are_not_enough_when_tests_are_missing(exercise: Exercise) -> None:
    judgement = judge(exercise, ran(reported(one="pass")), NODE)
    assert judgement.verdict is Verdict.RUNTIME_ERROR
    assert judgement.reason is Reason.TESTS_MISSING


def test_program_without_any_results_ended_early(exercise: Exercise) -> None:
    for exit_code in (0, 1, None):
        judgement = judge(exercise, ran(exit_code=exit_code), NODE)
        assert judgement.verdict is Verdict.RUNTIME_ERROR
        assert judgement.reason is Reason.ENDED_EARLY


@pytest.mark.parametrize("exit_code", [0, 1])
def test_program_that_leaves_in_the_middle_of_a_test_ended_early_and_the_tests_so_far_are_kept(
    exercise: Exercise, exit_code: int
) -> None:
    left = reported(one="error")
    left = left.model_copy(update={"tests": (left.tests[0].model_copy(update={"is_ended": False}),)})
    judgement = judge(exercise, ran(left, exit_code=exit_code), NODE)
    assert (judgement.verdict, judgement.reason) == (Verdict.RUNTIME_ERROR, Reason.ENDED_EARLY)
    assert [test.is_ended for test in judgement.results.tests] == [False]


@pytest.mark.parametrize(
    ("limit", "verdict"),
    [
        (Limit.WALL_TIME, Verdict.TIME_LIMIT_EXCEEDED),
        (Limit.CPU_TIME, Verdict.TIME_LIMIT_EXCEEDED),
        (Limit.MEMORY, Verdict.MEMORY_LIMIT_EXCEEDED),
        (Limit.OUTPUT, Verdict.OUTPUT_LIMIT_EXCEEDED),
    ],
)
def test_limit_names_the_verdict_and_keeps_the_tests_so_far(exercise: Exercise, limit: Limit, verdict: Verdict) -> None:
    judgement = judge(exercise, ran(reported(one="pass"), exit_code=None, limits_reached=(limit,)), NODE)
    assert judgement.verdict is verdict
    assert [test.name for test in judgement.results.tests] == ["it > one"]


@pytest.mark.parametrize(
    ("stage", "file", "verdict"),
    [
        (BreakStage.COMPILE, "it.js", Verdict.COMPILE_ERROR),
        (BreakStage.LOAD, "it.js", Verdict.RUNTIME_ERROR),
        (BreakStage.COMPILE, "it.spec.js", Verdict.INTERNAL_ERROR),
        (BreakStage.LOAD, None, Verdict.INTERNAL_ERROR),
    ],
)
def test_breakage_counts_only_in_the_learners_own_file(
    exercise: Exercise, stage: BreakStage, file: str | None, verdict: Verdict
) -> None:
    breakage = Breakage(stage=stage, message="Error: no", file=file, line=3)
    judgement = judge(exercise, ran(exit_code=0, breakage=breakage), NODE)
    assert judgement.verdict is verdict
    assert judgement.results.message == "Error: no"
    assert (judgement.file, judgement.line) == (file, None if file is None else 3)
    own = {BreakStage.COMPILE: Reason.BROKE_COMPILING, BreakStage.LOAD: Reason.BROKE_LOADING}[stage]
    assert judgement.reason is (Reason.EXERCISE_BROKEN if verdict is Verdict.INTERNAL_ERROR else own)


def test_test_that_asks_for_what_is_lacking_is_named_when_it_is_of_the_exercise(exercise: Exercise) -> None:
    for file in ("it.spec.js", "/etc/passwd"):
        asked, cause = AskedBy(file=file, line=4, text="total(1)"), Cause(name="a")
        breakage = Breakage(stage=BreakStage.COMPILE, message="no total", file="it.js", asked_by=asked, cause=cause)
        judgement = judge(exercise, ran(exit_code=0, breakage=breakage), NODE)
        assert judgement.reason is Reason.BROKE_COMPILING
        assert judgement.cause == cause
        assert judgement.asked_by == (asked if file == "it.spec.js" else None)
        below = "\nit.spec.js, line 4: total(1)" if file == "it.spec.js" else ""
        assert results_json(judgement).message == f"it.js: no total{below}"


def test_fault_of_the_machinery_never_counts(exercise: Exercise) -> None:
    judgement = judge(exercise, ran(fault="no pipe"), NODE)
    assert (judgement.verdict, judgement.reason) == (Verdict.INTERNAL_ERROR, Reason.MACHINERY_FAULT)


def test_judgement_always_fits_a_message(exercise: Exercise) -> None:
    wide = "\U0001f600" * 2000
    tests = tuple(
        ReportedTest(name=f"{number} {wide}", status="fail", message=wide, output=wide[:500], test_code=wide)
        for number in range(400)
    )
    judgement = judge(exercise, ran(Results(status="fail", tests=tests)), NODE)
    assert len(judgement.model_dump_json().encode()) < LOCAL_MESSAGE_BYTES


@pytest.mark.parametrize("characters", [200, 264, 350, 383, 2000])
def test_an_attempt_always_fits_a_message_with_the_program_that_made_it(exercise: Exercise, characters: int) -> None:
    wide = "\U0001f600"
    tests = tuple(
        ReportedTest(name=wide * characters, status="error", file="it.js", line=999_999_999) for _ in range(500)
    )
    judgement = judge(exercise, ran(Results(status="fail", tests=tests), output=wide * OUTPUT_CHARACTERS), NODE)
    files = {f"{number}.js": '"' * SOURCE_BYTES for number in range(WORK_BYTES // SOURCE_BYTES)}
    body = AttemptMade(submission=Submission(track="t", exercise="it", files=files), judgement=judgement)
    request = AgentRequest(request_id=2**63, tutor_id="0" * 36, body=Record(event_id="0" * 36, body=body))
    assert len(request.model_dump_json().encode()) < LOCAL_MESSAGE_BYTES


@given(st.data())
@settings(deadline=None)
def test_no_facts_are_accepted_without_every_test_passed(exercise: Exercise, data: st.DataObject) -> None:
    statuses = data.draw(st.dictionaries(st.sampled_from(["one", "two"]), st.sampled_from(["pass", "fail", "error"])))
    run = ran(
        data.draw(st.sampled_from([None, reported(**statuses)])),
        exit_code=data.draw(st.sampled_from([0, 1, None])),
        limits_reached=tuple(data.draw(st.lists(st.sampled_from(list(Limit)), max_size=2))),
    )
    accepted = judge(exercise, run, NODE).verdict is Verdict.ACCEPTED
    complete = statuses == {"one": "pass", "two": "pass"} and run.results is not None and run.exit_code == 0
    assert not accepted or complete


def test_names_of_python_tests_leave_the_skipped_out(tmp_path: Path) -> None:
    text = (
        "import unittest\n\n\nclass ItTest(unittest.TestCase):\n    def test_one(self):\n        pass\n\n"
        '    @unittest.skip("extra")\n    def test_two(self):\n        pass\n'
    )
    files = {"it.py": "", "it_test.py": text, ".meta/answer.py": ""}
    track = load_track(write_track(tmp_path / "t", "python", {"it": files}))
    assert expected_names(track.exercises[0]) == ("test_one",)


def test_results_that_no_harness_sends_are_refused(exercise: Exercise) -> None:
    run = ran(reported(one="pass", two="pass"), irregularity=IRREGULARITY)
    judgement = judge(exercise, run, NODE)
    assert judgement.verdict is Verdict.RUNTIME_ERROR
    assert (judgement.reason, judgement.irregularity) == (Reason.REPORT_IRREGULAR, IRREGULARITY)
    assert "(test came after the end)" in (results_json(judgement).message or "")


@pytest.mark.parametrize("more", ["mine", "it > one", "it > two > too"])
def test_test_that_is_not_the_exercises_or_stands_twice_is_refused(tmp_path: Path, more: str) -> None:
    tests = "describe('it', () => {\n  test('one', () => {});\n  xtest(\"two > too\", () => {});\n});\n"
    files = {"it.js": "", "it.spec.js": tests, ".meta/answer.js": ""}
    plain = load_track(write_track(tmp_path / "t", "javascript", {"it": files})).exercises[0]
    good = reported(one="pass", two="pass")
    assert judge(plain, ran(good), NODE).verdict is Verdict.ACCEPTED
    tests_and_more = (*good.tests, ReportedTest(name=more, status="pass"))
    judgement = judge(plain, ran(good.model_copy(update={"tests": tests_and_more})), NODE)
    assert judgement.verdict is Verdict.RUNTIME_ERROR
    assert judgement.reason is Reason.TESTS_SURPLUS


def test_places_of_tests_are_only_those_of_the_exercises_files(exercise: Exercise) -> None:
    good = reported(one="error", two="error").tests
    places = ("it.js", "/etc/passwd")
    placed = tuple(test.model_copy(update={"file": file, "line": 2}) for test, file in zip(good, places, strict=True))
    tests = judge(exercise, ran(Results(status="fail", tests=placed)), NODE).results.tests
    assert [(test.file, test.line) for test in tests] == [("it.js", 2), (None, None)]


def test_results_json_holds_what_the_format_knows_and_says_the_rest_in_its_messages(exercise: Exercise) -> None:
    breakage = Breakage(stage=BreakStage.COMPILE, message="SyntaxError: no", file="it.js", line=3)
    assert _format(judge(exercise, ran(breakage=breakage), NODE)) == {
        "version": 3,
        "status": "error",
        "message": "it.js, line 3: SyntaxError: no",
    }
    stopped = ReportedTest(name="it > one", status="error", message="TypeError: no", file="it.js", line=2)
    cut_off = ReportedTest(name="it > two > too", status="error", is_ended=False)
    results = Results(status="fail", tests=(stopped, cut_off))
    assert _format(judge(exercise, ran(results), NODE)) == {
        "version": 3,
        "status": "fail",
        "tests": [
            {"name": "it > one", "status": "error", "message": "TypeError: no (it.js, line 2)"},
            {"name": "it > two > too", "status": "error", "message": NOT_ENDED},
        ],
    }


@pytest.mark.parametrize(
    "run",
    [
        ran(fault="no pipe"),
        ran(limits_reached=(Limit.MEMORY,)),
        ran(irregularity=IRREGULARITY),
        ran(breakage=Breakage(stage=BreakStage.LOAD, message="no")),
        ran(),
        ran(reported(one="pass")),
        ran(Results(status="pass")),
    ],
)
def test_results_json_has_a_message_wherever_its_status_is_error(exercise: Exercise, run: RunResult) -> None:
    told = _format(judge(exercise, run, NODE))
    assert told["status"] == "error"
    assert told["message"]


def _format(judgement: Judgement) -> dict[str, object]:
    told: dict[str, object] = json.loads(results_json(judgement).model_dump_json(exclude_defaults=True))
    return told | {"version": 3}


def test_a_toolchain_that_is_like_another_is_held_to_every_test_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policies = tmp_path / "policies"
    shutil.copytree(ROOT / "policies", policies)
    javascript = (policies / "toolchains/javascript.toml").read_text(encoding="utf-8")
    (policies / "toolchains/node.toml").write_text(f'like = "javascript"\n{javascript}', encoding="utf-8")
    track = write_track(tmp_path / "t", "javascript", {"it": {"it.js": "", "it.spec.js": TESTS, ".meta/answer.js": ""}})
    config = (track / "config.json").read_text(encoding="utf-8")
    (track / "config.json").write_text(config.replace('"slug": "javascript"', '"slug": "node"'), encoding="utf-8")
    (exercise,) = load_track(track).exercises
    runner = object.__new__(Runner)
    runner._policies = Policies(policies)
    monkeypatch.setattr(runner, "_run", lambda *_: (ran(reported(one="pass")), NODE))
    judgement = runner.judge(exercise, {})
    assert (exercise.language_name, judgement.reason) == ("node", Reason.TESTS_MISSING)
