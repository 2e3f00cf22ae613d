"""Minutes of presence are within 15 s of the truth whoever is killed, unplugged, copied, or set to another time."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.steady_clock import SteadyClock
from classroom_server.presence import service
from tests.server.presence.accidents import WITHIN_SECONDS, Truth, a_morning
from tests.support.server.rooms import Clock, ServedRoom
from tests.support.waiting import eventually

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LESSON = timedelta(minutes=20)
# What a test says too late: that it pulled, or killed.
SAID_LATE_SECONDS = 2.0


@pytest.fixture(scope="module")
def truths(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Truth]]:
    """Give what was true and what is stored after a morning of accidents."""
    with a_morning(tmp_path_factory.mktemp("morning")) as morning:
        yield morning.play()


@pytest.mark.parametrize(
    ("kiosk", "intervals"),
    [
        pytest.param("killed", 1, id="the kiosk is killed"),
        pytest.param("unplugged", 1, id="its cable is pulled: packets vanish and nobody is told"),
        pytest.param("unhurt", 2, id="the server is killed and started again, and the kiosk comes back"),
        pytest.param("both killed", 1, id="both are killed at once"),
        pytest.param("copied", 2, id="two machines with one key, one of them killed, then the server"),
    ],
)
def test_minutes_are_true(truths: dict[str, Truth], kiosk: str, intervals: int) -> None:
    truth = truths[kiosk]
    print(f"{kiosk}: true {truth.least_seconds:.1f} to {truth.most_seconds:.1f} s, stored {truth.stored_seconds:.1f} s")
    assert truth.least_seconds - WITHIN_SECONDS <= truth.stored_seconds <= truth.most_seconds + SAID_LATE_SECONDS
    assert len(truth.stored) >= intervals
    assert all(each.until_at == each.heard_at for each in truth.stored)
    assert all(first.heard_at <= second.from_at for first, second in pairwise(truth.stored))


def test_a_clock_an_hour_ahead_and_back_makes_no_minute_more_or_less(served: ServedRoom) -> None:
    kiosk = served.kiosk()
    kiosk_id = kiosk.kiosk_id
    wall, passed = Clock(), timedelta(0)
    served.classroom.database.clock = kiosk.signer.now = SteadyClock(
        wall, lambda: time.clock_gettime(time.CLOCK_BOOTTIME) + passed.total_seconds()
    )

    def stored_seconds() -> float:
        now = datetime.now(UTC)
        with served.classroom.database.read() as work:
            return service.seconds_there(work, kiosk_id, now - DAY, now + DAY)

    def times_set() -> int:
        with served.classroom.database.read() as work:
            return sum(row.action == Action.CLOCK_SET for row in audit.page(work))

    began_at = datetime.now(UTC)
    with kiosk.stream() as events:
        next(events)
        eventually(lambda: stored_seconds() > 0, "the kiosk is there")
        wall.ahead = HOUR
        eventually(lambda: times_set() == 1, "the server follows its clock")
        passed = LESSON
        wall.ahead = HOUR + LESSON
        eventually(lambda: stored_seconds() >= LESSON.total_seconds(), "a lesson goes by")
        wall.ahead = LESSON
        eventually(lambda: times_set() == 2, "the server follows its clock")
    kiosk.http.close()
    true_seconds = LESSON.total_seconds() + (datetime.now(UTC) - began_at).total_seconds()

    def is_over() -> bool:
        with served.classroom.database.read() as work:
            (interval,) = service.intervals(work, kiosk_id, began_at - DAY, began_at + DAY)
            return interval.until_at is not None

    eventually(is_over, "the kiosk is gone")
    print(f"clock: true {true_seconds:.1f} s at most, stored {stored_seconds():.1f} s")
    assert true_seconds - WITHIN_SECONDS <= stored_seconds() <= true_seconds + SAID_LATE_SECONDS
