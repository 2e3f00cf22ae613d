"""`./outset track judge`: what it is not asked rightly it says with the next step, before any jail is started."""

import shutil
from pathlib import Path

import pytest

from classroom_server.authoring import judge_command
from kiosk_agent.errors import OutsetError
from tests.support.checkout import ROOT

TRACK = ROOT / "classroom_server/tracks/javascript"
PAY_DAY = TRACK / "exercises/concept/pay-day"


@pytest.mark.parametrize("named", [TRACK, TRACK / "exercises", TRACK / "nothing", Path("/")])
def test_what_is_no_exercise_is_refused(named: Path) -> None:
    with pytest.raises(OutsetError, match="no exercise") as refused:
        judge_command.main([str(named), str(PAY_DAY / ".meta/exemplar.js")])
    assert "one exercise" in refused.value.hint


def test_an_exercise_that_its_track_does_not_list_is_refused(tmp_path: Path) -> None:
    shutil.copytree(TRACK, tmp_path / "own")
    strange = shutil.copytree(PAY_DAY, tmp_path / "own/exercises/concept/strange")
    with pytest.raises(OutsetError, match="does not list"):
        judge_command.main([str(strange), str(strange / ".meta/exemplar.js")])


def test_an_answer_that_cannot_be_read_is_named() -> None:
    with pytest.raises(OutsetError, match=r"cannot read .*nothing\.js"):
        judge_command.main([str(PAY_DAY), str(PAY_DAY / "nothing.js")])


def test_an_answer_that_is_no_utf_8_is_refused_with_what_to_do(tmp_path: Path) -> None:
    answer = tmp_path / "answer.js"
    answer.write_text("// año", encoding="latin-1")
    with pytest.raises(OutsetError, match=r"answer\.js is not UTF-8 text \(byte 4\)") as refused:
        judge_command.main([str(PAY_DAY), str(answer)])
    assert refused.value.hint == "save the file as UTF-8"


@pytest.mark.parametrize("columns", ["-3", "0", "19", "401", "wide", "9" * 5000])
def test_a_panel_that_no_learner_has_is_refused(columns: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        judge_command.main([str(PAY_DAY), str(PAY_DAY / ".meta/exemplar.js"), "--columns", columns])
    assert ended.value.code == 2
    assert "is no number from 20 to 400: give one that is" in capsys.readouterr().err
