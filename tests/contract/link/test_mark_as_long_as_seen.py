"""A page, the real server, a real agent and a real tutor: the learner's mark stands as long as a look goes on.

Each way in which a look ends, with how long the mark stays after it: a kiosk that nobody can tell of the end counts it
down by itself.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import groupby
from pathlib import Path

import httpx
import pytest
from textual.pilot import Pilot

from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from kiosk_agent.curriculum import load_track
from kiosk_agent.link.client import AgentClient
from kiosk_agent.link.server.tls import pinned_context
from kiosk_agent.protocol.screens import WATCH_SECONDS
from kiosk_agent.runner.client import RunnerClient
from kiosk_agent.tutor.app import TutorApp
from kiosk_agent.tutor.shown_screens import ShownScreens
from tests.support.link.kiosk_house import KioskHouse
from tests.support.link.lesson import run
from tests.support.link.link_room import LinkRoom
from tests.support.link.slow_line import SlowLine
from tests.support.server.quick_passwords import quick_passwords
from tests.support.server.trainer_client import TrainerClient
from tests.support.tutor.tutor_parts import write_track
from tests.support.waiting import LIMIT_SECONDS, eventually_in_loop

__all__ = ["quick_passwords"]
OWN_PIN = "493028"
MARK = "A trainer sees your screen"
LOOKS = 3
BOTH_ENDS = [Action.SCREEN_WATCHED, Action.SCREEN_LEFT]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LinkRoom]:
    """Give a server that a browser can be at, too."""
    serving = LinkRoom(tmp_path_factory.mktemp("site") / "classroom", made_at=None)
    serving.start()
    yield serving
    serving.stop()


@dataclass
class Lesson:
    """A learner at work, and a trainer who may look."""

    room: LinkRoom
    house: KioskHouse
    cable: SlowLine
    trainer: TrainerClient
    tutor: TutorApp
    pilot: Pilot[None]
    kiosk_on: AsyncExitStack
    looking: AsyncExitStack = field(default_factory=AsyncExitStack)
    kiosk_id: str = ""

    async def look(self) -> None:
        """Open the page that shows the screen, and wait until the learner is told."""
        self.kiosk_id = next(tile.kiosk_id for tile in self.room.view().tiles if tile.sign_in_id)
        http = httpx.AsyncClient(
            base_url=self.room.url,
            verify=pinned_context(self.room.ca_path),
            cookies=self.trainer.http.cookies,
            timeout=LIMIT_SECONDS,
        )
        await self.looking.enter_async_context(http)
        answer = await self.looking.enter_async_context(http.stream("GET", f"{self._picture}/stream"))
        assert answer.is_success
        await self.sees(MARK)

    async def sees(self, words: str) -> None:
        await eventually_in_loop(lambda: words in self.shown(), words, said=self.shown)

    async def is_free(self) -> None:
        """Wait until the learner is told that nobody sees them."""
        await eventually_in_loop(lambda: MARK not in self.shown(), "no mark", said=self.shown)

    def shown(self) -> str:
        return "\n".join(strip.text for strip in self.tutor.screen._compositor.render_strips())

    def gets_of_the_screen(self) -> int:
        """Return how the server answers a browser of the trainer's that asks for the picture."""
        return self.trainer.http.get(self._picture).status_code

    @property
    def _picture(self) -> str:
        return f"/rooms/{self.room.first_room_id()}/kiosks/{self.kiosk_id}/screen"

    def ends_in_the_log(self) -> list[str]:
        with self.room.classroom.database.read() as work:
            rows = audit.page(work)
        ends = {Action.SCREEN_WATCHED, Action.SCREEN_LEFT}
        return [row.action for row in reversed(rows) if row.action in ends and row.subject == self.kiosk_id]


async def close_the_page(lesson: Lesson) -> None:
    await lesson.looking.aclose()


async def end_the_visit(lesson: Lesson) -> None:
    await asyncio.to_thread(lesson.trainer.post, "/", "/sign-out")


async def sign_out_at_the_kiosk(lesson: Lesson) -> None:
    await lesson.pilot.press("f10")
    await lesson.sees("Sign out?")
    await lesson.pilot.press("enter")


async def end_the_session(lesson: Lesson) -> None:
    lesson.room.end_session(lesson.room.session)


async def end_the_agent(lesson: Lesson) -> None:
    await lesson.kiosk_on.aclose()


