"""A run is ended when whoever asked for it says so, or is gone; it has no attempt, and the next one is judged."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk_agent.protocol.local import Judged
from kiosk_agent.protocol.results import Limit, Submission, Verdict
from kiosk_agent.runner.client import RunnerClient
from tests.support.jail.jails import WALL_SECONDS, Served, write_track
from tests.support.waiting import eventually, eventually_in_loop
from tests.support.work import work_of

EXERCISES = {
    "javascript": (
        "sum.js",
        (
            "import { expect, test } from '@jest/globals';\nimport { sum } from './sum';\n"
            "test('of two', () => { expect(sum(1, 2)).toBe(3); });\n"
        ),
        "export const sum = (a, b) => a + b;\n",
        "export const sum = () => {\n  while (true) {\n  }\n};\n",
    ),
    "python": (
        "sum.py",
        (
            "import unittest\nfrom sum import sum\n\n\nclass SumTest(unittest.TestCase):\n"
            "    def test_two(self):\n        self.assertEqual(sum(1, 2), 3)\n"
        ),
        "def sum(a, b):\n    return a + b\n",
        "def sum(a, b):\n    while True:\n        pass\n",
    ),
}


@pytest.fixture(scope="module")
def served(serve: Callable[[Path], Served], open_folder: Path) -> Served:
    tracks = open_folder / "stopped-tracks"
    for track, (file, tests, right, _) in EXERCISES.items():
        test_file = file.replace(".js", ".spec.js").replace(".py", "_test.py")
        answer = f".meta/answer{Path(file).suffix}"
        write_track(tracks / track, track, {"sum": {file: right, test_file: tests, answer: right}})
    return serve(tracks)


def submission(track: str, *, is_endless: bool) -> Submission:
    file, _, right, endless = EXERCISES[track]
    return Submission(track=track, exercise="sum", files=work_of(endless if is_endless else right, file))


async def stopped(client: RunnerClient, track: str) -> Judged:
    judging = asyncio.create_task(client.judge(submission(track, is_endless=True)))
    await eventually_in_loop(lambda: client._asking is not None and client._connection is not None, "the question")
    await client.stop()
    return await judging


@pytest.mark.parametrize("track", EXERCISES)
def test_a_run_that_is_stopped_ends_at_once_and_the_next_is_judged(served: Served, track: str) -> None:
    async def script() -> tuple[Judged, Judged]:
        client = RunnerClient(served.socket)
        try:
            first = await stopped(client, track)
            # With nothing to stop, and when the run was quicker: the word comes to nothing.
            await client.stop()
            return first, await client.judge(submission(track, is_endless=False))
        finally:
            client.close()

    first, second = asyncio.run(script())
    assert first.is_stopped
    assert Limit.WALL_TIME in first.judgement.limits_reached
    assert first.judgement.milliseconds < WALL_SECONDS * 1000
    assert (second.is_stopped, second.judgement.verdict) == (False, Verdict.ACCEPTED)


def test_a_run_of_which_nobody_waits_for_the_verdict_is_stopped(served: Served) -> None:
    before = served.log.read_text().count("a run was stopped")

    async def script() -> None:
        client = RunnerClient(served.socket)
        judging = asyncio.create_task(client.judge(submission("javascript", is_endless=True)))
        await eventually_in_loop(lambda: client._asking is not None and client._connection is not None, "the question")
        judging.cancel()
        await asyncio.wait((judging,))

    asyncio.run(script())
    eventually(lambda: served.log.read_text().count("a run was stopped") > before, "the end of the run")
