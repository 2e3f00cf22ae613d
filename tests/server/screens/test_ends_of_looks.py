"""A look ends with its visit, and is asked about as often as it must be and no more."""

import pytest

from classroom_server.accounts import repository
from classroom_server.accounts import service as accounts
from classroom_server.core.database import Work
from classroom_server.screens import service
from classroom_server.screens.kiosk_api import FRAMES_AT_ONCE
from tests.support.server.looks import TEXT, Lesson, looking
from tests.support.server.rooms import TRAINER
from tests.support.waiting import LIMIT_SECONDS, eventually


def test_a_look_ends_with_the_visit_and_a_third_one_ends_the_first(lesson: Lesson) -> None:
    trainer = lesson.trainer()
    stream = f"{lesson.page}/stream"
    with looking(trainer, stream) as first, looking(trainer, stream) as second, looking(trainer, stream) as third:
        eventually(lambda: ("ended", "") in first.events, "the oldest ends")
        assert not second.events
        trainer.post("/", "/sign-out")
        eventually(lambda: ("ended", "") in second.events and ("ended", "") in third.events, "all end")
    eventually(lambda: len(lesson.log()) == 6, "all ends in the log")


def test_pictures_that_come_all_the_time_ask_the_database_no_more_and_put_no_end_off(
    lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    standing_in = service.standing_in

    def note(work: Work, room_id: str) -> frozenset[str]:
        asked.append(room_id)
        return standing_in(work, room_id)

    monkeypatch.setattr(service, "standing_in", note)
    monkeypatch.setattr("classroom_server.screens.pages.LOOK_AGAIN_SECONDS", LIMIT_SECONDS)
    trainer = lesson.trainer()
    with lesson.kiosk.stream() as events, looking(trainer, f"{lesson.page}/stream") as look:
        watch = lesson.said(events)
        for number in range(1, FRAMES_AT_ONCE + 1):
            lesson.show(watch, f"{TEXT} {number}")
            eventually(lambda number=number: look.events[-1:] == [("screen", f"{lesson.kiosk_id} {number}")], "it")  # type: ignore[misc]
        assert asked == [lesson.room_id]
        trainer.post("/", "/sign-out")
        eventually(lambda: look.events[-1:] == [("ended", "")], "the end")


def test_a_look_ends_with_its_visit_while_pictures_come_all_the_time(lesson: Lesson) -> None:
    trainer = lesson.trainer()
    with lesson.kiosk.stream() as events, looking(trainer, f"{lesson.page}/stream") as look:
        watch = lesson.said(events)
        _forget_visits(lesson)
        eventually(lambda: lesson.show(watch) and ("ended", "") in look.events, "the end, though nobody told of it")


def _forget_visits(lesson: Lesson) -> None:
    """Do what the command line of the server does, in a process of its own: no announcement comes from there."""
    with lesson.served.classroom.database.write(TRAINER) as work:
        for account in accounts.every(work):
            repository.end_visits(work, account.account_id)
        work.topics.clear()
