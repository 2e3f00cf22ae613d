"""The tutor's way: a submission goes to the runner's socket and comes back judged, whatever it tries."""

import asyncio
import contextlib
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk_agent import process
from kiosk_agent.errors import JailUnavailable, OutsetError
from kiosk_agent.protocol.limits import SOURCE_BYTES, WORK_FILES
from kiosk_agent.protocol.results import Judgement, Reason, Submission, Verdict
from kiosk_agent.runner.client import RunnerClient, RunnerRefused
from tests.support.jail.jails import Served, as_root, write_track
from tests.support.waiting import LIMIT_SECONDS
from tests.support.work import FILE, work_of

JAVASCRIPT = {
    "sum": {
        "sum.js": "export const sum = (a, b) => 0;\n",
        "sum.spec.js": (
            "import { describe, expect, test, xtest } from '@jest/globals';\nimport { sum } from './sum';\n"
            "describe('sum', () => {\n  test('of two', () => { expect(sum(1, 2)).toBe(3); });\n"
            "  xtest('of none', () => { expect(sum(0, 0)).toBe(0); });\n});\n"
        ),
        ".meta/answer.js": "export const sum = (a, b) => a + b;\n",
    },
    "broken": {
        "broken.js": "export const x = 1;\n",
        "broken.spec.js": "import { x } from './not-there';\ntest('x', () => {});\n",
        ".meta/answer.js": "export const x = 1;\n",
    },
}
PYTHON = {
    "double": {
        "double.py": "def double(n):\n    pass\n",
        "double_test.py": (
            "import unittest\nfrom double import double\n\n\nclass DoubleTest(unittest.TestCase):\n"
            "    def test_two(self):\n        self.assertEqual(double(2), 4)\n\n"
            "    def test_none(self):\n        for n in (0, 1):\n            with self.subTest(n=n):\n"
            "                self.assertEqual(double(n), n * 2)\n"
        ),
        ".meta/answer.py": "def double(n):\n    return n * 2\n",
    }
}
Judge = Callable[[str, str, str], Judgement]


@pytest.fixture(scope="module")
def served(serve: Callable[[Path], Served], open_folder: Path) -> Served:
    tracks = open_folder / "tracks"
    write_track(tracks / "javascript", "javascript", JAVASCRIPT)
    write_track(tracks / "python", "python", PYTHON)
    # A kiosk with one broken track still serves the others.
    (tracks / "ruined").mkdir()
    (tracks / "ruined/config.json").write_text("{")
    return serve(tracks)


FILES = {"sum": "sum.js", "broken": "broken.js", "double": "double.py"}


@pytest.fixture
def judge(served: Served) -> Judge:
    def judged(track: str, exercise: str, source: str) -> Judgement:
        async def ask() -> Judgement:
            client = RunnerClient(served.socket)
            try:
                submission = Submission(
                    track=track, exercise=exercise, files=work_of(source, FILES.get(exercise, FILE))
                )
                return (await client.judge(submission)).judgement
            finally:
                client.close()

        return asyncio.run(ask())

    return judged


@pytest.mark.parametrize(
    ("track", "exercise", "source", "verdict"),
    [
        ("javascript", "sum", "export const sum = (a, b) => a + b;", Verdict.ACCEPTED),
        ("javascript", "sum", "module.exports.sum = (a, b) => a + b;", Verdict.ACCEPTED),
        ("javascript", "sum", "export const sum = (a, b) => a;", Verdict.WRONG_ANSWER),
        ("javascript", "sum", "export const sum = (a, b) => {;", Verdict.COMPILE_ERROR),
        ("javascript", "sum", "export const total = 1;", Verdict.COMPILE_ERROR),
        ("javascript", "sum", "export const sum = () => nothing;", Verdict.RUNTIME_ERROR),
        ("javascript", "sum", "throw new Error('at once'); export const sum = 1;", Verdict.RUNTIME_ERROR),
        ("javascript", "sum", "export const sum = () => { for (;;); };", Verdict.TIME_LIMIT_EXCEEDED),
        ("python", "double", "def double(n):\n    return n * 2\n", Verdict.ACCEPTED),
        ("python", "double", "def double(n):\n    return 4\n", Verdict.WRONG_ANSWER),
        ("python", "double", "def double(n)\n    return 4\n", Verdict.COMPILE_ERROR),
        ("python", "double", "def twice(n): return n\n", Verdict.COMPILE_ERROR),
        ("python", "double", "import nowhere\n", Verdict.RUNTIME_ERROR),
        ("python", "double", "def double(n): return n / 0\n", Verdict.RUNTIME_ERROR),
        ("python", "double", "while True: pass\n", Verdict.TIME_LIMIT_EXCEEDED),
    ],
)
def test_program_gets_its_verdict(judge: Judge, track: str, exercise: str, source: str, verdict: Verdict) -> None:
    assert judge(track, exercise, source).verdict is verdict


