"""Whatever is handed in, written out or killed, and whenever: there is a verdict, in time, and never an exception."""

import json
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk_agent import process
from kiosk_agent.protocol.limits import OUTPUT_CHARACTERS, SOURCE_BYTES
from kiosk_agent.protocol.results import RunResult, Verdict
from tests.support.checkout import DRIVERS, ROOT
from tests.support.jail.jails import as_account
from tests.support.waiting import LIMIT_SECONDS

"""More than any run may take, its jail's start on a busy machine included."""
KILLED = ("firejail", "first", "program")
"""The process outside, the first one inside, and the interpreter."""
LANGUAGES = ("python", "javascript")
GOOD = {"python": "print('still fine')", "javascript": "console.log('still fine')"}
LONG = {
    "python": "import time\nprint('begun', flush=True)\ntime.sleep(0.3)\nprint('ended')\n",
    "javascript": "console.log('begun'); setTimeout(() => console.log('ended'), 300);",
}
WRITE = {
    "python": "import os\nfor fd in {fds}:\n    try: os.write(fd, bytes({data}))\n    except OSError: pass\n",
    "javascript": "import fs from 'node:fs';\nfor (const fd of {fds})"
    " try {{ fs.writeSync(fd, Uint8Array.from({data})); }} catch {{}}\n",
}
# What a learner's text may hold of a program, and what no editor would let them type.
words = st.sampled_from(
    ["def f(:\n", "while True: pass\n", "import os\n", "os._exit(0)\n", "throw 1;", "import 'x';", "\\u{}", "`${"]
)
texts = st.one_of(
    st.text(max_size=300),
    st.text(st.characters(min_codepoint=0, max_codepoint=0x10FFFF, categories=None), max_size=50),
    st.binary(max_size=500).map(lambda raw: raw.decode("utf-8", "replace")),
    st.binary(max_size=200).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
    st.lists(words, max_size=8).map("".join),
    st.sampled_from("([{'\"`#/\\\n\t\0 ").map(lambda letter: letter * SOURCE_BYTES),
)
some = settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
Ask = Callable[..., tuple[Verdict, RunResult]]


@pytest.fixture(scope="module")
def ask(policies: Path) -> Iterator[Ask]:
    """Have a program run, and perhaps a part of its jail killed; every answer is looked at."""
    argv = as_account([DRIVERS / "any_input.py", policies, ROOT / "build/npm/node_modules"])
    child = process.start(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr.fileno())
    assert child.stdin is not None
    assert child.stdout is not None
    asks, answers = child.stdin, child.stdout

    def answered(toolchain: str, source: str, kill: str = "", after_seconds: float = 0) -> tuple[Verdict, RunResult]:
        asked = {"toolchain": toolchain, "source": source, "kill": kill, "after_seconds": after_seconds}
        asks.write(json.dumps(asked).encode() + b"\n")
        asks.flush()
        assert select.select([answers], [], [], LIMIT_SECONDS)[0], "no answer in time"
        facts: dict[str, Any] = json.loads(answers.readline())
        run = RunResult.model_validate(facts["run"])
        assert len(run.output) <= OUTPUT_CHARACTERS
        assert not [letter for letter in run.output if ord(letter) < 0x20 and letter not in "\n\t"]
        return Verdict(facts["verdict"]), run

    yield answered
    asks.close()
    assert child.wait(LIMIT_SECONDS) == 0


@pytest.mark.parametrize("toolchain", LANGUAGES)
def test_any_text_as_a_program_gets_a_verdict(ask: Ask, toolchain: str) -> None:
    @some
    @given(texts)
    def check(source: str) -> None:
        verdict, _ = ask(toolchain, source)
        assert verdict is not Verdict.INTERNAL_ERROR

    check()
    assert ask(toolchain, GOOD[toolchain])[0] is Verdict.ACCEPTED


@pytest.mark.parametrize("toolchain", LANGUAGES)
def test_any_bytes_on_any_descriptor_get_a_verdict(ask: Ask, toolchain: str) -> None:
    @some
    @given(st.lists(st.integers(0, 20), min_size=1, max_size=8), st.binary(max_size=300))
    def check(descriptors: list[int], written: bytes) -> None:
        verdict, run = ask(toolchain, WRITE[toolchain].format(fds=descriptors, data=list(written)))
        assert verdict is not Verdict.INTERNAL_ERROR
        assert verdict is Verdict.ACCEPTED or run.breakage or run.exit_code != 0

    check()
    assert ask(toolchain, GOOD[toolchain])[0] is Verdict.ACCEPTED


@pytest.mark.parametrize("toolchain", LANGUAGES)
def test_any_moment_of_death_gets_a_verdict(ask: Ask, toolchain: str) -> None:
    @some
    @given(st.sampled_from(KILLED), st.floats(0, 0.4))
    def check(kind: str, after_seconds: float) -> None:
        verdict, run = ask(toolchain, LONG[toolchain], kill=kind, after_seconds=after_seconds)
        # Killed before it began, it is run again; later it is judged by what it came to. Between its last word
        # and its end it may still be killed: then it has said all, and is no good run.
        assert verdict in {Verdict.ACCEPTED, Verdict.RUNTIME_ERROR}
        if verdict is Verdict.ACCEPTED:
            assert run.output.endswith("ended\n")
        else:
            assert run.signal or run.exit_code or run.breakage

    check()
    assert ask(toolchain, GOOD[toolchain])[0] is Verdict.ACCEPTED
