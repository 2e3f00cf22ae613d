"""A kiosk that sends more of its screen than is asked for: no page is made to draw it."""

import pytest

from classroom_server.screens import kiosk_api
from classroom_server.screens.kiosk_api import FRAMES_AT_ONCE
from kiosk_agent.protocol.paths import SCREENS_PATH
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.screens import FULL_SECONDS, MINIATURE_SECONDS, ScreenShown, pack
from tests.support.server.kiosk_client import problem
from tests.support.server.looks import Lesson, frame, looking
from tests.support.server.rooms import ServedRoom

NO_TIME = 1e-9
FRAMES = FRAMES_AT_ONCE + 4


@pytest.fixture(autouse=True)
def no_time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a kiosk have what it may send at once, and nothing more: how long the machine takes is then nothing."""
    monkeypatch.setattr(kiosk_api, "FRAMES_A_SECOND", NO_TIME)


def sent(lesson: Lesson, address: str) -> int:
    """Send many at once to whoever looks from there; return how many are taken."""
    with lesson.kiosk.stream() as events:
        next(events)
        with looking(lesson.trainer(), address):
            watch = lesson.said(events)
            shown = pack(ScreenShown(watch_id=watch.watch_id, sign_in_id=lesson.sign_in.sign_in_id, frame=frame()))
            answers = [lesson.kiosk.post(SCREENS_PATH, shown) for _ in range(FRAMES)]
            taken = sum(answer.is_success for answer in answers)
            assert lesson.served.parts.screens.number(lesson.kiosk_id) == taken
            assert problem(answers[-1]).code is ProblemCode.SLOW_DOWN
    return taken


def test_a_kiosk_among_miniatures_sends_no_more_than_those(served: ServedRoom) -> None:
    lesson = Lesson(served)
    assert sent(lesson, f"/rooms/{lesson.room_id}/screens/stream") == FRAMES_AT_ONCE * FULL_SECONDS / MINIATURE_SECONDS


def test_a_kiosk_that_is_looked_at_closely_sends_as_often_as_that_needs(served: ServedRoom) -> None:
    lesson = Lesson(served)
    assert sent(lesson, f"{lesson.page}/stream") == FRAMES_AT_ONCE
