"""A kiosk that was put into another room or retired while somebody looked at it, and goes on as if it was not."""

import pytest

from classroom_server.core.database import Work
from classroom_server.kiosks import service as kiosks
from classroom_server.rooms import service as rooms
from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.paths import EVENTS_PATH, STREAM_PATH
from kiosk_agent.protocol.problem import ProblemCode
from tests.support.server.kiosk_client import problem
from tests.support.server.looks import Lesson, looking
from tests.support.server.rooms import TRAINER
from tests.support.waiting import LIMIT_SECONDS, eventually


def move(work: Work, kiosk_id: str) -> None:
    kiosks.put(work, kiosk_id, rooms.add(work, "Other").room_id)


@pytest.mark.parametrize("act", [move, kiosks.retire])
def test_a_look_ends_with_the_kiosks_place_in_the_room(
    lesson: Lesson, act: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(act)
    monkeypatch.setattr("classroom_server.screens.pages.LOOK_AGAIN_SECONDS", LIMIT_SECONDS)
    trainer, screens = lesson.trainer(), lesson.served.parts.screens
    with (
        looking(trainer, f"{lesson.page}/stream") as one,
        looking(trainer, f"/rooms/{lesson.room_id}/screens/stream") as every,
    ):
        eventually(lambda: screens.wish(lesson.kiosk_id) is not None, "it is looked at")
        with lesson.served.classroom.database.write(TRAINER) as work:
            act(work, lesson.kiosk_id)
        assert one.closed.wait(LIMIT_SECONDS)
        eventually(lambda: screens.wish(lesson.kiosk_id) is None, "nobody looks at it")
        assert not every.closed.is_set(), "the room is looked at still"
    assert trainer.http.get(f"{lesson.page}/stream").status_code == 404


def test_a_retired_kiosk_that_signs_on_gets_nothing(lesson: Lesson) -> None:
    with lesson.served.classroom.database.write(TRAINER) as work:
        kiosks.retire(work, lesson.kiosk_id)
    for answer in (
        lesson.kiosk.try_sign_in("1001", "000000"),
        lesson.kiosk.post(EVENTS_PATH, "{}"),
        lesson.kiosk.http.get(STREAM_PATH),
    ):
        assert problem(answer).code is ProblemCode.KIOSK_NOT_APPROVED
    assert lesson.kiosk.enrol().approval is Approval.REFUSED
