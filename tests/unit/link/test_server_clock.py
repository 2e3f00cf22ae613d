from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk_agent.link.state.boot import Boot
from kiosk_agent.link.state.clock import LAST_SEEN_FILE, ServerClock
from kiosk_agent.protocol.sessions import ServerTime

BUILT = datetime(2026, 1, 1, tzinfo=UTC)


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def told(now: datetime) -> ServerTime:
    return ServerTime(now=now, nonce_mark="mark")


def clock(folder: Path, seconds: Seconds) -> ServerClock:
    return ServerClock(Boot(id="b", seconds=seconds), BUILT, folder)


def test_before_the_first_sync_it_is_the_day_of_the_build(tmp_path: Path, seconds: Seconds) -> None:
    fresh = clock(tmp_path, seconds)
    seconds.now += 5
    assert fresh.now() == BUILT + timedelta(seconds=5)
    assert not fresh.is_synced


@pytest.mark.parametrize("said_at", [1000, 1001, 1006])
def test_it_is_never_ahead_of_the_server_however_slow_the_way_there_was_or_back(
    tmp_path: Path, seconds: Seconds, said_at: float
) -> None:
    synced = clock(tmp_path, seconds)
    seconds.now = 1006
    synced.sync(told(BUILT + timedelta(seconds=said_at)), answered_at=1006)
    servers_time = BUILT + timedelta(seconds=1006)
    assert servers_time - timedelta(seconds=6) <= synced.server_time() <= servers_time


def test_the_boot_clock_counts_on(tmp_path: Path, seconds: Seconds) -> None:
    synced = clock(tmp_path, seconds)
    said = datetime(2030, 5, 5, tzinfo=UTC)
    synced.sync(told(said), answered_at=1000)
    seconds.now += 3600
    assert synced.now() == said + timedelta(seconds=3600)
    assert synced.differs_from(said) == 3600


def test_the_time_last_seen_survives_a_power_cut_and_holds_until_the_server_says_its_own(
    tmp_path: Path, seconds: Seconds
) -> None:
    first = clock(tmp_path, seconds)
    late, early = datetime(2031, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
    first.sync(told(late), answered_at=1000)
    first.store()
    second = clock(tmp_path, seconds)
    assert second.now() == late
    second.sync(told(early), answered_at=1000)
    seconds.now += 120
    second.store()
    # A server whose clock was a day ahead is right again: so is the record of what is done from now on.
    assert second.now() == second.server_time() == early + timedelta(seconds=120)
    assert clock(tmp_path, seconds).now() == late


def test_it_is_stored_at_most_once_a_minute(tmp_path: Path, seconds: Seconds) -> None:
    synced = clock(tmp_path, seconds)
    synced.sync(told(datetime(2030, 1, 1, tzinfo=UTC)), answered_at=1000)
    synced.store()
    kept = (tmp_path / LAST_SEEN_FILE).read_text()
    seconds.now += 59
    synced.store()
    assert (tmp_path / LAST_SEEN_FILE).read_text() == kept
    seconds.now += 2
    synced.store()
    assert (tmp_path / LAST_SEEN_FILE).read_text() > kept


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"yesterday", b"1999-01-01T00:00:00+00:00"])
def test_a_stored_time_that_is_none_or_too_old_leaves_the_build_as_floor(
    tmp_path: Path, seconds: Seconds, content: bytes
) -> None:
    (tmp_path / LAST_SEEN_FILE).write_bytes(content)
    assert clock(tmp_path, seconds).now() == BUILT


def test_a_full_disk_stops_no_clock(tmp_path: Path, seconds: Seconds) -> None:
    synced = clock(tmp_path / "gone", seconds)
    synced.sync(told(datetime(2030, 1, 1, tzinfo=UTC)), answered_at=1000)
    synced.store()
    assert synced.now().year == 2030