@pytest.mark.parametrize(
    ("track", "exercise", "source", "place", "error"),
    [
        ("javascript", "sum", "const a = 1;\nexport const sum = (a, b => 1;\n", ("sum.js", 2), "SyntaxError"),
        ("javascript", "sum", "const a = 1;\nnothing();\nexport const sum = 1;\n", ("sum.js", 2), "ReferenceError"),
        ("python", "double", "\n\ndef double(n)\n", ("double.py", 3), "SyntaxError"),
        ("python", "double", "\nnothing()\n", ("double.py", 2), "NameError"),
    ],
)
def test_error_has_its_place_beside_its_message(
    judge: Judge, track: str, exercise: str, source: str, place: tuple[str, int], error: str
) -> None:
    judgement = judge(track, exercise, source)
    assert (judgement.file, judgement.line) == place
    assert (judgement.results.message or "").startswith(f"{error}: ")


def test_each_test_has_its_own_result_output_and_code(judge: Judge) -> None:
    results = judge("javascript", "sum", "export const sum = (a) => { console.log('got', a); return 0; };").results
    assert [(test.name, test.status, test.output) for test in results.tests] == [
        ("sum > of two", "fail", "got 1\n"),
        ("sum > of none", "pass", "got 0\n"),
    ]
    assert "Expected: 3" in (results.tests[0].message or "")
    assert results.tests[0].test_code is not None
    assert "toBe(3)" in results.tests[0].test_code


@pytest.mark.parametrize(
    ("track", "exercise", "source"),
    [
        ("javascript", "sum", "process.exit(0); export const sum = 1;"),
        ("javascript", "sum", "export const sum = () => process.exit(0);"),
        ("javascript", "sum", "process.reallyExit(0); export const sum = 1;"),
        ("python", "double", "import sys\nsys.exit(0)\n"),
        ("python", "double", "import os\nos._exit(0)\n"),
        ("python", "double", "import os, sys\ndef double(n): os._exit(0)\n"),
    ],
)
def test_leaving_early_with_success_is_no_success(judge: Judge, track: str, exercise: str, source: str) -> None:
    assert judge(track, exercise, source).verdict is Verdict.RUNTIME_ERROR


FORGED = '{"kind":"collected","names":["sum > of two","sum > of none"]}'
FORGED_TEST = '{"kind":"test","name":"NAME","status":"pass","message":null,"output":"","test_code":""}'
FORGED_END = '{"kind":"ended","exit_code":0}'


@pytest.mark.parametrize("nonce", ["-", "0" * 32, ""])
def test_results_written_by_the_program_do_not_count(judge: Judge, nonce: str) -> None:
    lines = [FORGED, *(FORGED_TEST.replace("NAME", f"sum > {name}") for name in ("of two", "of none")), FORGED_END]
    text = "".join(f"\\n{nonce} {line}\\n" for line in lines)
    source = (
        "import fs from 'node:fs';\n"
        f"for (let fd = 1; fd < 64; fd++) {{ try {{ fs.writeSync(fd, `{text}`); }} catch {{ }} }}\n"
        "process.reallyExit(0);\nexport const sum = 1;\n"
    )
    assert judge("javascript", "sum", source).verdict is Verdict.RUNTIME_ERROR


def test_fork_of_the_program_reports_nothing_twice(judge: Judge) -> None:
    judgement = judge("python", "double", "import os\nos.fork()\ndef double(n):\n    return n * 2\n")
    assert len(judgement.results.tests) == 2
    assert judgement.verdict is Verdict.ACCEPTED


