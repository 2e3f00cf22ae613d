"""A trainer opens an exercise: it is shown with a line that says so, what was written is kept, and nothing is lost."""

import uuid
from pathlib import Path

import pytest

from kiosk_agent.protocol.acts.orders import ActOutcome, Attention, ExerciseOrder
from kiosk_agent.protocol.events import ActDone, ExerciseOpened
from kiosk_agent.protocol.local import Condition
from kiosk_agent.tutor.acts.trainer_steps import PAUSE_SECONDS
from kiosk_agent.tutor.screens.exercise import ExerciseScreen
from kiosk_agent.tutor.screens.hand_panel import HandPanel
from kiosk_agent.tutor.screens.home import HomeScreen
from tests.support.tutor.boot_clock import BootClock
from tests.support.tutor.socket_fakes import current, state
from tests.support.tutor.tutor_parts import Play, play

SAYS = "Your trainer opened this. F4 leads back to your list."


def asked(exercise: str = "price-tags", track: str = "javascript", seconds: float = 600) -> ExerciseOrder:
    return ExerciseOrder(act_id=str(uuid.uuid4()), track=track, exercise=exercise, seconds=seconds)


async def ask(tutor: Play, order: ExerciseOrder | None, **facts: object) -> None:
    """Have a trainer open an exercise where somebody is signed in."""
    learner = current(tutor.agent.reply)
    await tutor.tell(state(Condition.SIGNED_IN, learner=learner, exercise=order, **facts))


def answers(tutor: Play) -> list[ActDone]:
    return [event for event in tutor.agent.recorded if isinstance(event, ActDone)]


def is_open(tutor: Play, slug: str) -> bool:
    screen = tutor.app.screen
    return isinstance(screen, ExerciseScreen) and screen.is_ready and screen.exercise.slug == slug


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_the_exercise_is_shown_with_a_line_and_the_text_of_before_is_kept(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        await tutor.press("a", "b")
        order = asked()
        await ask(tutor, order)
        await tutor.until(lambda: is_open(tutor, "price-tags"), "the exercise")
        await tutor.sees(SAYS)
        await tutor.until(lambda: answers(tutor) == [ActDone(act_id=order.act_id, outcome=ActOutcome.SHOWN)], "told")
        opened = [event.exercise for event in tutor.agent.recorded if isinstance(event, ExerciseOpened)]
        assert opened == ["stock-count", "price-tags"]
        await tutor.until(lambda: any(each.startswith("ab") for each in tutor.agent.drafts), "the draft")
        await tutor.press("f4")
        await tutor.until(lambda: isinstance(tutor.app.screen, HomeScreen), "the list")
        # What was shown once is not shown again.
        await ask(tutor, order)
        await tutor.pilot.pause()
        assert isinstance(tutor.app.screen, HomeScreen)
        assert len(answers(tutor)) == 1

    play(script, tmp_path, size)


def test_it_is_shown_over_the_list_and_a_learner_who_has_it_open_goes_on(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        await tutor.sign_in()
        await ask(tutor, asked("stock-count"))
        await tutor.until(lambda: is_open(tutor, "stock-count"), "the exercise")
        shown = tutor.app.screen
        await tutor.press("f4")
        await tutor.press("enter")
        await tutor.until(lambda: is_open(tutor, "stock-count"), "opened by the learner")
        assert tutor.app.screen is not shown
        assert SAYS not in tutor.shown()
        shown = tutor.app.screen
        await tutor.press("x")
        await ask(tutor, asked("stock-count"))
        await tutor.sees(SAYS)
        assert tutor.app.screen is shown
        await tutor.until(lambda: len(answers(tutor)) == 2, "both answers")

    play(script, tmp_path)


@pytest.mark.parametrize(("track", "exercise"), [("javascript", "nothing-here"), ("cobol", "stock-count")])
def test_a_kiosk_without_it_says_that_it_cannot_and_disturbs_nobody(tmp_path: Path, track: str, exercise: str) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        before = tutor.app.screen
        order = asked(exercise, track)
        await ask(tutor, order)
        await tutor.until(lambda: answers(tutor) == [ActDone(act_id=order.act_id, outcome=ActOutcome.CANNOT)], "told")
        assert tutor.app.screen is before
        assert SAYS not in tutor.shown()

    play(script, tmp_path)


def test_it_waits_while_a_question_or_the_trainer_has_the_screen(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        await tutor.press("f3")
        await tutor.until(lambda: isinstance(tutor.app.screen, HandPanel), "the question of the hand")
        order = asked()
        await ask(tutor, order)
        await tutor.pilot.pause()
        assert isinstance(tutor.app.screen, HandPanel)
        await tutor.press("escape")
        await tutor.until(lambda: is_open(tutor, "price-tags"), "the exercise")
        await ask(tutor, later := asked("shift-plan"), attention=Attention(act_id=str(uuid.uuid4()), seconds=300))
        await tutor.pilot.pause()
        assert later.act_id not in [each.act_id for each in answers(tutor)]
        await ask(tutor, later)
        await tutor.until(lambda: is_open(tutor, "shift-plan"), "the next one")

    play(script, tmp_path)


def test_letters_that_are_typed_meanwhile_stay_where_they_belong(tmp_path: Path, clock: BootClock) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        await tutor.press(*"let")
        await ask(tutor, asked())
        await tutor.press(*"ters")
        assert is_open(tutor, "stock-count")
        clock.seconds += PAUSE_SECONDS
        await tutor.until(lambda: is_open(tutor, "price-tags"), "the exercise")
        await tutor.until(lambda: any(each.startswith("letters") for each in tutor.agent.drafts), "the draft")
        assert isinstance(tutor.app.screen, ExerciseScreen)
        assert "ters" not in tutor.app.screen.text

    play(script, tmp_path)


def test_what_is_too_old_is_not_shown(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        await ask(tutor, asked(seconds=0))
        await tutor.pilot.pause()
        assert is_open(tutor, "stock-count")
        assert answers(tutor) == []

    play(script, tmp_path)
