"""Text of learners and of their programs stays text; no key leads out; nothing of a learner stays behind."""

import gc
import json
import weakref
from pathlib import Path

import pytest

from kiosk_agent.protocol.events import AttemptMade
from kiosk_agent.protocol.local import Condition, KioskState
from kiosk_agent.protocol.problem import Problem, ProblemCode
from kiosk_agent.protocol.results import ReportedTest, Results, Verdict
from kiosk_agent.protocol.sessions import KeptDraft
from kiosk_agent.tutor.widgets.editor import Editor
from tests.support.tutor.socket_fakes import NOON, current, judgement, reply, state
from tests.support.tutor.tutor_parts import Play, play
from tests.support.work import work_of

HOSTILE = "[bold]x[/bold] [@click=app.quit]y[/] \x1b[2J\x1b]0;t\x07\x9b31m\u202e$ink [link=z]"
SHOWN = "[bold]x[/bold] [@click=app.quit]y[/] [2J]0;t31m$ink [link=z]"
WIDE = (140, 40)


def rendered(scene: Play) -> str:
    """Return what the terminal is sent as text, every control character in it."""
    strips = scene.app.screen._compositor.render_strips()
    return "".join(segment.text for strip in strips for segment in strip)


def test_markup_and_escapes_in_a_source_and_in_output_are_only_text(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        draft = KeptDraft(
            track="javascript", exercise="stock-count", files=work_of(f"// {HOSTILE}", "stock-count.js"), saved_at=NOON
        )
        failed = ReportedTest(name=HOSTILE, status="fail", message=HOSTILE, output=HOSTILE)
        results = Results(status="fail", message=HOSTILE, tests=(failed,))
        scene.runner.judgement = judgement(Verdict.WRONG_ANSWER, results=results, output=HOSTILE)
        await scene.open_first(drafts=[draft], last_exercise="javascript/stock-count")
        await scene.press("ctrl+r")
        await scene.sees("Not yet.")
        await scene.until(lambda: scene.shown().count(SHOWN) == 6, "all six")
        assert not {character for character in rendered(scene) if ord(character) < 32 or 127 <= ord(character) < 160}

    play(script, tmp_path, WIDE)


def test_names_with_markup_are_only_text(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        track = tmp_path / "javascript" / "config.json"
        assert json.loads(track.read_text())["language"] == "JavaScript"
        await scene.tell(state(kiosk_name=HOSTILE, session_title=HOSTILE))
        await scene.sees("Your number")
        assert SHOWN[:20] in scene.shown()
        await scene.sign_in(display_name=HOSTILE)
        assert f"Hello, {SHOWN}." in scene.shown()
        await scene.tell(state(Condition.LOCKED, kiosk_name=HOSTILE, seconds_left=None))
        await scene.sees(SHOWN)

    play(script, tmp_path, WIDE)


def test_what_is_pasted_loses_its_control_characters(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        editor = scene.app.screen.query_one(Editor)
        editor.put_back("")
        editor.insert("a\x1b[31m\r\nb\x00")
        assert editor.text == "a[31m\nb"

    play(script, tmp_path)


def test_no_key_quits_or_opens_anything(tmp_path: Path) -> None:
    keys = ("ctrl+q", "ctrl+c", "ctrl+z", "ctrl+p", "ctrl+d", "ctrl+backslash", "ctrl+s", "f11", "f12")

    async def script(scene: Play) -> None:
        await scene.tell(state())
        await scene.sees("Your number")
        # In a lesson it raises a hand.
        await scene.press(*keys, "f3")
        await scene.sees("Your number")
        await scene.open_first()
        await scene.press(*keys)
        await scene.sees("stock-count.js")
        assert scene.app.is_running
        assert len(scene.app.screen_stack) == 3

    play(script, tmp_path)


def test_only_a_trainer_s_terminal_has_a_key_to_quit(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.tell(state())
        await scene.sees("Your number")
        await scene.press("ctrl+q")
        await scene.until(lambda: not scene.app.is_running or scene.app._exit, "the end")

    play(script, tmp_path, has_quit_key=True)


@pytest.mark.parametrize("end", [Condition.OPEN, Condition.LOCKED], ids=["signed out", "session over"])
def test_the_end_of_a_sign_in_wipes_the_learner_from_screen_and_memory(tmp_path: Path, end: Condition) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.press(*"secret", "shift+home", "ctrl+c")
        await scene.until(lambda: scene.app.clipboard == "secret", "it is copied")
        editor = scene.app.screen.query_one(Editor)
        screen = weakref.ref(scene.app.screen)
        left: KioskState = state(end, seconds_left=None if end is Condition.LOCKED else 600.0)
        await scene.tell(left)
        await scene.until(lambda: "stock-count.js" not in scene.shown())
        await scene.until(lambda: "secret" not in scene.shown())
        assert scene.app.clipboard == ""
        assert scene.app.work.now is None
        # Textual itself may hold on to a widget that is gone: then at least there is nothing in it.
        await scene.until(lambda: editor.text == "", "an empty editor")
        assert editor.wrapped_document.document.text == ""
        assert not editor.history.undo_stack
        assert not editor._line_cache.keys()
        await scene.until(lambda: gc.collect() >= 0 and screen() is None, "the screen is forgotten")
        scene.agent.reply = reply(sign_in_id="s2")
        await scene.open_first(sign_in_id="s2")
        assert "secret" not in scene.app.screen.query_one(Editor).text

    agent = play(script, tmp_path)
    assert any("secret" in draft for draft in agent.drafts)


def test_a_run_that_ends_after_its_learner_has_left_is_not_the_next_ones(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        scene.runner.gate.clear()
        await scene.open_first()
        await scene.press("ctrl+r")
        await scene.sees("Running")
        await scene.tell(state(Condition.OPEN))
        await scene.sees("Your number")
        scene.runner.gate.set()
        await scene.open_first(sign_in_id="s2")
        await scene.until(lambda: any(isinstance(one, AttemptMade) for one in scene.agent.recorded))

    kept = play(script, tmp_path).kept
    assert {(one.sign_in_id, one.body.kind) for one in kept} == {("s1", "opened"), ("s1", "attempt"), ("s2", "opened")}


def test_nothing_that_is_copied_leaves_for_the_terminal_s_clipboard(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        written: list[str] = []
        driver = scene.app._driver
        assert driver is not None
        driver.write = written.append  # type: ignore[method-assign,assignment]
        await scene.open_first()
        await scene.press("shift+end", "ctrl+c")
        await scene.until(lambda: scene.app.clipboard != "")
        assert not any("]52;" in text for text in written)

    play(script, tmp_path)


def test_who_leaves_while_the_disk_is_full_is_told_that_it_would_be_lost(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        scene.agent.record_problem = Problem(code=ProblemCode.STORAGE_FULL, message="full", hint="make room")
        await scene.open_first()
        await scene.press("x")
        await scene.sees("not saved: disk full")
        await scene.sees("not all saved: tell your trainer")
        await scene.press("f10")
        await scene.sees("What you wrote last is not saved")
        assert "Your work is kept" not in scene.shown()
        await scene.press("escape")
        await scene.tell(state(Condition.LOCKED, learner=current(scene.agent.reply)))
        await scene.sees("Not all saved: tell your trainer.")
        await scene.tell(state(Condition.SIGNED_IN, learner=current(scene.agent.reply)))
        scene.agent.record_problem = None
        await scene.sees(" saved ")
        await scene.press("f10")
        await scene.sees("Your work is kept")

    play(script, tmp_path, (120, 36))
