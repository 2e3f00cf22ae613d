"""What a trainer shows to all: read over the lesson, closed by one key, and never a command to the screen."""

import uuid
from pathlib import Path

import pytest

from kiosk_agent.protocol.acts.orders import ActOutcome
from kiosk_agent.protocol.acts.showing import Showing, ShownFile
from kiosk_agent.protocol.events import ActDone
from kiosk_agent.protocol.local import Condition
from kiosk_agent.protocol.screens import FULL_SECONDS, ScreenWatch
from kiosk_agent.tutor.screens.exercise import ExerciseScreen
from kiosk_agent.tutor.screens.shown import ShownScreen, program_content
from tests.support.tutor.socket_fakes import current, state
from tests.support.tutor.tutor_parts import Play, play

PROGRAM = "export function total(boxes) {\n\treturn boxes[0]; // [bold]not bold[/bold] \u240b\n}\n"


def shown(**facts: object) -> Showing:
    usual: dict[str, object] = {
        "act_id": str(uuid.uuid4()),
        "title": "Stock count",
        "sender": "Rosa",
        "files": (ShownFile(name="stock-count.js", text=PROGRAM),),
    }
    return Showing.model_validate(usual | facts)


async def show(tutor: Play, showing: Showing | None, **facts: object) -> None:
    learner = current(tutor.agent.reply)
    await tutor.tell(state(Condition.SIGNED_IN, learner=learner, shown=showing, **facts))


def is_shown(tutor: Play) -> bool:
    return isinstance(tutor.app.screen, ShownScreen) and tutor.app.screen.is_ready


def answers(tutor: Play) -> list[ActDone]:
    return [event for event in tutor.agent.recorded if isinstance(event, ActDone)]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_a_program_is_shown_with_its_lines_and_closed_by_a_key(tmp_path: Path, size: tuple[int, int]) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        lesson, focused = tutor.app.screen, tutor.app.focused
        showing = shown()
        await show(tutor, showing)
        await tutor.until(lambda: is_shown(tutor), "what is shown")
        await tutor.sees("stock-count.js")
        seen = tutor.shown()
        for words in (
            "Work of one of you. Rosa shows this to all.",
            "1  export function",
            # The picture of a control sign, in words: in one cell nobody could read it.
            "[bold]not bold[/bold] [VT]",
        ):
            assert words in seen
        assert "Esc Back to your work" in seen
        await tutor.press("x", "enter", "ctrl+r", "f4")
        assert is_shown(tutor)
        assert answers(tutor) == []
        await tutor.press("escape")
        await tutor.until(lambda: tutor.app.screen is lesson, "the lesson")
        assert tutor.app.focused is focused
        await tutor.until(lambda: answers(tutor) == [ActDone(act_id=showing.act_id, outcome=ActOutcome.SEEN)], "told")
        # The agent may not have heard it yet.
        await show(tutor, showing)
        await tutor.pilot.pause()
        assert tutor.app.screen is lesson
        assert all(not each.startswith("x") for each in tutor.agent.drafts)

    play(script, tmp_path, size)


def test_the_name_is_said_only_where_it_was_released_and_a_page_is_prose(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        await show(tutor, shown(learner="Ana"))
        await tutor.sees("Work of Ana. Rosa shows this to all.")
        await show(tutor, shown(title="", files=(), prose="# Today\n\nRead *two* lines: `sum` [bold]first[/bold]."))
        await tutor.sees("Today")
        await tutor.sees("A page from your trainer")
        assert "sum [bold]first[/bold]." in tutor.shown()
        assert "Work of" not in tutor.shown()

    play(script, tmp_path)


def test_it_goes_when_the_trainer_takes_it_back_or_the_session_ends(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        await show(tutor, shown())
        await tutor.until(lambda: is_shown(tutor), "what is shown")
        await show(tutor, None)
        await tutor.until(lambda: isinstance(tutor.app.screen, ExerciseScreen), "the lesson")
        await show(tutor, shown())
        await tutor.until(lambda: is_shown(tutor), "what is shown")
        await tutor.tell(state(Condition.LOCKED))
        assert "export function" not in tutor.shown()
        assert answers(tutor) == []

    play(script, tmp_path)


def test_whoever_looks_is_named_over_it_too(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        watch = ScreenWatch(watch_id=str(uuid.uuid4()), seconds=12, every_seconds=FULL_SECONDS)
        await show(tutor, shown(), watch=watch)
        await tutor.until(lambda: is_shown(tutor), "what is shown")
        await tutor.sees("A trainer sees your screen")

    play(script, tmp_path)


def test_a_long_line_goes_on_behind_its_number() -> None:
    content = program_content("x" * 30 + "\nshort\n", 20)
    assert content.plain == f"1  {'x' * 17}\n   {'x' * 13}\n2  short"
