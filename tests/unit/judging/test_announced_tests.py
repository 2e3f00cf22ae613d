"""What is held of a run whose tests were announced before the program was let in."""

import pytest

from kiosk_agent.curriculum import Exercise, load_track
from kiosk_agent.protocol.results import (
    AnnouncedTests,
    Breakage,
    BreakStage,
    Reason,
    ReportedTest,
    Results,
    RunResult,
    Verdict,
)
from kiosk_agent.runner.judging.judge import judge
from tests.support.jail.jails import write_track
from tests.support.judgements import NODE


@pytest.fixture(scope="module")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    files = {"it.js": "", "it.spec.js": "", ".meta/answer.js": ""}
    return load_track(write_track(tmp_path_factory.mktemp("track") / "t", "javascript", {"it": files})).exercises[0]


def ran(results: Results | None = None, **more: object) -> RunResult:
    return RunResult.model_validate({"exit_code": 0, "milliseconds": 5, "results": results, **more})


@pytest.mark.parametrize(
    ("told", "complete", "reason"),
    [
        (("row 1", "row 2"), "complete", Reason.TESTS_PASSED),
        (("row 1",), "complete", Reason.TESTS_MISSING),
        (("row 1", "row 2", "row 2"), "complete", Reason.TESTS_SURPLUS),
        (("row 1", "row 2", "row 3"), "open", Reason.TESTS_PASSED),
        (("row 1", "row 3"), "open", Reason.TESTS_MISSING),
    ],
)
def test_tests_are_those_that_were_announced_before_the_program(
    exercise: Exercise, told: tuple[str, ...], complete: str, reason: Reason
) -> None:
    announced = AnnouncedTests(names=("row 1", "row 2"), is_complete=complete == "complete")
    results = Results(status="pass", tests=tuple(ReportedTest(name=name, status="pass") for name in told))
    assert judge(exercise, ran(results, announced=announced), NODE).reason is reason


def test_row_that_the_tests_themselves_leave_out_is_not_missing_and_passes_for_nothing(exercise: Exercise) -> None:
    announced = AnnouncedTests(names=("row 1", "row 2"), is_complete=True)
    one = Results(status="pass", tests=(ReportedTest(name="row 1", status="pass"),))
    assert judge(exercise, ran(one, announced=announced), NODE).reason is Reason.TESTS_MISSING
    assert judge(exercise, ran(one, announced=announced, skipped=("row 2",)), NODE).verdict is Verdict.ACCEPTED
    none = ran(Results(status="pass"), announced=announced, skipped=("row 1", "row 2"))
    assert judge(exercise, none, NODE).reason is Reason.TESTS_NOT_REPORTED


@pytest.mark.parametrize("file", [None, "it.spec.js", "elsewhere.js"])
def test_whatever_breaks_after_the_tests_were_announced_is_not_the_exercises_fault(
    exercise: Exercise, file: str | None
) -> None:
    announced = AnnouncedTests(names=("one",), is_complete=True)
    for stage, verdict in ((BreakStage.COMPILE, Verdict.COMPILE_ERROR), (BreakStage.LOAD, Verdict.RUNTIME_ERROR)):
        breakage = Breakage(stage=stage, message="Uncaught text", file=file)
        assert judge(exercise, ran(breakage=breakage, announced=announced), NODE).verdict is verdict
        assert judge(exercise, ran(breakage=breakage), NODE).reason is Reason.EXERCISE_BROKEN