def test_broken_exercise_never_counts_against_the_learner(judge: Judge) -> None:
    judgement = judge("javascript", "broken", "export const x = 1;")
    assert judgement.verdict is Verdict.INTERNAL_ERROR
    assert judgement.reason is Reason.EXERCISE_BROKEN


def test_unknown_exercise_and_broken_track_are_refused_with_a_next_step(judge: Judge, served: Served) -> None:
    for track, exercise in (("javascript", "nowhere"), ("ruined", "x"), ("../..", "x")):
        with pytest.raises(OutsetError) as refused:
            judge(track, exercise, "")
        assert refused.value.hint
        assert not isinstance(refused.value, JailUnavailable)
    assert "ruined is left out" in served.log.read_text()


def test_file_that_is_not_the_learners_to_write_is_refused(served: Served) -> None:
    client = RunnerClient(served.socket)
    files = {FILES["sum"]: "export const sum = 1;\n", "sum.spec.js": "test('mine', () => {});\n"}
    with pytest.raises(OutsetError, match=r"sum\.spec\.js"):
        asyncio.run(client.judge(Submission(track="javascript", exercise="sum", files=files)))


@pytest.mark.parametrize(
    "files",
    [
        {f"{each}.js": "" for each in range(WORK_FILES + 1)},
        {f"{each}.js": "x" * SOURCE_BYTES for each in "abc"},
        {"sum.js": "é" * (SOURCE_BYTES - 1)},
    ],
)
def test_files_over_a_limit_are_refused_with_a_next_step(served: Served, files: dict[str, str]) -> None:
    submission = Submission.model_construct(track="javascript", exercise="sum", files=files)
    with pytest.raises(RunnerRefused) as refused:
        asyncio.run(RunnerClient(served.socket).judge(submission))
    assert "over" in refused.value.message or "long" in refused.value.message
    assert refused.value.hint == "make the program shorter"


def test_submission_of_50_megabytes_is_refused_and_the_runner_lives_on(judge: Judge, served: Served) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(served.socket))
        connection.settimeout(LIMIT_SECONDS)
        # It is cut off in the middle, as it should be.
        with contextlib.suppress(OSError):
            connection.sendall(b'{"request_id": 1, "submission": "' + b"x" * 50_000_000)
        answer = connection.recv(4096) if _open(connection) else b""
    assert b"request_too_large" in answer or answer == b""
    with pytest.raises(ValueError, match="at most"):
        Submission(track="javascript", exercise="sum", files=work_of("x" * (SOURCE_BYTES + 1)))
    assert judge("javascript", "sum", "x" * SOURCE_BYTES).verdict is Verdict.RUNTIME_ERROR


def _open(connection: socket.socket) -> bool:
    try:
        connection.getpeername()
    except OSError:
        return False
    return True


def test_another_account_is_turned_away(served: Served) -> None:
    asks = (
        f"import socket; s = socket.socket(socket.AF_UNIX); s.connect({str(served.socket)!r}); "
        "s.sendall(b'x\\n'); print(s.recv(9))"
    )
    as_nobody = as_root(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "/usr/bin/python3", "-c", asks])
    child = process.start(as_nobody, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said, _ = child.communicate(timeout=LIMIT_SECONDS)
    assert b"b''" in said or b"Reset" in said or b"Broken pipe" in said
    assert "is not the tutor's" in served.log.read_text()


def test_client_finds_a_runner_that_was_started_again(serve: Callable[[Path], Served], open_folder: Path) -> None:
    served = serve(open_folder / "tracks")
    good = Submission(
        track="python", exercise="double", files=work_of("def double(n): return n * 2\n", FILES["double"])
    )

    async def ask_twice() -> tuple[Verdict, Verdict]:
        client = RunnerClient(served.socket)
        first = await client.judge(good)
        # What a restart does to an open connection.
        assert client._connection is not None
        client._connection[1].transport.abort()
        second = await client.judge(good)
        client.close()
        return first.judgement.verdict, second.judgement.verdict

    assert asyncio.run(ask_twice()) == (Verdict.ACCEPTED, Verdict.ACCEPTED)


def test_runner_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    client = RunnerClient(tmp_path / "nothing.sock")
    with pytest.raises(JailUnavailable) as refused:
        asyncio.run(client.judge(Submission(track="python", exercise="double", files=work_of("", FILES["double"]))))
    assert refused.value.hint
