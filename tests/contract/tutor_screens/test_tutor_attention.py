"""A trainer asks to be looked at: the screen says so in large words, no key does anything, and all is as it was."""

import uuid
from pathlib import Path

import pytest

from kiosk_agent.protocol.acts.orders import ActOutcome, Attention
from kiosk_agent.protocol.events import ActDone
from kiosk_agent.protocol.local import Condition
from kiosk_agent.protocol.problem import Problem, ProblemCode
from kiosk_agent.protocol.screens import FULL_SECONDS, ScreenWatch
from kiosk_agent.tutor.screens.attention import AttentionScreen
from kiosk_agent.tutor.widgets.large_words import large
from tests.support.tutor.boot_clock import BootClock
from tests.support.tutor.socket_fakes import current, reply, state
from tests.support.tutor.tutor_parts import Play, play

ACT = str(uuid.uuid4())
SAFE = "You go on where you stopped."


def asked(seconds: float = 300, act_id: str = ACT) -> Attention:
    return Attention(act_id=act_id, seconds=seconds)


async def hold(tutor: Play, seconds: float = 300, **facts: object) -> None:
    """Have the trainer ask, of a kiosk at which somebody is signed in."""
    usual: dict[str, object] = {"learner": current(tutor.agent.reply), "attention": asked(seconds)}
    await tutor.agent.tell(state(Condition.SIGNED_IN, **(usual | facts)))
    await tutor.until(lambda: isinstance(tutor.app.screen, AttentionScreen), "the attention screen")
    await tutor.pilot.pause()


async def let_go(tutor: Play) -> None:
    await tutor.agent.tell(state(Condition.SIGNED_IN, learner=current(tutor.agent.reply)))
    await tutor.until(lambda: not isinstance(tutor.app.screen, AttentionScreen), "what was there before")


def answers(tutor: Play) -> list[ActDone]:
    return [event for event in tutor.agent.recorded if isinstance(event, ActDone)]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_the_screen_says_it_large_with_until_when_and_that_the_work_is_safe(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        await hold(tutor)
        shown = tutor.shown()
        assert all(row.strip() in shown for word in ("look", "trainer") for row in large(word))
        assert f"Everything is saved. {SAFE}" in shown
        assert "It ends by itself, at 12:05 at the latest." in shown
        assert "38 min left" in shown

    play(script, tmp_path, size)


def test_no_key_does_anything_and_what_was_typed_is_there_afterwards(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        await tutor.press("a", "b")
        exercise, focused = tutor.app.screen, tutor.app.focused
        drawn = tutor.shown()
        await hold(tutor)
        held = tutor.app.screen
        for key in ("x", "enter", "escape", "tab", "ctrl+r", "f1", "f2", "f4", "f7", "f8", "f10", "f12", "ctrl+q"):
            await tutor.press(key)
        assert tutor.app.screen is held
        assert all(each.startswith("abexport function") for each in tutor.agent.drafts)
        await let_go(tutor)
        assert (tutor.app.screen, tutor.app.focused) == (exercise, focused)
        await tutor.until(lambda: "saved" in tutor.shown(), "saved")
        assert [line[:60] for line in tutor.shown().splitlines()[2:]] == [line[:60] for line in drawn.splitlines()[2:]]
        await tutor.press("c")
        await tutor.until(lambda: bool(tutor.agent.drafts) and "abc" in tutor.agent.drafts[-1], "typed on")

    play(script, tmp_path)


def test_it_lets_go_by_itself_though_nobody_says_so(tmp_path: Path, clock: BootClock) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        await hold(tutor, seconds=300)
        await tutor.agent.go()
        clock.seconds += 301
        await tutor.until(lambda: not isinstance(tutor.app.screen, AttentionScreen), "let go")
        assert tutor.app.screen.query("#exercise-editor")

    play(script, tmp_path)


def test_the_agent_is_told_once_that_it_is_shown_and_again_while_it_cannot_keep_that(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        tutor.agent.record_problem = Problem(code=ProblemCode.STORAGE_FULL, message="full", hint="make room")
        await hold(tutor)
        assert answers(tutor) == []
        tutor.agent.record_problem = None
        await tutor.until(lambda: len(answers(tutor)) == 1, "the answer")
        await hold(tutor, seconds=200)
        await hold(tutor, seconds=100, attention=asked(100, act_id := str(uuid.uuid4())))
        await tutor.until(lambda: len(answers(tutor)) == 2, "the answer to the next one")
        assert answers(tutor) == [
            ActDone(act_id=ACT, outcome=ActOutcome.SHOWN),
            ActDone(act_id=act_id, outcome=ActOutcome.SHOWN),
        ]

    play(script, tmp_path)


@pytest.mark.parametrize("condition", [Condition.OPEN, Condition.LOCKED])
def test_it_is_shown_and_told_where_nobody_is_signed_in(tmp_path: Path, condition: Condition) -> None:
    async def script(tutor: Play) -> None:
        await tutor.tell(state(condition))
        await tutor.agent.tell(state(condition, attention=asked()))
        await tutor.until(lambda: len(answers(tutor)) == 1, "the answer")
        assert isinstance(tutor.app.screen, AttentionScreen)
        assert SAFE not in tutor.shown()
        await tutor.tell(state(condition))
        assert not isinstance(tutor.app.screen, AttentionScreen)

    play(script, tmp_path)


def test_who_is_about_to_sign_in_goes_on_where_they_were(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        await tutor.tell(state(Condition.OPEN))
        await tutor.press(*"1234", "enter", *"49")
        await tutor.agent.tell(state(Condition.OPEN, attention=asked()))
        await tutor.until(lambda: isinstance(tutor.app.screen, AttentionScreen), "the attention screen")
        await tutor.press("7")
        await tutor.tell(state(Condition.OPEN))
        await tutor.sees("1234")
        await tutor.press(*"3028", "enter")
        await tutor.until(lambda: any(body.kind == "sign_in" for body in tutor.agent.asked), "the sign-in")
        asked_for = next(body for body in tutor.agent.asked if body.kind == "sign_in")
        assert (asked_for.request.number, asked_for.request.pin) == ("1234", "493028")

    play(script, tmp_path)


def test_a_sign_out_meanwhile_leaves_nothing_of_the_lesson(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        await tutor.press("z", "q")
        await hold(tutor)
        await tutor.tell(state(Condition.OPEN, attention=asked()))
        assert isinstance(tutor.app.screen, AttentionScreen)
        assert SAFE not in tutor.shown()
        await tutor.tell(state(Condition.OPEN))
        await tutor.sees("Staff can read everything you write here.")
        assert not any(screen.query("#exercise-editor") for screen in tutor.app.screen_stack)

    play(script, tmp_path)


def test_a_look_goes_on_with_its_mark(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        watch = ScreenWatch(watch_id=str(uuid.uuid4()), every_seconds=FULL_SECONDS, seconds=12)
        await hold(tutor, watch=watch)
        await tutor.sees("A trainer sees your screen")
        await tutor.until(lambda: any(body.kind == "show_screen" for body in tutor.agent.asked), "a frame")

    play(script, tmp_path)


def test_it_is_said_in_the_learners_language(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        tutor.agent.reply = reply()
        await tutor.sign_in()
        await hold(tutor)
        await tutor.press("f9")
        await tutor.sees("Sigues donde lo dejaste.")
        assert all(row.strip() in tutor.shown() for row in large("formador"))

    play(script, tmp_path)
