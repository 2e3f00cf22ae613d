"""`./outset track judge`: an author reads of an answer what a learner would, in the learner's language."""

import shutil
from pathlib import Path

from classroom_server.authoring.judge_command import JudgedAnswer
from kiosk_agent import process
from kiosk_agent.protocol.results import Verdict
from tests.support.checkout import ROOT
from tests.support.jail.jails import outset

TRACK = ROOT / "classroom_server/tracks/javascript"
PAY_DAY = "exercises/concept/pay-day"
WRONG = TRACK / PAY_DAY / ".meta/wrong/added.js"
EXEMPLAR = TRACK / PAY_DAY / ".meta/exemplar.js"


def judged(exercise: Path, answer: Path, *options: str, code: int) -> str:
    command = outset("track", "judge", exercise, answer, *options)
    return process.run(command, accept=(code,), timeout_seconds=600)


def test_a_wrong_answer_is_told_in_the_learners_language() -> None:
    said = judged(TRACK / PAY_DAY, WRONG, "--language", "es", code=1).splitlines()
    assert said[0] == "✗ Todavía no. Pruebas que pasan: 0 de 3."
    assert "  tu programa: 50" in said


def test_of_a_track_that_only_its_author_may_read_all_is_said_as_facts_too(tmp_path: Path) -> None:
    shutil.copytree(TRACK, tmp_path / "own")
    (tmp_path / "own").chmod(0o700)
    told = JudgedAnswer.model_validate_json(judged(tmp_path / "own" / PAY_DAY, WRONG, "--json", code=1))
    assert (told.exercise, told.language, told.verdict) == ("pay-day", "en", Verdict.WRONG_ANSWER)
    assert [test.status for test in told.results.tests] == ["fail"] * 3
    assert told.words[0] == "✗ Not yet. 0 of 3 tests pass."


def test_a_right_answer_ends_well() -> None:
    assert judged(TRACK / PAY_DAY, EXEMPLAR, code=0).startswith("✓ Solved.")