async def take_the_server_away(lesson: Lesson) -> None:
    await asyncio.to_thread(lesson.room.stop)


async def pull_the_cable(lesson: Lesson) -> None:
    lesson.cable.pull()


@pytest.mark.parametrize(
    ("end", "seconds", "answer"),
    [
        (close_the_page, 0.0, HTTPStatus.NO_CONTENT),
        (end_the_visit, 0.0, HTTPStatus.SEE_OTHER),
        (sign_out_at_the_kiosk, 0.0, HTTPStatus.NO_CONTENT),
        (end_the_session, 0.0, HTTPStatus.NO_CONTENT),
        # What was seen last stays on the trainer's page.
        (end_the_agent, 0.0, HTTPStatus.OK),
        (take_the_server_away, 0.0, None),
        # Nothing at the kiosk tells that the line is cut: what the server said last is good for so long.
        (pull_the_cable, WATCH_SECONDS, HTTPStatus.OK),
    ],
)
def test_the_mark_goes_when_nobody_sees_the_screen_any_more(
    played: "Play", end: Callable[[Lesson], Awaitable[None]], seconds: float, answer: HTTPStatus | None
) -> None:
    async def lesson(lesson: Lesson) -> None:
        await lesson.look()
        await eventually_in_loop(lambda: lesson.room.parts.screens.number(lesson.kiosk_id), "a picture")
        if seconds:
            # Else what this machine takes for it would count.
            lesson.house.clock.stop()
        await end(lesson)
        assert not seconds or MARK in lesson.shown()
        lesson.house.clock.pushed_seconds += seconds
        await lesson.is_free()
        if answer is not None:
            # The kiosk ends its own at once; the server hears of that a moment later.
            await eventually_in_loop(lambda: lesson.gets_of_the_screen() == answer, f"the answer {answer}")
        await close_the_page(lesson)
        await eventually_in_loop(lambda: lesson.ends_in_the_log() == BOTH_ENDS, "both", said=lesson.ends_in_the_log)

    played(lesson)


def test_the_learner_is_told_of_both_ends_as_often_as_the_log_has_them(
    played: "Play", monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bool] = []
    hear = ShownScreens.hear

    def note(screens: ShownScreens) -> None:
        hear(screens)
        told.append(screens.view.watch() is not None)

    async def lesson(lesson: Lesson) -> None:
        # A word of a look that comes late ends none of them.
        lesson.house.clock.stop()
        monkeypatch.setattr(ShownScreens, "hear", note)
        for looks in range(1, LOOKS + 1):
            await lesson.look()
            await close_the_page(lesson)
            await lesson.is_free()
            await eventually_in_loop(lambda looks=looks: len(lesson.ends_in_the_log()) == 2 * looks, "both ends")  # type: ignore[misc]
        assert lesson.ends_in_the_log() == BOTH_ENDS * LOOKS

    played(lesson)
    assert [is_seen for is_seen, _ in groupby(told)].count(True) == LOOKS
    assert not told[-1]


Play = Callable[[Callable[[Lesson], Awaitable[None]]], None]


@pytest.fixture
def played(room: LinkRoom, cabled: KioskHouse, line: SlowLine, tmp_path: Path) -> Play:
    """Play a lesson with somebody at work."""
    trainer = TrainerClient.signed_in(room.url, room, f"Ana {room.learner.number}")
    track = load_track(write_track(tmp_path))

    @asynccontextmanager
    async def at_work() -> AsyncIterator[Lesson]:
        sockets = cabled.settings
        tutor = TutorApp(AgentClient(sockets.agent_socket), RunnerClient(sockets.runner_socket), lambda: [track])
        async with AsyncExitStack() as kiosk_on:
            await kiosk_on.enter_async_context(cabled.running())
            async with tutor.run_test(size=(80, 24)) as pilot:
                lesson = Lesson(room, cabled, line, trainer, tutor, pilot, kiosk_on)
                await lesson.sees("Your PIN")
                await pilot.press(*room.learner.number, "enter", *room.learner.pin, "enter")
                await lesson.sees("Choose your own PIN")
                await pilot.press(*OWN_PIN, "enter", *OWN_PIN, "enter")
                await lesson.sees("Hello")
                assert MARK not in lesson.shown()
                async with lesson.looking:
                    yield lesson

    async def whole(play: Callable[[Lesson], Awaitable[None]]) -> None:
        async with at_work() as lesson:
            await play(lesson)

    return lambda play: run(lambda: whole(play))
