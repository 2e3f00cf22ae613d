"""Somebody of the staff looks at the screen: what leaves the tutor, and what the learner is told."""

import uuid
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk_agent.protocol.local import Condition, ShowScreen
from kiosk_agent.protocol.screens import FULL_SECONDS, MINIATURE_SECONDS, ScreenFrame, ScreenWatch
from tests.support.tutor.boot_clock import BootClock
from tests.support.tutor.socket_fakes import current, reply, state
from tests.support.tutor.tutor_parts import Play, play

MARK = "A trainer sees your screen"


@pytest.fixture(autouse=True)
def time_stands_still(clock: BootClock) -> None:
    """Let no watch end because this machine is slow."""
    assert clock


def watch(seconds: float = 12.0, every_seconds: float = FULL_SECONDS) -> ScreenWatch:
    return ScreenWatch(watch_id=str(uuid.uuid4()), every_seconds=every_seconds, seconds=seconds)


def text_of(frame: ScreenFrame) -> str:
    return "\n".join("".join(text for text, _, _ in row).rstrip() for row in frame.rows)


def frames(tutor: Play) -> list[ScreenFrame]:
    return [body.frame for body in tutor.agent.asked if isinstance(body, ShowScreen)]


async def begin(tutor: Play, looked: ScreenWatch | None = None) -> None:
    await tutor.tell(state(Condition.SIGNED_IN, learner=current(tutor.agent.reply), watch=looked or watch()))


def test_nothing_is_drawn_or_sent_while_nobody_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr("kiosk_agent.tutor.watched_screen.WatchedScreen._lines", lambda _self: drawn.append("drawn"))

    async def script(tutor: Play) -> None:
        await tutor.open_first()
        await tutor.press("a", "b")
        assert MARK not in tutor.shown()

    agent = play(script, tmp_path)
    assert not drawn
    assert not any(isinstance(body, ShowScreen) for body in agent.asked)


def test_the_first_frame_that_leaves_shows_the_mark_and_all_that_the_learner_sees(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        looked = watch()
        await begin(tutor, looked)
        await tutor.sees(MARK)
        await tutor.until(lambda: bool(frames(tutor)), "a frame")
        first = next(body for body in tutor.agent.asked if isinstance(body, ShowScreen))
        assert first.watch_id == looked.watch_id
        assert MARK in text_of(first.frame)
        assert text_of(first.frame) == tutor.shown()
        assert (first.frame.columns, len(first.frame.rows)) == (80, 24)

    play(script, tmp_path)


def test_a_screen_that_stays_the_same_is_sent_once_and_each_letter_again(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        await begin(tutor)
        await tutor.until(lambda: bool(frames(tutor)), "a frame")
        await tutor.press("z", "q", "x")
        await tutor.until(lambda: "zqx" in text_of(frames(tutor)[-1]), "the letters")
        shown = [text_of(frame) for frame in frames(tutor)]
        assert all(one != after for one, after in pairwise(shown))

    play(script, tmp_path)


def test_the_mark_ends_with_the_watch_and_so_do_the_frames(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        await begin(tutor)
        await tutor.sees(MARK)
        await tutor.tell(state(Condition.SIGNED_IN, learner=current(tutor.agent.reply)))
        await tutor.until(lambda: MARK not in tutor.shown(), "no mark")
        ended = len(frames(tutor))
        await tutor.press("z")
        await begin(tutor)
        await tutor.until(lambda: len(frames(tutor)) > ended, "a frame of the next watch")
        assert all(MARK in text_of(frame) for frame in frames(tutor))

    play(script, tmp_path)


def test_a_watch_that_is_not_said_again_ends_by_itself(tmp_path: Path, clock: BootClock) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        await begin(tutor, watch(seconds=12.0))
        clock.seconds += 11
        await tutor.sees(MARK)
        clock.seconds += 2
        await tutor.until(lambda: MARK not in tutor.shown(), "no mark")

    play(script, tmp_path)


def test_the_mark_ends_when_the_agent_goes(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        await begin(tutor)
        await tutor.sees(MARK)
        await tutor.agent.go()
        await tutor.until(lambda: MARK not in tutor.shown(), "no mark")

    play(script, tmp_path)


@pytest.mark.parametrize(("key", "over"), [("f1", "Esc closes this page."), ("f10", "Sign out?")])
def test_what_covers_the_lesson_covers_no_mark(tmp_path: Path, key: str, over: str) -> None:
    async def script(tutor: Play) -> None:
        await tutor.open_first()
        await tutor.press(key)
        await tutor.sees(over)
        await begin(tutor)
        await tutor.sees(MARK)
        await tutor.until(lambda: bool(frames(tutor)), "a frame")
        assert over in text_of(frames(tutor)[-1])
        await tutor.tell(state(Condition.SIGNED_IN, learner=current(tutor.agent.reply)))
        await tutor.until(lambda: MARK not in tutor.shown(), "no mark")

    play(script, tmp_path)


def test_no_screen_leaves_on_which_a_pin_is_typed_whatever_the_agent_says(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        tutor.agent.reply = reply(must_change_pin=True)
        await begin(tutor, watch(every_seconds=FULL_SECONDS))
        await tutor.sees("Choose your own PIN")
        await tutor.press(*"493028", "enter", *"493028")
        tutor.agent.reply = reply()
        await begin(tutor, watch(every_seconds=FULL_SECONDS))
        await tutor.until(lambda: bool(frames(tutor)), "a frame of the lesson")
        assert "Hello" in text_of(frames(tutor)[0])

    agent = play(script, tmp_path)
    sent = [body.model_dump_json() for body in agent.asked if isinstance(body, ShowScreen)]
    assert sent
    assert not any("493028" in each or "••" in each for each in sent)


def test_a_miniature_is_told_of_as_well_in_the_learners_language(tmp_path: Path) -> None:
    async def script(tutor: Play) -> None:
        await begin(tutor, watch(every_seconds=MINIATURE_SECONDS))
        await tutor.sees("Un formador ve tu pantalla")
        await tutor.until(lambda: bool(frames(tutor)), "a frame")

    play(script, tmp_path, language="es")
