from pathlib import Path
from typing import NoReturn

import pytest

from kiosk_agent.errors import SettingsInvalid
from kiosk_agent.protocol.events import AttemptMade, ExerciseOpened, JailFaulted
from kiosk_agent.protocol.limits import SOURCE_BYTES
from kiosk_agent.protocol.local import Condition
from kiosk_agent.protocol.results import ReportedTest, Results, Verdict
from kiosk_agent.protocol.sessions import KeptDraft
from kiosk_agent.tutor import learner_work
from kiosk_agent.tutor.text import explanation
from kiosk_agent.tutor.widgets.editor import Editor
from tests.support.tutor.socket_fakes import NOON, current, judgement, reply, state
from tests.support.tutor.tutor_parts import Play, play
from tests.support.work import text_of, work_of

WIDE = (120, 36)
STUB = "export function total(boxes) {\n}\n"


def editor(scene: Play) -> Editor:
    return scene.app.screen.query_one(Editor)


def test_a_program_is_written_run_and_judged_and_the_attempt_is_kept(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.sees("JavaScript > Arrays > Stock count")
        await scene.sees("38 min left")
        await scene.press(*"// x", "ctrl+r")
        await scene.sees("✗ Not yet. 1 of 2 tests pass.")
        await scene.sees("your program: undefined")
        await scene.press("f6")
        scene.runner.judgement = judgement(Verdict.ACCEPTED)
        await scene.press("ctrl+r")
        await scene.sees("✓ Solved. All 2 tests pass.")
        await scene.press("f8")
        await scene.sees("Price tags")
        await scene.until(lambda: len([one for one in scene.agent.recorded if isinstance(one, AttemptMade)]) == 2)

    agent = play(script, tmp_path, WIDE)
    attempts = [one for one in agent.recorded if isinstance(one, AttemptMade)]
    assert [one.judgement.verdict for one in attempts] == [Verdict.WRONG_ANSWER, Verdict.ACCEPTED]
    assert text_of(attempts[0].submission.files) == "// x" + STUB
    assert isinstance(agent.recorded[0], ExerciseOpened)


def test_saved_shows_only_when_it_is_and_the_draft_comes_back(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        assert "saved" not in scene.shown()
        await scene.press(*"ab")
        await scene.until(lambda: "saved" in scene.shown() and "not saved yet" not in scene.shown(), "saved")
        assert scene.agent.drafts[-1] == "ab" + STUB
        await scene.press("f4")
        await scene.sees("exercises done")
        await scene.press("enter")
        await scene.until(lambda: bool(scene.app.screen.query(Editor)) and editor(scene).text == "ab" + STUB)

    play(script, tmp_path)


def test_a_learner_s_draft_from_another_kiosk_is_opened(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        draft = KeptDraft(
            track="javascript", exercise="price-tags", files=work_of("half a li", "price-tags.js"), saved_at=NOON
        )
        await scene.open_first(drafts=[draft], last_exercise="javascript/price-tags")
        assert editor(scene).text == "half a li"

    assert play(script, tmp_path).drafts == []


def test_without_its_agent_the_screen_says_not_saved_yet_until_it_is(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.agent.go()
        await scene.press(*"abc")
        await scene.sees("not saved yet")
        await scene.sees("restarting, keep working")
        # Back, and not yet sure of anything.
        scene.agent.told = state(Condition.STARTING, kiosk_name="", server_answers=False, seconds_left=None)
        await scene.agent.come()
        await scene.until(lambda: "not saved yet" not in scene.shown() and "saved" in scene.shown(), "saved")
        assert editor(scene).text == "abc" + STUB
        await scene.tell(state(Condition.SIGNED_IN, learner=reply()))
        await scene.sees("sent")

    assert play(script, tmp_path).drafts[-1] == "abc" + STUB


def test_a_lock_in_the_middle_covers_the_text_and_gives_it_back(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.press(*"mine")
        await scene.tell(state(Condition.LOCKED, learner=reply(), seconds_left=None))
        await scene.sees("This kiosk is locked.")
        assert "mine" not in scene.shown()
        await scene.sees("You go on where you stopped.")
        await scene.press("f4", "f10", "x")
        await scene.tell(state(Condition.SIGNED_IN, learner=reply()))
        await scene.sees("stock-count.js")
        assert editor(scene).text == "mine" + STUB
        await scene.press("!")
        await scene.until(lambda: editor(scene).text == "mine!" + STUB)

    play(script, tmp_path)


def test_at_80_columns_a_key_goes_from_the_task_to_the_program_and_the_result(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.sign_in()
        await scene.press("enter")
        await scene.sees("Write total(boxes) for Stock count.")
        assert "stock-count.js" not in scene.shown()
        await scene.press("f6")
        await scene.sees("stock-count.js")
        await scene.press("ctrl+r")
        await scene.sees("Not yet.")
        await scene.press("f6", "f6")
        await scene.sees("Write total(boxes) for Stock count.")
        await scene.press("enter")
        await scene.sees("stock-count.js")

    play(script, tmp_path)


def test_code_goes_in_by_itself_and_focus_leaves_the_editor_by_keyboard(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        editor(scene).put_back("")
        await scene.press(*"if (a) {", "enter", *"b();", "enter", "}", "enter", "tab", "c")
        assert editor(scene).text == "if (a) {\n  b();\n}\n  c"
        await scene.press("escape")
        await scene.until(lambda: not editor(scene).has_focus)

    play(script, tmp_path, WIDE)


def test_starting_again_asks_and_can_be_undone(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.press(*"mine", "f7")
        await scene.sees("Start this exercise again?")
        await scene.press("enter")
        await scene.until(lambda: bool(scene.app.screen.query(Editor)) and editor(scene).text == STUB)
        await scene.press("ctrl+z")
        await scene.until(lambda: editor(scene).text == "mine" + STUB)

    play(script, tmp_path)


def test_a_paste_over_the_limit_changes_nothing_and_says_why(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        editor(scene).insert("é" * (SOURCE_BYTES // 2))
        await scene.sees("A file may hold 64 kilobytes.")
        assert editor(scene).text == STUB
        editor(scene).insert("a" * (SOURCE_BYTES - len(STUB)))
        assert len(editor(scene).text) == SOURCE_BYTES

    play(script, tmp_path, WIDE)


def test_without_a_jail_nothing_runs_and_the_trainer_is_told(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        scene.runner.judgement = None
        await scene.open_first()
        await scene.press("ctrl+r")
        await scene.sees("This kiosk cannot run programs now.")
        await scene.until(lambda: any(isinstance(one, JailFaulted) for one in scene.agent.recorded))

    play(script, tmp_path)


def test_a_runner_that_is_gone_is_told_to_the_trainer_and_found_again(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.runner.go()
        await scene.press("ctrl+r")
        await scene.sees("This kiosk cannot run programs now.")
        await scene.until(lambda: any(isinstance(one, JailFaulted) for one in scene.agent.recorded))
        await scene.runner.come()
        await scene.press("ctrl+r")
        await scene.sees("Not yet.")

    faults = [one for one in play(script, tmp_path).recorded if isinstance(one, JailFaulted)]
    assert [fault.message.startswith("the runner does not answer") for fault in faults] == [True]


def test_words_that_cannot_be_read_take_no_verdict_away_and_are_no_fault_of_the_runner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: object, **_options: object) -> NoReturn:
        raise SettingsInvalid("plain_words.toml is no table of plain words", hint="correct the file")

    monkeypatch.setattr(learner_work, "table_of", unreadable)
    monkeypatch.setattr(explanation, "explain", unreadable)

    async def script(scene: Play) -> None:
        crash = ReportedTest(name="adds none", status="error", message="TypeError: never heard of")
        scene.runner.judgement = judgement(results=Results(status="fail", tests=(crash,)), output="")
        await scene.open_first()
        await scene.press("ctrl+r")
        await scene.sees("TypeError: never heard of")
        await scene.until(lambda: any(isinstance(one, AttemptMade) for one in scene.agent.recorded))

    assert not any(isinstance(one, JailFaulted) for one in play(script, tmp_path).recorded)


def test_a_slow_run_shows_that_it_runs_and_a_second_one_waits(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        scene.runner.gate.clear()
        await scene.open_first()
        await scene.press("ctrl+r")
        await scene.sees("Running your JavaScript program…")
        await scene.press("ctrl+r")
        scene.runner.gate.set()
        await scene.sees("Not yet.")
        assert len(scene.runner.judged) == 1

    play(script, tmp_path)


def test_no_verdict_is_shown_that_could_still_be_lost_with_the_screen_unless_it_says_so(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        scene.agent.gate.clear()
        await scene.press("x", "ctrl+r")
        await scene.sees("Not yet.")
        assert "not saved yet" in scene.shown()
        scene.agent.gate.set()
        await scene.until(lambda: "not saved yet" not in scene.shown(), "it is saved")
        await scene.press("y", "ctrl+r")
        await scene.sees("Run 2")
        assert len([one for one in scene.agent.recorded if isinstance(one, AttemptMade)]) == 2

    play(script, tmp_path)


def test_a_damaged_exercise_is_said_and_the_others_stay(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.sign_in()
        (tmp_path / "javascript/exercises/practice/stock-count/stock-count.js").unlink()
        await scene.press("enter")
        await scene.sees("This exercise is damaged on this kiosk.")
        await scene.press("enter", "down", "enter")
        await scene.sees("Price tags")

    play(script, tmp_path)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"server_answers": False, "waiting_events": 2}, "server away, work safe here"),
        ({"waiting_events": 2, "holds_work": True}, "on its way to the trainer"),
        ({"holds_work": True}, "some work stays here: tell your trainer"),
        ({}, "sent"),
    ],
)
def test_the_top_line_says_where_the_work_has_come_to(tmp_path: Path, facts: dict[str, object], words: str) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.tell(state(Condition.SIGNED_IN, learner=current(reply()), **facts))
        await scene.sees(words)

    play(script, tmp_path)
