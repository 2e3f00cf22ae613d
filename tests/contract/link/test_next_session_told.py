"""What a kiosk knows of the timetable, by the real agent: moments of the server's, shown as the site's wall does."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from classroom_server.core import site_clock
from classroom_server.timetable import service
from classroom_server.timetable.schemas import SlotFacts
from kiosk_agent.protocol.local import Condition
from kiosk_agent.protocol.sessions import Closed
from tests.support.link.kiosk_house import until
from tests.support.link.lesson import is_in, run
from tests.support.link.link_room import LinkRoom
from tests.support.server.rooms import TRAINER

MADRID = ZoneInfo("Europe/Madrid")
MONDAY = date(2040, 6, 4)
NINE = datetime(2040, 6, 4, 9, tzinfo=MADRID)


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LinkRoom]:
    """Give a classroom server in Madrid whose clock no other test looks at."""
    monkeypatch.setattr(site_clock, "site_zone", lambda: MADRID)
    serving = LinkRoom(tmp_path / "classroom")
    serving.start()
    yield serving
    serving.stop()


def test_a_locked_kiosk_knows_the_next_session_by_the_servers_clock_whatever_its_own_says(
    served: LinkRoom, tmp_path: Path
) -> None:
    served.clock.ahead = NINE - datetime.now(UTC)
    served.begin()
    house = served.house(tmp_path / "kiosk")

    async def lesson() -> None:
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            served.end_session(served.session)
            await until(client, is_in(Condition.LOCKED))
            with served.classroom.database.write(TRAINER) as work:
                facts = SlotFacts(served.cohort_id(), 0, 14 * 60, 15 * 60, "", MONDAY, None)
                service.add_slots(work, served.first_room_id(), (0,), facts)
            state = await until(client, lambda state: state.next_session_at is not None)
            assert state.next_session_at is not None
            assert state.next_session_at.isoformat() == "2040-06-04T14:00:00+02:00"
            assert state.server_time is not None
            assert (state.server_time.utcoffset(), state.server_time.date()) == (timedelta(hours=2), MONDAY)
            with served.classroom.database.write(TRAINER) as work:
                service.add_holiday(work, served.first_room_id(), MONDAY, MONDAY)
            await until(client, lambda state: state.next_session_at != datetime(2040, 6, 4, 14, tzinfo=MADRID))
            assert client.state.next_session_at == datetime(2040, 6, 11, 14, tzinfo=MADRID)

    run(lesson)


def test_agents_of_the_first_release_read_what_says_so() -> None:
    assert set(Closed.model_fields) == {"kiosk_id", "sequence", "issued_at", "next_session_at"}
    old = Closed(kiosk_id="k", sequence=1, issued_at=NINE)
    assert Closed.model_validate_json(old.model_dump_json(exclude={"next_session_at"})).next_session_at is None
