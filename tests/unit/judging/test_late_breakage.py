from pathlib import Path

import pytest

from kiosk_agent.curriculum import load_track
from kiosk_agent.protocol.results import Breakage, BreakStage, Reason, ReportedTest, Results, RunResult, Verdict
from kiosk_agent.runner.judging.judge import judge
from tests.support.jail.jails import write_track
from tests.support.judgements import NODE

TESTS = "test('one', () => {});\ntest('two', () => {});\n"


@pytest.mark.parametrize(
    ("statuses", "reason"),
    [
        (("pass", "pass"), Reason.BROKE_LATE),
        (("fail", "pass"), Reason.BROKE_LATE),
        (("pass",), Reason.TESTS_MISSING),
    ],
)
def test_what_broke_late_is_told_beside_what_all_the_tests_said(
    tmp_path: Path, statuses: tuple[str, ...], reason: Reason
) -> None:
    files = {"it.js": "", "it.spec.js": TESTS, ".meta/answer.js": ""}
    exercise = load_track(write_track(tmp_path / "t", "javascript", {"it": files})).exercises[0]
    told = [{"name": name, "status": status} for name, status in zip(("one", "two"), statuses, strict=False)]
    results = Results(status="fail", tests=tuple(ReportedTest.model_validate(each) for each in told))
    late = Breakage(stage=BreakStage.LATE, message="Error: late", file="it.js", line=3)
    judgement = judge(exercise, RunResult(exit_code=0, milliseconds=5, results=results, breakage=late), NODE)
    assert (judgement.verdict, judgement.reason) == (Verdict.RUNTIME_ERROR, reason)
    assert [test.status for test in judgement.results.tests] == list(statuses)
    if reason is Reason.BROKE_LATE:
        assert (judgement.file, judgement.line, judgement.results.message) == ("it.js", 3, "Error: late")
