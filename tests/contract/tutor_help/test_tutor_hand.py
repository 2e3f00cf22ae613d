"""Raising a hand: one key, one line if the learner likes, and nothing that is typed is lost."""

from pathlib import Path

import pytest

from kiosk_agent.protocol.acts.hands import HANDS_A_SIGN_IN, LINE_CHARACTERS, HandStage, HandTold
from kiosk_agent.protocol.events import HandLowered, HandRaised
from kiosk_agent.protocol.local import Condition
from kiosk_agent.tutor.widgets.editor import Editor
from tests.support.tutor.socket_fakes import FakeAgent, current, state
from tests.support.tutor.tutor_parts import Play, play


def hands(agent: FakeAgent) -> list[str]:
    """Return what was recorded of hands: the line of each that was raised, and "down"."""
    events = [event for event in agent.recorded if isinstance(event, HandRaised | HandLowered)]
    return [event.line if isinstance(event, HandRaised) else "down" for event in events]


def hand_id(agent: FakeAgent) -> str:
    return next(str(kept.event_id) for kept in reversed(agent.kept) if isinstance(kept.body, HandRaised))


async def told(scene: Play, **facts: object) -> None:
    """Have the server say how the hand stands that was raised last."""
    hand = HandTold.model_validate({"hand_id": hand_id(scene.agent), "stage": HandStage.WAITING} | facts)
    await scene.tell(state(Condition.SIGNED_IN, learner=current(scene.agent.reply), hand=hand))


def written(scene: Play) -> str:
    return scene.app.screen.query_one(Editor).text


def test_a_hand_goes_up_with_a_line_and_down_by_the_same_key(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.press("f3")
        await scene.sees("Raise your hand?")
        await scene.press(*"what is a loop", "enter")
        await scene.sees("Your hand is up.")
        await scene.press("f3")
        await scene.until(lambda: "Your hand is up." not in scene.shown())
        await scene.until(lambda: len(hands(scene.agent)) == 2)

    assert hands(play(script, tmp_path)) == ["what is a loop", "down"]


def test_no_letter_is_lost_around_the_key(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.press(*"ab", "f3", "enter", *"cd", "f3", *"ef")
        await scene.until(lambda: written(scene).startswith("abcdef"))
        await scene.until(lambda: len(hands(scene.agent)) == 2)

    assert hands(play(script, tmp_path)) == ["", "down"]


def test_what_was_typed_for_a_hand_that_was_not_raised_is_there_the_next_time(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.press(*"ab", "f3", *"loops", "escape", *"cd")
        await scene.until(lambda: written(scene).startswith("abcd"))
        assert hands(scene.agent) == []
        await scene.press("f3", *"?", "enter")
        await scene.until(lambda: hands(scene.agent) == ["loops?"])

    play(script, tmp_path)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["narrow", "wide"])
def test_the_screen_says_what_comes_of_a_hand(tmp_path: Path, size: tuple[int, int]) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.press("f3", "enter")
        await scene.until(lambda: hands(scene.agent) == [""])
        await told(scene, place=2)
        await scene.sees("Your hand is up: place 2 in the queue. F3 takes it down.")
        await told(scene, stage=HandStage.CLAIMED)
        await scene.sees("Your trainer is coming.")
        await told(scene, stage=HandStage.ANSWERED, answer="Look at [bold]line 3[/bold].")
        await scene.sees("Your trainer answers: “Look at [bold]line 3[/bold].”")
        await told(scene, stage=HandStage.DOWN)
        await scene.until(lambda: "Your trainer" not in scene.shown())
        # It is down here too: the key raises the next one.
        await scene.press("f3")
        await scene.sees("Raise your hand?")

    assert hands(play(script, tmp_path, size)) == [""]


def test_a_hand_goes_up_while_the_server_is_away_and_the_screen_says_so(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        away = state(Condition.SIGNED_IN, learner=current(scene.agent.reply), server_answers=False)
        await scene.tell(away)
        await scene.press("f3", "enter")
        await scene.sees("told as soon as the server answers")
        # Of another sign-in, or of one that came down: it says nothing of this one.
        other = HandTold(hand_id="another", stage=HandStage.CLAIMED)
        await scene.tell(away.model_copy(update={"hand": other, "server_answers": True}))
        await scene.sees("Your hand is up.")

    play(script, tmp_path)


def test_a_hand_is_raised_from_the_list_of_exercises_too_and_is_still_up_in_an_exercise(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.sign_in()
        await scene.press("f3", "enter")
        await scene.sees("Your hand is up.")
        await scene.press("enter")
        await scene.sees("Ctrl+R Run")
        await scene.sees("Your hand is up.")

    play(script, tmp_path)


def test_a_hand_ends_with_its_sign_in(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.press("f3", *"left over", "escape", "f3", "f3", "f3", "enter")
        await scene.sees("Your hand is up.")
        await scene.tell(state(Condition.OPEN))
        await scene.sees("Sign in")
        await scene.open_first(sign_in_id="another")
        assert "Your hand" not in scene.shown()
        await scene.press("f3")
        await scene.sees("Raise your hand?")
        assert "left over" not in scene.shown()

    play(script, tmp_path)


def test_a_line_has_its_length_and_a_hand_its_number_of_times(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        for _ in range(HANDS_A_SIGN_IN):
            await scene.press("f3", "enter", "f3")
        await scene.press("f3")
        await scene.sees("Your hand was up very often.")
        await scene.press("escape")
        await scene.until(lambda: len(hands(scene.agent)) == 2 * HANDS_A_SIGN_IN)

    play(script, tmp_path)


def test_a_line_that_is_too_long_goes_in_as_far_as_it_may(tmp_path: Path) -> None:
    async def script(scene: Play) -> None:
        await scene.open_first()
        await scene.press("f3", *"x" * (LINE_CHARACTERS + 5), "enter")
        await scene.until(lambda: hands(scene.agent) == ["x" * LINE_CHARACTERS])

    play(script, tmp_path)
