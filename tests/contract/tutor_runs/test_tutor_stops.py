"""A program that goes on and on is stopped by a key: it comes to no attempt, and the screen says how far it came."""

from pathlib import Path

from kiosk_agent.protocol.events import AttemptMade
from kiosk_agent.protocol.results import Cause, Limit, Reason, Results, Verdict
from kiosk_agent.tutor.screens.exercise import ExerciseScreen
from kiosk_agent.tutor.widgets.editor import Editor
from tests.support.tutor.socket_fakes import FakeAgent, judgement
from tests.support.tutor.tutor_parts import Play, play

ENDLESS = judgement(
    Verdict.TIME_LIMIT_EXCEEDED,
    reason=Reason.LIMIT_REACHED, limits_reached=(Limit.WALL_TIME,), results=Results(status="error"),
    file="stock-count.js", line=1, cause=Cause(name="loop-without-end"), output="",
)  # fmt: skip


def attempts(agent: FakeAgent) -> list[Verdict]:
    return [event.judgement.verdict for event in agent.recorded if isinstance(event, AttemptMade)]


async def run_without_end(scene: Play) -> None:
    scene.runner.gate.clear()
    scene.runner.judgement = ENDLESS
    await scene.press("ctrl+r")
    await scene.sees("Running your JavaScript program…")


def foot(scene: Play) -> str:
    return scene.shown().splitlines()[-1]


def test_a_run_is_stopped_by_the_key_that_the_foot_names_and_comes_to_no_attempt(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        assert "Esc" not in foot(scene)
        await run_without_end(scene)
        await scene.sees("Esc stops it.")
        await scene.sees("Esc Stop")
        assert "Ctrl+R" not in foot(scene)
        await scene.press("escape")
        await scene.sees("You stopped the program. It does not count as an attempt.")
        assert "The loop in this line did not come to its end." in scene.shown()
        assert "Run 1" in scene.shown()
        assert "Esc" not in foot(scene)
        scene.runner.gate.set()
        scene.runner.judgement = judgement()
        await scene.press("ctrl+r")
        await scene.sees("Run 2 ")
        await scene.until(lambda: bool(attempts(scene.agent)), "the attempt of the second run")

    assert attempts(play(script, tmp_path)) == [Verdict.WRONG_ANSWER]


def test_while_nothing_runs_the_key_leads_out_of_the_program_as_ever(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.press("escape")
        await scene.until(lambda: not scene.app.screen.query_one(Editor).has_focus, "the focus gone")
        await scene.press("x")
        await run_without_end(scene)
        await scene.press("y", "escape")
        await scene.sees("You stopped the program.")
        # It stopped the program, and no more.
        assert scene.app.screen.query_one(Editor).has_focus
        assert "xy" in scene.app.screen.query_one(Editor).text
        await scene.press("escape")
        await scene.until(lambda: not scene.app.screen.query_one(Editor).has_focus, "the focus gone")

    # On a narrow screen no other panel is in sight.
    play(script, tmp_path, (120, 36))


def test_a_verdict_that_was_quicker_than_the_key_stands_and_is_an_attempt(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await run_without_end(scene)
        scene.runner.gate.set()
        await scene.sees("The program did not come to its end in time.")
        await scene.press("escape")
        assert "You stopped" not in scene.shown()
        await scene.until(lambda: bool(attempts(scene.agent)), "the attempt")

    assert attempts(play(script, tmp_path)) == [Verdict.TIME_LIMIT_EXCEEDED]


def test_a_run_in_another_exercise_waits_for_the_one_that_was_left_and_can_stop_it(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await run_without_end(scene)
        await scene.press("f4")
        await scene.sees("Carry on")
        await scene.press("down", "enter")
        await scene.until(lambda: isinstance(scene.app.screen, ExerciseScreen), "the next exercise")
        await scene.press("ctrl+r", "ctrl+r")
        await scene.sees("Running your JavaScript program…")
        assert len(scene.runner.judged) == 1
        scene.runner.judgement = judgement()
        await scene.press("escape")
        await scene.until(lambda: len(scene.runner.judged) == 2, "its own run")
        scene.runner.gate.set()
        await scene.sees("Run 1 ")
        await scene.until(lambda: bool(attempts(scene.agent)), "its attempt")
        assert len({submission.exercise for submission in scene.runner.judged}) == 2

    assert attempts(play(script, tmp_path)) == [Verdict.WRONG_ANSWER]


def test_what_lies_over_the_lesson_is_closed_first_and_the_run_goes_on(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await run_without_end(scene)
        await scene.press("f1")
        await scene.sees("Esc closes this page.")
        await scene.press("escape")
        await scene.until(lambda: isinstance(scene.app.screen, ExerciseScreen), "the lesson")
        assert "Running your JavaScript program…" in scene.shown()
        await scene.press("f9")
        await scene.sees("Ejecutando tu programa")
        await scene.press("escape")
        await scene.sees("Has parado el programa.")

    play(script, tmp_path)
