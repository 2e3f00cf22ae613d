"""The machine's clock is set: time goes on evenly until everybody who counts minutes has been told."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from classroom_server.accounts import service as accounts
from classroom_server.accounts.schemas import LoggedIn
from classroom_server.core.actors import COMMAND
from classroom_server.core.limits import slowing
from classroom_server.core.live.presence import Presence
from classroom_server.core.steady_clock import SteadyClock
from classroom_server.housekeeping import follow_clock
from classroom_server.kiosks.nonces import CurrentMark, NonceStore
from classroom_server.kiosks.signatures import RequestSignature
from classroom_server.sessions import service as sessions
from kiosk_agent.protocol.limits import CLOCK_SKEW_SECONDS
from tests.support.server.rooms import Room, open_room

START = datetime(2030, 5, 5, 9, 0, tzinfo=UTC)


class Machine:
    """A wall clock that somebody sets, and seconds that nobody can."""

    def __init__(self) -> None:
        self.seconds = 100.0
        self.set_by = timedelta(0)

    def wall(self) -> datetime:
        return START + timedelta(seconds=self.seconds - 100) + self.set_by

    def clock(self) -> SteadyClock:
        return SteadyClock(self.wall, lambda: self.seconds)


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def room(tmp_path: Path, machine: Machine) -> Room:
    opened = open_room(tmp_path / "classroom")
    opened.classroom.database.clock = machine.clock()
    return opened


def test_a_clock_that_drifts_is_followed_and_one_that_is_set_is_told(machine: Machine) -> None:
    clock = machine.clock()
    machine.set_by = timedelta(seconds=1)
    assert clock.was_set_by() == timedelta(0)
    assert clock() == machine.wall()
    machine.set_by = timedelta(hours=-3)
    machine.seconds += 5
    assert clock() == START + timedelta(seconds=6)
    assert clock.was_set_by() == timedelta(hours=-3, seconds=-1)
    clock.follow()
    assert clock() == machine.wall()


@pytest.mark.parametrize("step", [timedelta(hours=-3), timedelta(days=1), timedelta(days=-20_000)])
def test_sessions_visits_and_waits_last_as_long_as_they_would_have(
    room: Room, machine: Machine, step: timedelta
) -> None:
    database = room.classroom.database
    room.add_learner("7")
    room.start_session(60)
    first = room.create_account("Ana")
    assert isinstance(outcome := accounts.log_in(database, "Ana", first), LoggedIn)
    with database.write(COMMAND) as work:
        for _ in range(5):
            slowing.note(work, "kiosk:k", "")
        before = slowing.wait_seconds(work, "kiosk:k")
    machine.seconds += 5
    machine.set_by = step
    follow_clock(database, Presence())
    with database.write(COMMAND) as work:
        session = sessions.current(work, room.first_room_id())
        assert session is not None
        assert (session.ends_at - work.now) == timedelta(minutes=60, seconds=-5)
        assert slowing.wait_seconds(work, "kiosk:k") == before - 5
    assert accounts.find_visit(database, outcome.token) is not None


def test_no_wait_is_longer_than_stated_though_the_clock_went_back_while_the_server_was_off(room: Room) -> None:
    clock = room.clock
    room.classroom.database.clock = clock
    with room.classroom.database.write(COMMAND) as work:
        for _ in range(5):
            slowing.note(work, "kiosk:k", "")
    clock.ahead = timedelta(days=-30)
    with room.classroom.database.write(COMMAND) as work:
        assert 0 < slowing.wait_seconds(work, "kiosk:k") <= slowing.WAIT_SECONDS_MAXIMUM
    clock.ahead += timedelta(seconds=slowing.WAIT_SECONDS_MAXIMUM)
    with room.classroom.database.write(COMMAND) as work:
        assert slowing.wait_seconds(work, "kiosk:k") == 0


def test_nonces_are_forgotten_by_seconds_that_nobody_can_set() -> None:
    seconds = [1000.0]
    mark = CurrentMark(lambda: seconds[0])
    store = NonceStore(mark, uptime_seconds=lambda: seconds[0])

    def seen(at: datetime, nonce: str) -> None:
        store.check(RequestSignature("key", at, mark.at(at) + nonce, b""), at)

    seen(START + timedelta(days=365), "of next year")
    seen(START, "of now")
    seconds[0] += 2 * CLOCK_SKEW_SECONDS + 1
    seen(START, "of later")
    assert len(store._used) == 1


def test_nonces_begin_otherwise_only_once_the_clock_was_set_back() -> None:
    seconds = [0.0]
    mark = CurrentMark(lambda: seconds[0])
    first = mark.at(START)
    seconds[0] += 60
    # Kept right by tenths of a second; then set a day ahead.
    for moment in (59.8, 60.1, 59.7, 86_460.0):
        assert mark.at(START + timedelta(seconds=moment)) == first
    back = mark.at(START + timedelta(seconds=60))
    assert back != first
    assert mark.at(START + timedelta(seconds=60)) == back
    # Tenth by tenth is set back, too.
    assert len({mark.at(START + timedelta(seconds=60 - tenth / 10)) for tenth in range(10)}) > 1
    assert CurrentMark(lambda: seconds[0]).at(START) != first
