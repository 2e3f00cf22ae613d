"""The tutor asks the runner for a learner's program step by step, as it asks for a verdict; both in turn."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk_agent.protocol.local import Judged
from kiosk_agent.protocol.results import Submission, Verdict
from kiosk_agent.protocol.stepping.trace import Ending, Trace, states
from kiosk_agent.runner.client import RunnerClient, RunnerRefused
from tests.support.jail.jails import Served, write_track
from tests.support.waiting import eventually_in_loop
from tests.support.work import work_of

TESTS = "import unittest\nfrom sum import sum\n\n\nclass SumTest(unittest.TestCase):\n    def test_two(self):\n"
EXERCISE = {
    "sum.py": "def sum(a, b):\n    pass\n",
    "sum_test.py": f"{TESTS}        self.assertEqual(sum(1, 2), 3)\n",
    ".meta/answer.py": "def sum(a, b):\n    return a + b\n",
}
PROGRAM = "def sum(a, b):\n    return a + b\n\n\nsum(2, 3)\n"
ASLEEP = "import time\n\ntime.sleep(600)\n"


def test_a_submission_is_recorded_without_its_tests(serve: Callable[[Path], Served], open_folder: Path) -> None:
    write_track(open_folder / "steps-tracks/python", "python", {"sum": EXERCISE})
    served = serve(open_folder / "steps-tracks")

    async def script() -> tuple[Trace, Judged, Trace]:
        client = RunnerClient(served.socket)
        asked = Submission(track="python", exercise="sum", files=work_of(PROGRAM, "sum.py"))
        try:
            with pytest.raises(RunnerRefused):
                await client.step(asked.model_copy(update={"exercise": "none"}))
            whole, judged = await client.step(asked), await client.judge(asked)
            waiting = asyncio.create_task(client.step(asked.model_copy(update={"files": work_of(ASLEEP, "sum.py")})))
            await eventually_in_loop(lambda: client._asking is not None, "the question")
            await client.stop()
            return whole, judged, await waiting
        finally:
            client.close()

    trace, judged, stopped = asyncio.run(script())
    assert trace.ending is Ending.ENDED
    assert [(each.step.line, len(each.calls)) for each in states(trace)] == [(1, 1), (5, 1), (2, 2), (2, 2), (5, 1)]
    assert (trace.toolchain.name, {step.file for step in trace.steps}) == ("python", {"sum.py"})
    assert judged.judgement.verdict is Verdict.ACCEPTED
    assert stopped.ending is Ending.STOPPED
