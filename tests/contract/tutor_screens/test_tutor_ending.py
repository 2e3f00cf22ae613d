"""The screen before a session's end: warned without anything covered, moved or taken from under the hands."""

from pathlib import Path

import pytest

from kiosk_agent.protocol.local import Condition
from kiosk_agent.protocol.problem import Problem, ProblemCode
from kiosk_agent.tutor.state import flow
from tests.support.tutor.boot_clock import BootClock
from tests.support.tutor.socket_fakes import current, state
from tests.support.tutor.tutor_parts import Play, play

SAVED = "Everything is saved."


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> BootClock:
    turned = BootClock()
    monkeypatch.setattr(flow, "clock_gettime", turned)
    return turned


async def left(scene: Play, seconds: float, **facts: object) -> None:
    """Have the agent say how long the session goes on."""
    usual = {"learner": current(scene.agent.reply), "seconds_left": seconds}
    await scene.tell(state(Condition.SIGNED_IN, **(usual | facts)))


async def gone(scene: Play, words: str) -> None:
    await scene.until(lambda: words not in scene.shown(), f"no {words}")


@pytest.mark.parametrize("size", [(80, 24), (130, 40)])
def test_warnings_come_go_and_come_again_while_the_learner_writes_on(
    tmp_path: Path, clock: BootClock, size: tuple[int, int]
) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await left(scene, 601)
        await scene.sees("11 min left")
        editor, focused = scene.app.screen.query_one("#exercise-editor"), scene.app.focused
        stood = editor.region
        clock.seconds += 2
        await scene.sees(f"10 minutes left. {SAVED}")
        assert (editor.region, scene.app.focused) == (stood, focused)
        await scene.press("a", "b")
        await scene.until(lambda: bool(scene.agent.drafts), "the draft")
        assert "ab" in scene.agent.drafts[-1]
        await scene.sees(SAVED)
        clock.seconds += 60
        await scene.sees("9 min left")
        assert SAVED not in scene.shown()
        await left(scene, 700)
        clock.seconds += 101
        await scene.sees("10 minutes left.")
        await left(scene, 1199)
        await gone(scene, SAVED)
        clock.seconds += 1080
        await scene.sees("2 minutes left.")
        clock.seconds += 60
        await scene.sees("1 minute left.")
        assert (editor.region, scene.app.focused) == (stood, focused)

    play(script, tmp_path, size)


def test_the_path_warns_too_and_in_the_learners_language(tmp_path: Path, clock: BootClock) -> None:
    async def script(scene: Play) -> None:
        await scene.sign_in()
        await left(scene, 119)
        await scene.sees(f"2 minutes left. {SAVED}")
        clock.seconds += 60
        await scene.press("f9")
        await scene.sees("Queda 1 minuto. Todo está guardado.")

    play(script, tmp_path)


def test_the_warning_says_what_will_happen_where_not_everything_is_saved(tmp_path: Path, clock: BootClock) -> None:
    del clock

    async def script(scene: Play) -> None:
        await scene.open_first()
        await left(scene, 119, server_answers=False, waiting_events=3)
        await scene.sees("Saved here; it is sent later.")
        scene.agent.record_problem = Problem(code=ProblemCode.STORAGE_FULL, message="full", hint="make room")
        await scene.press("a")
        await scene.sees("Not all saved: tell your trainer.")
        scene.agent.record_problem = None
        await left(scene, 119)
        await scene.sees(SAVED)

    play(script, tmp_path)


def test_a_locked_kiosk_names_a_session_until_it_shall_begin(tmp_path: Path, clock: BootClock) -> None:
    async def script(scene: Play) -> None:
        told = state(Condition.LOCKED, seconds_left=None, next_session_at="2026-11-21T14:00:00+01:00")
        at_home = {"server_time": "2026-11-21T13:58:00+01:00"}
        await scene.tell(type(told).model_validate(told.model_dump() | at_home))
        await scene.sees("The next session: today at 14:00")
        clock.seconds += 121
        await scene.sees("It opens when your trainer starts a session.")
        assert "14:00" not in scene.shown().replace("╺", "")

    play(script, tmp_path)
