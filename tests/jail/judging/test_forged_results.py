"""In the program's own process: what the harness holds, and, as a measured fact, what it cannot."""

import pytest

from kiosk_agent.protocol.results import Judging, Reason, Verdict
from tests.support.jail.forgeries import EXERCISE, HELD, HOLES, TRACKS, Forgery
from tests.support.jail.jails import JudgeAsServer

TRIES = 10


@pytest.fixture(scope="module")
def judge(judge_as_server: JudgeAsServer) -> JudgeAsServer:
    return judge_as_server


@pytest.mark.parametrize("track", TRACKS)
def test_right_answer_is_accepted_with_all_of_the_harness_locked(judge: JudgeAsServer, track: str) -> None:
    exercise = EXERCISE[track]
    suffix = ".js" if track == "javascript" else ".py"
    judgement = judge(track, exercise, TRACKS[track][exercise][f".meta/answer{suffix}"], Judging.IN_PROCESS)
    assert judgement.verdict is Verdict.ACCEPTED, judgement
    assert judgement.judging is Judging.IN_PROCESS


@pytest.mark.parametrize("forgery", HELD, ids=str)
def test_forgery_is_not_accepted(judge: JudgeAsServer, forgery: Forgery) -> None:
    judgement = judge(forgery.track, EXERCISE[forgery.track], forgery.source, Judging.IN_PROCESS)
    assert judgement.verdict not in {Verdict.ACCEPTED, Verdict.INTERNAL_ERROR}, judgement
    limited = {Verdict.TIME_LIMIT_EXCEEDED} if forgery.never_ends else set()
    assert judgement.verdict in limited | {Verdict.WRONG_ANSWER, Verdict.RUNTIME_ERROR, Verdict.COMPILE_ERROR}


@pytest.mark.parametrize("forgery", HOLES, ids=str)
def test_this_much_can_be_forged_in_the_programs_own_process(judge: JudgeAsServer, forgery: Forgery) -> None:
    # Not wished for: measured. test_split_judging shows that none of it works between two jails.
    # What lies in memory is not always where a program looks; a forger has as many tries.
    tries = (judge(forgery.track, EXERCISE[forgery.track], forgery.source, Judging.IN_PROCESS) for _ in range(TRIES))
    assert any(judgement.verdict is Verdict.ACCEPTED for judgement in tries)


def test_test_of_the_programs_own_making_is_no_test_of_the_exercise(judge: JudgeAsServer) -> None:
    source = (
        "import { test } from '@jest/globals';\ntest('mine', () => {});\n"
        "export const sum = (a, b) => { if (b === undefined) throw new TypeError(); return a + b; };\n"
        "export const pair = (a, b) => [a, b];\n"
    )
    judgement = judge("javascript", "sum", source, Judging.IN_PROCESS)
    assert judgement.verdict is Verdict.RUNTIME_ERROR
    assert judgement.reason is Reason.TESTS_SURPLUS


def test_output_of_each_test_is_cut_at_500_characters_and_its_code_is_there(judge: JudgeAsServer) -> None:
    for judging in Judging:
        source = "export const pair = () => [];\nexport const sum = () => { console.log('x'.repeat(5000)); return 0; };"
        results = judge("javascript", "sum", source, judging).results
        assert [len(test.output or "") for test in results.tests] == [500, 500, 0, 500]
        assert all("expect(" in (test.test_code or "") for test in results.tests)
