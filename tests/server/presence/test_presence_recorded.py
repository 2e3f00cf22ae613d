"""Intervals are stored as kiosks come and go, by seconds that a test counts."""

from datetime import timedelta

import pytest

from classroom_server.commands import note_start
from classroom_server.core.live.presence import SILENT_SECONDS, TWOFOLD_SECONDS, Presence
from classroom_server.housekeeping import move_times
from classroom_server.presence.recorder import STORE_EVERY_SECONDS
from kiosk_agent.errors import StorageFull
from tests.server.presence.recorded import Recorded
from tests.support.server.rooms import TRAINER, Room

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def recorded(room: Room) -> Recorded:
    return Recorded(room)


def test_an_interval_is_there_within_a_second_of_a_kiosks_coming_and_over_within_one_of_its_going(
    recorded: Recorded,
) -> None:
    stream, _line = recorded.connect()
    recorded.pass_time(1)
    (interval,) = recorded.intervals()
    assert (interval.from_at, interval.until_at) == (recorded.began_at, None)
    recorded.pass_time(60)
    recorded.disconnect(stream)
    recorded.pass_time(1)
    (interval,) = recorded.intervals()
    assert interval.until_at == interval.heard_at == recorded.began_at + timedelta(seconds=61)
    assert recorded.intervals("id 99") == ()


def test_what_is_stored_of_a_kiosk_that_is_there_never_lags_by_more_than_the_period(recorded: Recorded) -> None:
    recorded.connect()
    recorded.pass_time(1)
    for passed in range(2, 30):
        recorded.pass_time(1)
        assert passed - STORE_EVERY_SECONDS <= recorded.lengths()[0] <= passed


def test_seconds_are_those_between_two_moments_and_an_interval_that_goes_on_counts_as_far_as_heard(
    recorded: Recorded,
) -> None:
    for _time in range(2):
        stream, _line = recorded.connect()
        recorded.pass_time(100)
        recorded.disconnect(stream)
        recorded.pass_time(50)
    recorded.connect()
    recorded.pass_time(11)
    assert recorded.seconds_there(0, 300) == 200
    assert recorded.seconds_there(50, 200) == 50 + 50
    assert recorded.seconds_there(100, 150) == 0
    assert recorded.seconds_there(300, 10_000) == recorded.lengths()[-1] <= 11
    assert recorded.seconds_there(200, 50) == 0


def test_a_kiosk_whose_cable_is_pulled_was_there_until_it_was_heard_and_begins_anew_when_it_is_heard_again(
    recorded: Recorded,
) -> None:
    _stream, line = recorded.connect()
    recorded.pass_time(30)
    line.pulled_at = recorded.seconds
    recorded.pass_time(SILENT_SECONDS + 2)
    (interval,) = recorded.intervals()
    assert interval.until_at == interval.heard_at == recorded.began_at + timedelta(seconds=30)
    line.pulled_at = None
    recorded.pass_time(STORE_EVERY_SECONDS + 1)
    assert [each.until_at is None for each in recorded.intervals()] == [False, True]
    assert recorded.seconds_there(30, 30 + SILENT_SECONDS) == 0


def test_a_kiosk_that_comes_back_beside_its_dead_stream_was_away_meanwhile(recorded: Recorded) -> None:
    dead, line = recorded.connect()
    recorded.pass_time(30)
    line.pulled_at = recorded.seconds
    recorded.skip_time(SILENT_SECONDS + 1)
    back, _line = recorded.connect()
    recorded.pass_time(20)
    recorded.disconnect(dead)
    recorded.pass_time(20)
    recorded.disconnect(back)
    recorded.pass_time(1)
    assert recorded.lengths() == [30, 40]


def test_a_server_that_was_too_busy_to_ask_takes_nobody_for_gone_who_owes_nothing(recorded: Recorded) -> None:
    recorded.connect()
    recorded.pass_time(5)
    recorded.skip_time(10 * SILENT_SECONDS)
    recorded.recorder.record()
    assert recorded.lengths() == [5 + 10 * SILENT_SECONDS]


def test_two_machines_with_one_key_are_one_kiosk_and_no_second_of_it_counts_twice(recorded: Recorded) -> None:
    first, _line = recorded.connect()
    recorded.pass_time(10)
    second, _line = recorded.connect()
    recorded.pass_time(TWOFOLD_SECONDS)
    assert recorded.presence.take_twofold() == (recorded.kiosk_id,)
    recorded.disconnect(first)
    recorded.pass_time(10)
    assert recorded.presence.is_connected(recorded.kiosk_id)
    recorded.disconnect(second)
    recorded.pass_time(1)
    assert recorded.lengths() == [10 + TWOFOLD_SECONDS + 10]


def test_a_kiosk_that_comes_and_goes_without_end_fills_no_disk(recorded: Recorded) -> None:
    for _look in range(20):
        for _time in range(50):
            recorded.disconnect(recorded.connect()[0])
        recorded.pass_time(1)
    assert recorded.intervals() == ()


