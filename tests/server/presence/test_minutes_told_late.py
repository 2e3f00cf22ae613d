"""A kiosk tells what it likes of when its learner worked: no minute counts after the server knew that it was over."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from classroom_server.kiosks import service as kiosks
from classroom_server.learners import service as learners
from classroom_server.learners import suspensions
from classroom_server.learners.schemas import SuspensionReason
from classroom_server.sessions import service as sessions
from classroom_server.sign_ins import repository
from classroom_server.sign_ins import service as sign_ins
from kiosk_agent.protocol.events import ExerciseOpened, SignedOut
from tests.support.server.kiosk_client import KioskClient, attempt, draft
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.waiting import eventually

MINUTE = timedelta(minutes=1)
WORKED = (attempt(), draft("1"), ExerciseOpened(track="javascript", exercise="values"))


class Lesson:
    """A learner at a kiosk in a session of an hour; no time passes but what a test says."""

    def __init__(self, served: ServedRoom) -> None:
        self.served = served
        served.clock.stop()
        self.slip, self.other = served.add_learner("7"), served.add_learner("8")
        self.kiosk: KioskClient = served.kiosk()
        self.kiosk_id = self.kiosk.kiosk_id
        self.elsewhere: KioskClient = served.kiosk()
        self.session = served.start_session(60)
        self.sign_in_id = self.kiosk.sign_in("7", self.slip.pin).sign_in_id
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

    def tell(self, minute: int) -> None:
        """Tell all kinds of work as of a minute of the session."""
        for body in WORKED:
            self.kiosk.send(self.kiosk.event(self.sign_in_id, body, happened_at=self.began + minute * MINUTE))

    def leave(self) -> None:
        left = self.kiosk.event(self.sign_in_id, SignedOut(), happened_at=self.served.clock())
        self.kiosk.send(left)

    def suspend(self) -> None:
        with self.served.classroom.database.write(TRAINER) as work:
            suspensions.suspend(work, self.slip.learner_id, SuspensionReason.SECURITY, None)

    def end_session(self) -> None:
        self.served.end_session(self.session)

    def sign_out(self) -> None:
        with self.served.classroom.database.write(TRAINER) as work:
            assert sign_ins.end_by_staff(work, self.sign_in_id)

    def move_learner(self) -> None:
        with self.served.classroom.database.write(TRAINER) as work:
            cohort = learners.add_cohort(work, "Evening")
            learners.move(work, self.slip.learner_id, cohort.cohort_id)

    def retire(self) -> None:
        with self.served.classroom.database.write(TRAINER) as work:
            kiosks.retire(work, self.kiosk_id)
            kiosks.approve(work, self.kiosk_id, " ".join(self.kiosk.words))

    def seat_another(self) -> None:
        self.kiosk.sign_in("8", self.other.pin)

    def go_elsewhere(self) -> None:
        self.elsewhere.sign_in("7", self.slip.pin)

    @property
    def minutes(self) -> float | None:
        with self.served.classroom.database.read() as work:
            line = repository.by_id(work, self.sign_in_id)
            return (line.ended_at - self.began) / MINUTE if line and line.ended_at else None


AFAR: tuple[Callable[[Lesson], None], ...] = (
    Lesson.suspend,
    Lesson.end_session,
    Lesson.sign_out,
    Lesson.move_learner,
    Lesson.retire,
    Lesson.go_elsewhere,
)
"""What ends a sign-in without its kiosk."""
HERE = (Lesson.leave, Lesson.seat_another)


@pytest.fixture
def lesson(served: ServedRoom) -> Lesson:
    return Lesson(served)


@pytest.mark.parametrize("end", [*AFAR, *HERE], ids=lambda end: end.__name__)
def test_a_kiosk_that_was_there_at_the_end_makes_the_time_no_longer(
    lesson: Lesson, end: Callable[[Lesson], None]
) -> None:
    with lesson.plugged_in():
        lesson.go_on(10)
        end(lesson)
        assert lesson.minutes == 10
        lesson.go_on(30)
        lesson.tell(35)
        lesson.leave()
        assert lesson.minutes == 10


@pytest.mark.parametrize("end", AFAR, ids=lambda end: end.__name__)
def test_a_kiosk_that_was_away_tells_of_its_work_up_to_the_end_and_of_none_after_it(
    lesson: Lesson, end: Callable[[Lesson], None]
) -> None:
    with lesson.plugged_in():
        lesson.go_on(5)
    lesson.go_on(15)
    end(lesson)
    lesson.go_on(30)
    for minute, until in ((12, 12), (8, 12), (35, 20)):
        lesson.tell(minute)
        assert lesson.minutes == until


def test_nobody_is_at_a_kiosk_any_more_once_the_next_one_signed_in_there(lesson: Lesson) -> None:
    lesson.go_on(20)
    lesson.seat_another()
    lesson.go_on(20)
    lesson.tell(35)
    assert lesson.minutes == 20


def test_who_left_while_the_kiosk_was_away_left_then_whatever_it_tells_later(lesson: Lesson) -> None:
    with lesson.plugged_in():
        lesson.go_on(5)
    lesson.go_on(35)
    told = lesson.kiosk.event(lesson.sign_in_id, attempt(), happened_at=lesson.began + 12 * MINUTE)
    left = lesson.kiosk.event(lesson.sign_in_id, SignedOut(), happened_at=lesson.began + 15 * MINUTE)
    lesson.kiosk.send(told, left)
    assert lesson.minutes == 15
    lesson.tell(35)
    assert lesson.minutes == 15


def test_who_left_while_the_kiosk_was_away_left_then_though_the_class_ended_before_it_told(lesson: Lesson) -> None:
    with lesson.plugged_in():
        lesson.go_on(5)
    lesson.go_on(35)
    lesson.end_session()
    left = lesson.kiosk.event(lesson.sign_in_id, SignedOut(), happened_at=lesson.began + 15 * MINUTE)
    lesson.kiosk.send(left)
    assert lesson.minutes == 15
    lesson.tell(35)
    assert lesson.minutes == 15


def test_nobody_sat_in_a_class_that_was_over_while_the_server_was_off(lesson: Lesson) -> None:
    with lesson.plugged_in():
        lesson.go_on(10)
    lesson.served.stop()
    lesson.go_on(600)
    lesson.served.classroom.presence.connect(lesson.kiosk_id, lesson.served.clock())
    with lesson.served.classroom.database.write(TRAINER) as work:
        sessions.end_overdue(work)
    assert lesson.minutes == 60
