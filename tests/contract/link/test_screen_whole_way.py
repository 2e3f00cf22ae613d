"""A learner at a real tutor, a real agent and the real server: what of the screen is ever sent, and what it shows."""

from pathlib import Path

import pytest

from kiosk_agent.curriculum import load_track
from kiosk_agent.link.client import AgentClient
from kiosk_agent.protocol.paths import SCREENS_PATH, SIGN_INS_PATH
from kiosk_agent.protocol.screens import FULL_SECONDS, ScreenShown
from kiosk_agent.runner.client import RunnerClient
from kiosk_agent.tutor.app import TutorApp
from kiosk_agent.tutor.state.flow import Place
from tests.support.link.kiosk_house import KioskHouse
from tests.support.link.lesson import run
from tests.support.link.link_room import LinkRoom
from tests.support.link.sent_bytes import SentBytes, SentRequest
from tests.support.tutor.tutor_parts import write_track
from tests.support.waiting import eventually_in_loop

OWN_PIN = "493028"
WRONG_PIN = "270581"
MARK = "A trainer sees your screen"


def text_of(shown: ScreenShown) -> str:
    return "\n".join("".join(text for text, _, _ in row) for row in shown.frame.rows)


def test_no_frame_that_ever_leaves_has_a_pin_or_lacks_the_mark(
    room: LinkRoom, house: KioskHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[str] = []
    take = room.parts.screens.take

    def note(kiosk_id: str, shown: ScreenShown) -> bool:
        came.append(text_of(shown))
        return take(kiosk_id, shown)

    monkeypatch.setattr(room.parts.screens, "take", note)
    track = load_track(write_track(tmp_path))
    kiosk_ids = [tile.kiosk_id for tile in room.view().tiles]

    async def lesson() -> None:
        tutor = TutorApp(
            AgentClient(house.settings.agent_socket), RunnerClient(house.settings.runner_socket), lambda: [track]
        )
        async with house.running(), tutor.run_test(size=(80, 24)) as pilot:
            with room.parts.screens.looking("a visit", kiosk_ids, FULL_SECONDS):
                await eventually_in_loop(lambda: tutor.screens.view.state is not None, "the agent")
                await _see(tutor, "Your PIN")
                await pilot.press(*room.learner.number, "enter", *room.learner.pin, "enter")
                await _see(tutor, "Choose your own PIN")
                assert not came
                await pilot.press(*OWN_PIN, "enter", *OWN_PIN, "enter")
                await _see(tutor, "Hello")
                await eventually_in_loop(lambda: bool(came), "a frame")
                assert tutor._navigator.place is Place.LESSON
            await eventually_in_loop(lambda: MARK not in _shown(tutor), "no mark")

    run(lesson)
    assert all(MARK in text for text in came)
    assert not any(pin in text or "•••" in text for text in came for pin in (OWN_PIN, room.learner.pin))


def test_no_byte_that_leaves_the_kiosk_has_a_pin_but_the_request_that_it_is_typed_for(
    room: LinkRoom, house: KioskHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = SentBytes()
    sent.listen(monkeypatch)
    track = load_track(write_track(tmp_path))
    kiosk_ids = [tile.kiosk_id for tile in room.view().tiles]
    number, pin = room.learner.number, room.learner.pin

    async def lesson() -> None:
        tutor = TutorApp(
            AgentClient(house.settings.agent_socket), RunnerClient(house.settings.runner_socket), lambda: [track]
        )
        async with house.running(), tutor.run_test(size=(80, 24)) as pilot:
            with room.parts.screens.looking("a visit", kiosk_ids, FULL_SECONDS):
                await eventually_in_loop(lambda: tutor.screens.view.state is not None, "the agent")
                await _see(tutor, "Your PIN")
                await pilot.press(*number, "enter", *WRONG_PIN, "enter")
                await _see(tutor, "do not go together")
                await pilot.press(*pin, "enter")
                await _see(tutor, "Choose your own PIN")
                await pilot.press(*OWN_PIN, "enter", *OWN_PIN, "enter")
                await _see(tutor, MARK)
                await _until_sent(sent, "Hello")
                await pilot.press("f10")
                await _see(tutor, "Sign out?")
                await _until_sent(sent, "Sign out?")
                await pilot.press("enter")
                await _see(tutor, "Your PIN")
                await pilot.press(*number, "enter", *OWN_PIN, "enter")
                await _see(tutor, MARK)

    run(lesson)
    assert [request.path for request in _holding(sent, WRONG_PIN)] == [SIGN_INS_PATH]
    assert [request.path for request in _holding(sent, pin)] == [SIGN_INS_PATH]
    signed_in, chosen = sorted(request.path for request in _holding(sent, OWN_PIN))
    assert (signed_in, chosen.endswith("/pin")) == (SIGN_INS_PATH, True)
    frames = [request.unpacked.decode() for request in sent.requests() if request.path == SCREENS_PATH]
    assert frames
    assert all(MARK in frame and "•••" not in frame for frame in frames)


def _holding(sent: SentBytes, pin: str) -> list[SentRequest]:
    return [request for request in sent.requests() if request.holds(pin.encode())]


async def _until_sent(sent: SentBytes, words: str) -> None:
    def is_sent() -> bool:
        return any(request.path == SCREENS_PATH and request.holds(words.encode()) for request in sent.requests())

    await eventually_in_loop(is_sent, f"a frame with {words}")


def _shown(tutor: TutorApp) -> str:
    return "\n".join(strip.text for strip in tutor.screen._compositor.render_strips())


async def _see(tutor: TutorApp, words: str) -> None:
    await eventually_in_loop(lambda: words in _shown(tutor), words, said=lambda: _shown(tutor))
