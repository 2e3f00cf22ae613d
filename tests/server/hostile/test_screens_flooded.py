"""A kiosk that sends more of its screen than is asked for: no page is made to draw it."""

from kiosk_agent.protocol.paths import SCREENS_PATH
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.screens import MINIATURE_SECONDS, ScreenShown, pack
from tests.support.server.kiosk_client import problem
from tests.support.server.looks import Lesson, frame, looking
from tests.support.server.rooms import ServedRoom

FRAMES = 20
# What a bucket holds is one of these, and a slow machine fills it meanwhile.
MINIATURES = 4


def test_a_kiosk_among_miniatures_sends_no_more_than_those(served: ServedRoom) -> None:
    lesson = Lesson(served)
    trainer = lesson.trainer()
    with lesson.kiosk.stream() as events:
        next(events)
        with looking(trainer, f"/rooms/{lesson.room_id}/screens/stream"):
            watch = lesson.said(events)
            assert watch.every_seconds == MINIATURE_SECONDS
            shown = pack(ScreenShown(watch_id=watch.watch_id, sign_in_id=lesson.sign_in.sign_in_id, frame=frame()))
            answers = [lesson.kiosk.post(SCREENS_PATH, shown) for _ in range(FRAMES)]
            taken = sum(answer.is_success for answer in answers)
            assert 1 <= taken <= MINIATURES
            refused = next(answer for answer in answers if answer.is_error)
            assert problem(refused).code is ProblemCode.SLOW_DOWN
            assert lesson.served.parts.screens.number(lesson.kiosk_id) == taken
