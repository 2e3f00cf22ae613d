"""Pages in a jail, for the tests of what is read, of styles and of opened pages."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from kiosk_agent import process
from kiosk_agent.protocol.results import Judgement, RunResult
from kiosk_agent.runner.jail.hand_in import exercise_hand_in
from kiosk_agent.runner.judging.judge import judge
from tests.support.checkout import DRIVERS, ROOT
from tests.support.jail.jails import as_account
from tests.support.jail.pages import PAGE, SHEET, TRACK, JudgePage, RunPage
from tests.support.judgements import NODE
from tests.support.waiting import LIMIT_SECONDS


@pytest.fixture(scope="module")
def run_page(policies: Path) -> Iterator[RunPage]:
    """Run one hand-in for pages in a jail; one process with a warm pool serves all."""
    driver: list[str | Path] = [DRIVERS / "plain_words.py", policies, ROOT / "build/npm/node_modules", "web"]
    child = process.start(as_account(driver), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr.fileno())
    assert child.stdin is not None
    assert child.stdout is not None
    asks, answers = child.stdin, child.stdout

    def ask(hand_in: dict[str, object]) -> RunResult:
        asks.write(json.dumps(hand_in).encode() + b"\n")
        asks.flush()
        return RunResult.model_validate_json(answers.readline())

    yield ask
    asks.close()
    assert child.wait(LIMIT_SECONDS) == 0


@pytest.fixture
def judged_page(run_page: RunPage) -> JudgePage:
    """Judge sources (path -> text) of an exercise of the track, over its right answer."""

    def judged(slug: str = "greeting", **sources: str) -> Judgement:
        exercise = TRACK.exercise(slug)
        answers = {"index.html": PAGE, "style.css": SHEET} if slug == "greeting" else {}
        named = {path.replace("_", "."): text for path, text in sources.items()}
        return judge(exercise, run_page(asdict(exercise_hand_in(exercise, answers | named))), NODE)

    return judged
