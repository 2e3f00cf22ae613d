"""Hints: read one by one, and told to the server once each."""

from pathlib import Path

from kiosk_agent.protocol.events import HintTaken
from tests.support.tutor.socket_fakes import FakeAgent
from tests.support.tutor.tutor_parts import Play, play


def hints(agent: FakeAgent) -> list[tuple[str, int, int]]:
    return [(each.exercise, each.number, each.of) for each in agent.recorded if isinstance(each, HintTaken)]


def test_hints_come_one_by_one_then_all_again_and_then_go(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.sees("F2 Hint 1/2")
        await scene.press("f2")
        await scene.sees("Hint 1 of 2")
        assert "F2 Hint 2/2" in scene.shown()
        await scene.press("f2")
        await scene.sees("Return the sum.")
        assert "Start at 0." not in scene.shown()
        assert "F2 All hints" in scene.shown()
        for _ in range(2):
            await scene.press("f2")
            await scene.sees("These are all the hints.")
            assert "1. Start at 0." in scene.shown()
            assert "2. Return the sum." in scene.shown()
            assert "F2 Close" in scene.shown()
            await scene.press("f2")
            await scene.until(lambda: "Return the sum." not in scene.shown())
        # A result lies over a hint, and the foot line says what the key does then.
        await scene.press("ctrl+r")
        await scene.sees("F2 All hints")

    play(script, tmp_path)


def test_where_there_are_no_hints_none_is_offered_and_the_key_says_so(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.sign_in()
        (tmp_path / "javascript/exercises/practice/stock-count/.docs/hints.md").unlink()
        await scene.press("enter")
        await scene.sees("Ctrl+R Run")
        assert "F2" not in scene.shown()
        await scene.press("f2")
        await scene.sees("This exercise has no hints.")
        await scene.press("f2")
        await scene.until(lambda: "no hints" not in scene.shown())

    play(script, tmp_path)


def test_each_hint_is_told_once_however_often_it_is_read(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        # Both, all of them again, none, and all of them once more.
        await scene.press(*["f2"] * 5)
        await scene.until(lambda: len(hints(scene.agent)) == 2)

    agent = play(script, tmp_path)
    assert hints(agent) == [("stock-count", 1, 2), ("stock-count", 2, 2)]


def test_hints_that_were_taken_stay_taken_when_the_exercise_is_opened_again(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.press("f2", "f4")
        await scene.sees("Hello")
        await scene.press("enter")
        await scene.sees("F2 Hint 1/2")
        await scene.press("f2")
        await scene.sees("Start at 0.")
        await scene.press("f2")
        await scene.sees("Return the sum.")
        await scene.until(lambda: len(hints(scene.agent)) == 2)

    agent = play(script, tmp_path)
    assert hints(agent) == [("stock-count", 1, 2), ("stock-count", 2, 2)]
