"""A trainer's message: read where the learner is, nothing typed is lost, and one key puts it away."""

import uuid
from pathlib import Path

import pytest

from kiosk_agent.protocol.acts.orders import MESSAGE_CHARACTERS, ActOutcome, Message
from kiosk_agent.protocol.events import ActDone
from kiosk_agent.protocol.local import Condition
from tests.support.tutor.socket_fakes import current, state
from tests.support.tutor.tutor_parts import Play, play

FIRST, SECOND = str(uuid.uuid4()), str(uuid.uuid4())


def message(text: str, act_id: str = FIRST, sender: str = "Ana") -> Message:
    return Message(act_id=act_id, text=text, sender=sender)


async def send(tutor: Play, *messages: Message) -> None:
    await tutor.tell(state(Condition.SIGNED_IN, learner=current(tutor.agent.reply), messages=messages))


def seen(tutor: Play) -> list[str]:
    return [
        event.act_id
        for event in tutor.agent.recorded
        if isinstance(event, ActDone) and event.outcome is ActOutcome.SEEN
    ]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_a_message_comes_while_the_learner_writes_and_goes_by_one_key(tmp_path: Path, size: tuple[int, int]) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        await tutor.press("a", "b")
        focused = tutor.app.focused
        await send(tutor, message("Please come to my desk."))
        await tutor.sees("A message from Ana")
        assert "Please come to my desk." in tutor.shown()
        assert "F12 put it away" in tutor.shown()
        await tutor.press("c", "enter", "d")
        await tutor.until(lambda: bool(tutor.agent.drafts) and "abc\n" in tutor.agent.drafts[-1], "typed on")
        assert tutor.app.focused is focused
        assert "A message from Ana" in tutor.shown()
        await tutor.press("f12")
        await tutor.until(lambda: seen(tutor) == [FIRST], "that it was seen")
        assert "A message from Ana" not in tutor.shown()
        # The agent has not heard of it yet.
        await send(tutor, message("Please come to my desk."))
        assert "A message from Ana" not in tutor.shown()
        await tutor.press("f12")
        assert seen(tutor) == [FIRST]

    play(script, tmp_path, size)


def test_several_are_read_one_after_the_other(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        await tutor.sign_in()
        await send(tutor, message("The first."), message("The second.", SECOND, sender=""))
        await tutor.sees("A message from Ana (1 of 2)")
        assert "The first." in tutor.shown()
        await tutor.press("f12")
        await tutor.sees("A message from your trainer")
        assert "The second." in tutor.shown()
        await tutor.press("f12")
        await tutor.until(lambda: seen(tutor) == [FIRST, SECOND], "both")

    play(script, tmp_path)


def test_nothing_in_it_is_markup_and_the_longest_one_fits(tmp_path: Path) -> None:
    longest = ("[bold red]x[/] $lead <b> " * MESSAGE_CHARACTERS)[:MESSAGE_CHARACTERS].strip()

    async def script(tutor: Play) -> None:
        await tutor.open_first()
        await send(tutor, message(longest, sender="[reverse]Ana[/]"))
        await tutor.sees("A message from [reverse]Ana[/]")
        assert "[bold red]x[/] $lead <b>" in tutor.shown()
        assert tutor.shown().count("[bold red]x[/]") == longest.count("[bold red]x[/]")
        editor = tutor.app.screen.query_one("#exercise-editor")
        assert editor.region.height >= 8

    play(script, tmp_path)


def test_a_message_waits_under_what_covers_the_lesson(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        await tutor.press("f10")
        await tutor.sees("Sign out?")
        await send(tutor, message("Please come to my desk."))
        await tutor.press("f12")
        assert seen(tutor) == []
        await tutor.press("escape")
        await tutor.sees("Please come to my desk.")

    play(script, tmp_path)


def test_it_is_framed_in_the_learners_language(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        await tutor.sign_in()
        await send(tutor, message("Hola"))
        await tutor.press("f9")
        await tutor.sees("Un mensaje de Ana")

    play(script, tmp_path)
