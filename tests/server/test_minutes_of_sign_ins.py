"""Until when a learner was there: at a kiosk that was unplugged, too."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from classroom_server import housekeeping
from classroom_server.sessions import service as sessions
from classroom_server.sign_ins import repository
from kiosk_agent.protocol.events import SignedOut
from tests.support.server.kiosk_client import KioskClient, attempt
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.waiting import eventually

MINUTE = timedelta(minutes=1)


class Lesson:
    """A learner who is signed in at a kiosk; no time passes but what a test says."""

    def __init__(self, served: ServedRoom) -> None:
        self.served = served
        served.clock.stop()
        self.pin = served.add_learner("7").pin
        self.kiosk: KioskClient = served.kiosk()
        self.kiosk_id = self.kiosk.kiosk_id
        self.session = served.start_session(60)
        self.sign_in_id = self.kiosk.sign_in("7", self.pin).sign_in_id
        self.began = served.clock()

    @contextmanager
    def plugged_in(self) -> Iterator[None]:
        presence = self.served.classroom.presence
        with self.kiosk.stream():
            eventually(lambda: presence.is_connected(self.kiosk_id), "the kiosk is there")
            yield
        eventually(lambda: not presence.is_connected(self.kiosk_id), "the kiosk is gone")

    def go_on(self, minutes: int) -> None:
        self.served.clock.ahead += minutes * MINUTE

    @property
    def ended_at(self) -> datetime | None:
        with self.served.classroom.database.read() as work:
            line = repository.by_id(work, self.sign_in_id)
            return line.ended_at if line else None


@pytest.fixture
def lesson(served: ServedRoom) -> Lesson:
    return Lesson(served)


def test_a_learner_at_a_connected_kiosk_is_there_until_the_class_ends(lesson: Lesson) -> None:
    with lesson.plugged_in():
        lesson.go_on(50)
        lesson.served.end_session(lesson.session)
    assert lesson.ended_at == lesson.began + 50 * MINUTE


def test_a_kiosk_that_was_unplugged_counts_until_it_was_heard_last_and_then_what_it_tells(lesson: Lesson) -> None:
    with lesson.plugged_in():
        lesson.go_on(10)
    lesson.go_on(40)
    lesson.served.end_session(lesson.session)
    assert lesson.ended_at == lesson.began + 10 * MINUTE
    lesson.go_on(60)
    for minute, until in ((14, 14), (12, 14), (200, 14)):
        event = lesson.kiosk.event(lesson.sign_in_id, attempt(), happened_at=lesson.began + minute * MINUTE)
        lesson.kiosk.send(event)
        assert lesson.ended_at == lesson.began + until * MINUTE


def test_a_learner_who_left_while_the_cable_was_out_is_gone_since_then(lesson: Lesson) -> None:
    with lesson.plugged_in():
        lesson.go_on(10)
    lesson.go_on(30)
    left = lesson.kiosk.event(lesson.sign_in_id, SignedOut(), happened_at=lesson.began + 15 * MINUTE)
    lesson.kiosk.send(left)
    assert lesson.ended_at == lesson.began + 15 * MINUTE


def test_a_server_that_was_started_again_knows_when_a_kiosk_was_heard_last(lesson: Lesson) -> None:
    with lesson.plugged_in():
        lesson.go_on(10)
    lesson.served.stop()
    lesson.served.start()
    lesson.go_on(40)
    lesson.served.end_session(lesson.session)
    assert lesson.ended_at == lesson.began + 10 * MINUTE


@pytest.mark.parametrize("hours", [-24, -2, 2, 24])
def test_a_clock_that_is_set_makes_nobodys_class_longer_or_shorter(lesson: Lesson, hours: int) -> None:
    step = timedelta(hours=hours)
    with lesson.plugged_in():
        lesson.go_on(30)
        with lesson.served.classroom.database.write(TRAINER) as work:
            housekeeping.move_times(work, step)
        lesson.served.clock.ahead += step
        lesson.go_on(10)
        lesson.served.end_session(lesson.session)
    with lesson.served.classroom.database.read() as work:
        line = repository.by_id(work, lesson.sign_in_id)
        session = sessions.find(work, lesson.session.session_id)
        assert line is not None
        assert (line.started_at, line.ended_at) == (lesson.began + step, lesson.began + step + 40 * MINUTE)
        assert (session.started_at, session.ended_at) == (line.started_at, line.ended_at)
