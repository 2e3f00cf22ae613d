"""Clocks that are wrong, or are set while a class goes on: a learner's work is taken, marked and told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from classroom_server.attempts import service as attempts
from classroom_server.attempts.checks import SignInFacts, moment_of
from classroom_server.attempts.schemas import ClockDoubt
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.live.presence import Presence
from classroom_server.core.steady_clock import SteadyClock
from classroom_server.housekeeping import remember_last_seen, store_last_seen
from classroom_server.kiosks import service as kiosks
from kiosk_agent.protocol.events import Event, Fate
from kiosk_agent.protocol.paths import EVENTS_PATH
from tests.support.server.kiosk_client import KioskClient, attempt, draft
from tests.support.server.rooms import Clock, ServedRoom
from tests.support.server.trainer_client import TrainerClient
from tests.support.waiting import eventually

START = datetime(2030, 5, 5, 9, 0, tzinfo=UTC)
FACTS = SignInFacts("k", START, START + timedelta(hours=1))
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("said", "now", "taken_as", "doubt"),
    [
        (START + MINUTE, START + 2 * MINUTE, START + MINUTE, None),
        (START - MINUTE, START + 2 * MINUTE, START, None),
        (START - DAY, START + MINUTE, START, ClockDoubt.BEFORE_SIGN_IN),
        (START + DAY, START + 2 * DAY, START + timedelta(hours=1, minutes=15), ClockDoubt.AFTER_SESSION),
        (START + 30 * MINUTE, START + MINUTE, START + MINUTE, ClockDoubt.IN_FUTURE),
        # The server's own clock was set back behind the sign-in.
        (START - DAY, START - DAY, START, ClockDoubt.BEFORE_SIGN_IN),
    ],
)
def test_work_is_taken_at_the_nearest_time_that_can_be(
    said: datetime, now: datetime, taken_as: datetime, doubt: ClockDoubt | None
) -> None:
    event = Event(event_id="0" * 36, sequence=1, happened_at=said, sign_in_id="s", body=attempt())
    assert moment_of(event, FACTS, now) == (taken_as, doubt)


class Lesson:
    """A learner who is signed in, and a trainer."""

    def __init__(self, served: ServedRoom) -> None:
        self.served = served
        slip = served.add_learner("7")
        self.kiosk: KioskClient = served.kiosk()
        served.start_session()
        self.sign_in_id = self.kiosk.sign_in("7", slip.pin).sign_in_id
        self.learner_id = slip.learner_id


@pytest.fixture
def lesson(served: ServedRoom) -> Lesson:
    return Lesson(served)


@pytest.fixture
def trainer(served: ServedRoom) -> Iterator[TrainerClient]:
    client = TrainerClient.signed_in(served.url, served)
    yield client
    client.http.close()


@pytest.mark.parametrize("turned", [DAY, -DAY, timedelta(days=-20_000)])
def test_work_is_taken_though_the_servers_clock_is_set_in_the_middle_of_a_class(
    lesson: Lesson, turned: timedelta
) -> None:
    lesson.served.clock.ahead = turned
    now = datetime.now(UTC) + turned
    done = lesson.kiosk.event(lesson.sign_in_id, attempt("mine"), happened_at=now)
    kept = lesson.kiosk.event(lesson.sign_in_id, draft("my draft"), happened_at=now)
    assert set(lesson.kiosk.send(done, kept).fates.values()) == {Fate.APPLIED}
    assert (lesson.served.count("attempts"), lesson.served.count("refused_events")) == (1, 0)


def test_a_clock_a_day_ahead_and_back_loses_no_attempt_and_holds_up_no_end_of_session(
    lesson: Lesson, trainer: TrainerClient
) -> None:
    served, token, wall = lesson.served, trainer.form_token(), Clock()
    served.classroom.database.clock = lesson.kiosk.signer.now = clock = SteadyClock(wall)
    session = served.open_session()
    assert session is not None
    sent = []
    for times_set, ahead in enumerate((DAY, timedelta(0)), start=1):
        wall.ahead = ahead
        eventually(lambda times_set=times_set: clocks_set(served) == times_set, "the server follows its clock")  # type: ignore[misc]
        sent += [lesson.kiosk.event(lesson.sign_in_id, attempt(), happened_at=clock() + off) for off in (-DAY, DAY)]
        assert set(lesson.kiosk.send(*sent).fates.values()) <= {Fate.APPLIED, Fate.ALREADY_APPLIED}
    trainer.end_session(session.session_id, token)
    with served.classroom.database.read() as work:
        assert {each.attempt_id for each in attempts.latest(work)} == {event.event_id for event in sent}
    assert served.open_session() is None


def test_no_kiosk_is_said_to_be_heard_later_than_now_when_a_clock_that_was_ahead_is_right_again(
    lesson: Lesson,
) -> None:
    served, wall, kiosk_id = lesson.served, Clock(), lesson.kiosk.kiosk_id
    wall.ahead = DAY
    served.classroom.database.clock = lesson.kiosk.signer.now = clock = SteadyClock(wall)
    lesson.kiosk.send(lesson.kiosk.event(lesson.sign_in_id, draft("typed"), happened_at=clock()))
    store_last_seen(served.classroom)
    wall.ahead = timedelta(0)
    eventually(lambda: clocks_set(served) == 1, "the server follows its clock")
    eventually(lambda: heard(served, kiosk_id) <= clock(), "it was heard before now")
    assert clock() - heard(served, kiosk_id) < 10 * MINUTE
    store_last_seen(served.classroom)
    with served.classroom.database.read() as work:
        assert kiosks.find(work, kiosk_id).last_seen_at <= clock()


def heard(served: ServedRoom, kiosk_id: str) -> datetime:
    found = served.classroom.presence.last_seen(kiosk_id)
    assert found
    return found


def test_what_was_stored_by_a_clock_that_was_ahead_is_not_later_than_now_after_a_start(lesson: Lesson) -> None:
    served, kiosk_id = lesson.served, lesson.kiosk.kiosk_id
    served.classroom.database.clock, right = (lambda: datetime.now(UTC) + DAY), served.classroom.database.clock
    served.classroom.presence.seen(kiosk_id, datetime.now(UTC) + DAY)
    store_last_seen(served.classroom)
    served.classroom.database.clock = right
    fresh = replace(served.classroom, presence=Presence())
    remember_last_seen(fresh)
    assert fresh.presence.last_seen(kiosk_id) <= right()  # type: ignore[operator]


def clocks_set(served: ServedRoom) -> int:
    with served.classroom.database.read() as work:
        return sum(row.action == Action.CLOCK_SET for row in audit.page(work))


def test_a_time_that_cannot_be_is_marked_and_told_on_the_attempts_page(lesson: Lesson, trainer: TrainerClient) -> None:
    late = datetime.now(UTC) + 400 * DAY
    event = lesson.kiosk.event(lesson.sign_in_id, attempt("mine"), happened_at=late)
    lesson.kiosk.send(event)
    with lesson.served.classroom.database.read() as work:
        (kept,) = attempts.latest(work)
    assert (kept.clock_doubt, kept.made_at < late - DAY) == (ClockDoubt.AFTER_SESSION, True)
    assert "clock-doubt" in trainer.http.get(f"/attempts/{event.event_id}").text


def refused_by_an_earlier_version(lesson: Lesson, event: Event, body: str) -> None:
    kiosk_id = lesson.kiosk.kiosk_id
    with lesson.served.classroom.database.engine.begin() as connection:
        now = "2030-05-05 09:00:00.000000"
        connection.exec_driver_sql(
            "INSERT INTO received_events (event_id, kiosk_id, fate, received_at) VALUES (?, ?, 'refused', ?)",
            (event.event_id, kiosk_id, now),
        )
        connection.exec_driver_sql(
            "INSERT INTO refused_events (event_id, kiosk_id, reason, body, received_at) VALUES (?, ?, ?, ?, ?)",
            (event.event_id, kiosk_id, "after_session", body, now),
        )


def test_refused_work_is_listed_and_taken_in_again(lesson: Lesson, trainer: TrainerClient) -> None:
    event = lesson.kiosk.event(lesson.sign_in_id, attempt("lost once"), happened_at=datetime.now(UTC) + DAY)
    refused_by_an_earlier_version(lesson, event, event.model_dump_json())
    page = trainer.http.get("/set-aside").text
    assert 'data-reason="after_session"' in page
    trainer.post("/set-aside", "/set-aside/1/take-in")
    with lesson.served.classroom.database.read() as work:
        assert [each.attempt_id for each in attempts.latest(work, lesson.learner_id)] == [event.event_id]
    assert 'data-testid="none"' in trainer.http.get("/set-aside").text
    assert lesson.kiosk.send(event).fates[event.event_id] is Fate.ALREADY_APPLIED


def test_work_in_a_shape_that_this_version_cannot_read_is_listed_whole_and_stays(
    lesson: Lesson, trainer: TrainerClient
) -> None:
    strange = '{"event_id": "00000000-0000-0000-0000-000000000000", "kind": "<b>telepathy</b>"}'
    assert lesson.kiosk.post(EVENTS_PATH, f'{{"events": [{strange}]}}').status_code == 200
    assert 'data-reason="event_invalid"' in trainer.http.get("/set-aside").text
    assert "&lt;b&gt;telepathy" in trainer.http.get("/set-aside/1").text
    trainer.post("/set-aside", "/set-aside/1/take-in")
    assert lesson.served.count("refused_events") == 1


def test_a_number_that_nothing_set_aside_can_have_is_said_to_be_none(trainer: TrainerClient) -> None:
    for path in (f"/set-aside/{'9' * 23}", "/set-aside/-1", f"/set-aside?before={'9' * 23}", f"/log?before={'9' * 23}"):
        assert trainer.http.get(path).status_code == 422, path
    assert trainer.http.get("/set-aside/5").status_code == 404
