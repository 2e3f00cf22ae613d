"""The agent's part in a look: it ends by itself, and only what is wanted now goes to the server."""

import asyncio
import uuid
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from kiosk_agent.errors import ServerUnreachable
from kiosk_agent.link.server.screen_line import ScreenLine
from kiosk_agent.link.server.server import ServerRefused
from kiosk_agent.link.state.watching import ScreenWatching
from kiosk_agent.protocol.local import ShowScreen
from kiosk_agent.protocol.problem import Problem, ProblemCode
from kiosk_agent.protocol.screens import FULL_SECONDS, CellStyle, ScreenFrame, ScreenShown, ScreenWatch
from tests.support.waiting import eventually_in_loop

if TYPE_CHECKING:
    from kiosk_agent.link.server.server import ClassroomServer
    from kiosk_agent.link.state.kiosk import ThisKiosk

AWAY = None
WATCH = ScreenWatch(watch_id=str(uuid.uuid4()), every_seconds=FULL_SECONDS, seconds=10)


def shows(text: str, watch: ScreenWatch = WATCH) -> ShowScreen:
    style = CellStyle(ink="#ffffff", ground="#000000")
    frame = ScreenFrame(columns=80, styles=(style,), rows=(((text, len(text), 0),),))
    return ShowScreen(watch_id=watch.watch_id, frame=frame)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_watch_counts_down_and_ends_unless_it_is_said_again() -> None:
    clock = Clock()
    watching = ScreenWatching(clock)
    assert watching.now() is None
    watching.take(WATCH.model_dump_json())
    clock.now += 6
    assert (left := watching.now()) is not None
    assert left.seconds == 4
    watching.take(WATCH.model_dump_json())
    clock.now += 6
    assert watching.now() is not None
    clock.now += 4
    assert watching.now() is None


def test_the_servers_word_ends_it_at_once_and_nonsense_does_too() -> None:
    watching = ScreenWatching(Clock())
    for ending in (WATCH.model_copy(update={"seconds": 0}).model_dump_json(), '{"seconds": 1e9}', "\0"):
        watching.take(WATCH.model_dump_json())
        assert watching.now() is not None
        watching.take(ending)
        assert watching.now() is None


class Server:
    """Takes screens when it is there."""

    def __init__(self) -> None:
        self.taken: list[ScreenShown] = []
        self.tries = 0
        self.answers: list[ProblemCode | None] = []
        """What it says first, before it takes any."""

    async def show_screen(self, shown: ScreenShown) -> None:
        self.tries += 1
        if self.answers:
            code = self.answers.pop(0)
            if code is AWAY:
                raise ServerUnreachable("away", hint="wait")
            raise ServerRefused(Problem(code=code, message="not now", hint="wait", retry_after_seconds=0.01))
        self.taken.append(shown)


class Kiosk:
    """Somebody is signed in, and looked at."""

    def __init__(self) -> None:
        self.learner: SimpleNamespace | None = SimpleNamespace(sign_in_id="s1")
        self.screen_watch: ScreenWatch | None = WATCH


def line(kiosk: Kiosk, server: Server) -> ScreenLine:
    return ScreenLine(cast("ThisKiosk", kiosk), cast("ClassroomServer", server))


def texts(server: Server) -> list[str]:
    return [shown.frame.rows[0][0][0] for shown in server.taken]


def test_only_the_newest_of_what_waits_is_sent() -> None:
    async def lesson() -> None:
        kiosk, server = Kiosk(), Server()
        screens = line(kiosk, server)
        assert screens.show(shows("one"))
        assert screens.show(shows("two"))
        sending = asyncio.create_task(screens.run())
        await eventually_in_loop(lambda: texts(server) == ["two"], "the newest")
        sending.cancel()

    asyncio.run(lesson())


def test_what_nobody_looks_at_any_more_is_dropped() -> None:
    async def lesson() -> None:
        kiosk, server = Kiosk(), Server()
        screens = line(kiosk, server)
        sending = asyncio.create_task(screens.run())
        another = WATCH.model_copy(update={"watch_id": str(uuid.uuid4())})
        assert not screens.show(shows("for an earlier look", another))
        assert screens.show(shows("late"))
        kiosk.screen_watch = None
        assert not screens.show(shows("unwatched"))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        kiosk.screen_watch = WATCH
        kiosk.learner = None
        assert not screens.show(shows("nobody's"))
        kiosk.learner = SimpleNamespace(sign_in_id="s2")
        assert screens.show(shows("the next one's"))
        await eventually_in_loop(lambda: bool(server.taken), "a screen")
        assert texts(server) == ["the next one's"]
        assert server.taken[0].sign_in_id == "s2"
        sending.cancel()

    asyncio.run(lesson())


@pytest.mark.parametrize("answers", [[AWAY], [ProblemCode.SLOW_DOWN, ProblemCode.INTERNAL]], ids=["away", "busy"])
def test_a_screen_that_changes_no_more_is_seen_though_the_server_could_not_take_it_at_once(
    answers: list[ProblemCode | None],
) -> None:
    async def lesson() -> None:
        kiosk, server = Kiosk(), Server()
        server.answers = answers.copy()
        screens = line(kiosk, server)
        sending = asyncio.create_task(screens.run())
        screens.show(shows("still here"))
        await eventually_in_loop(lambda: texts(server) == ["still here"], "the screen")
        assert server.tries == len(answers) + 1
        sending.cancel()

    asyncio.run(lesson())


def test_a_screen_that_is_refused_for_good_is_not_sent_again() -> None:
    async def lesson() -> None:
        kiosk, server = Kiosk(), Server()
        server.answers = [ProblemCode.REQUEST_INVALID]
        screens = line(kiosk, server)
        sending = asyncio.create_task(screens.run())
        screens.show(shows("for nobody"))
        await eventually_in_loop(lambda: server.tries == 1, "the first")
        screens.show(shows("for who looks now"))
        await eventually_in_loop(lambda: texts(server) == ["for who looks now"], "the next")
        assert server.tries == 2
        sending.cancel()

    asyncio.run(lesson())