def test_one_that_came_and_went_between_two_looks_is_stored(recorded: Recorded) -> None:
    stream, _line = recorded.connect()
    recorded.pass_time(10)
    recorded.disconnect(stream)
    recorded.skip_time(3)
    stream, _line = recorded.connect()
    recorded.skip_time(7)
    recorded.disconnect(stream)
    recorded.skip_time(3)
    recorded.connect()
    recorded.pass_time(1)
    assert [(round(length), each.until_at is None) for length, each in zip(
        recorded.lengths(), recorded.intervals(), strict=True
    )] == [(10, False), (7, False), (1, True)]  # fmt: skip


def test_what_a_killed_server_left_open_ends_when_it_was_heard_whatever_the_clock_says_since(
    recorded: Recorded,
) -> None:
    recorded.connect()
    recorded.pass_time(60)
    stored = recorded.intervals()[0]
    recorded.room.clock.ahead -= HOUR
    note_start(recorded.room.classroom.database)
    (interval,) = recorded.intervals()
    assert (interval.from_at, interval.until_at) == (stored.from_at, stored.heard_at)
    recorded.presence = Presence(lambda: recorded.seconds)
    recorded.recorder = recorded.new_recorder()
    recorded.connect()
    recorded.pass_time(1)
    assert len(recorded.intervals()) == 2


def test_a_server_that_was_started_on_a_full_disk_ends_what_was_left_open_once_there_is_room(
    recorded: Recorded,
) -> None:
    recorded.connect()
    recorded.pass_time(60)
    recorded.presence = Presence(lambda: recorded.seconds)
    recorded.recorder = recorded.new_recorder()
    recorded.connect()
    recorded.pass_time(1)
    assert [each.until_at is None for each in recorded.intervals()] == [False, True]


@pytest.mark.parametrize("steps", [(HOUR, -HOUR), (-HOUR, HOUR), (HOUR,), (-DAY,)])
def test_a_clock_that_is_set_makes_no_interval_longer_or_shorter(
    recorded: Recorded, steps: tuple[timedelta, ...]
) -> None:
    stream, _line = recorded.connect()
    for step in steps:
        recorded.pass_time(60)
        with recorded.room.classroom.database.write(TRAINER) as work:
            move_times(work, step)
        recorded.room.clock.ahead += step
    recorded.pass_time(60)
    recorded.disconnect(stream)
    recorded.pass_time(1)
    assert recorded.lengths() == [60 * (len(steps) + 1)]


def test_a_clock_that_was_set_moves_nothing_that_is_over(recorded: Recorded) -> None:
    stream, _line = recorded.connect()
    recorded.pass_time(60)
    recorded.disconnect(stream)
    recorded.pass_time(1)
    before = recorded.intervals()
    with recorded.room.classroom.database.write(TRAINER) as work:
        move_times(work, HOUR)
    assert recorded.intervals() == before


def test_nobody_was_there_while_the_machine_slept(recorded: Recorded) -> None:
    recorded.connect()
    recorded.pass_time(60)
    recorded.asleep += HOUR.total_seconds()
    recorded.room.clock.ahead += HOUR
    recorded.pass_time(60)
    first, second = recorded.intervals()
    assert first.until_at == first.heard_at <= recorded.began_at + timedelta(seconds=60)
    assert second.from_at >= recorded.began_at + HOUR
    assert all(60 - STORE_EVERY_SECONDS <= length <= 61 for length in recorded.lengths())


def test_what_a_full_disk_did_not_take_is_stored_later(recorded: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    stream, _line = recorded.connect()
    recorded.pass_time(10)

    def refuse(_actor: object) -> None:
        raise StorageFull("the disk is full", hint="free some space")

    tries = 0
    with monkeypatch.context() as full:
        full.setattr(recorded.room.classroom.database, "write", refuse)
        recorded.disconnect(stream)
        for _look in range(20):
            try:
                recorded.pass_time(1)
            except StorageFull:
                tries += 1
        recorded.connect()
    assert tries <= 1 + 20 / STORE_EVERY_SECONDS
    recorded.pass_time(STORE_EVERY_SECONDS)
    assert [each.until_at is None for each in recorded.intervals()] == [False, True]
    assert recorded.lengths()[0] == 10


def test_all_who_are_there_are_stored_in_one_transaction(recorded: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    kiosks = [recorded.new_kiosk() for _ in range(50)]
    for kiosk_id in kiosks:
        recorded.connect(kiosk_id)
    recorded.pass_time(1)
    database, writes = recorded.room.classroom.database, 0
    write = database.write

    def count(actor: object) -> object:
        nonlocal writes
        writes += 1
        return write(actor)  # type: ignore[arg-type]

    monkeypatch.setattr(database, "write", count)
    recorded.pass_time(10 * STORE_EVERY_SECONDS)
    assert writes == 10
    assert {len(recorded.intervals(kiosk_id)) for kiosk_id in kiosks} == {1}
