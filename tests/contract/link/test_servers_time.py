"""The server's time is the kiosk's time, whatever it is; each test turns the clock of a server of its own."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk_agent.protocol.local import Condition, Done, SignOut
from tests.support.link.kiosk_house import KioskHouse, until
from tests.support.link.lesson import draft, is_in, run, signed_in
from tests.support.link.link_room import LinkRoom


@pytest.fixture
def served(tmp_path: Path) -> Iterator[LinkRoom]:
    """Give a classroom server whose clock no other test looks at."""
    serving = LinkRoom(tmp_path / "classroom")
    serving.start()
    yield serving
    serving.stop()


@pytest.mark.parametrize("year", [1970, 2010, 2040])
def test_the_servers_year_is_the_kiosks_year_whatever_it_is(served: LinkRoom, tmp_path: Path, year: int) -> None:
    served.clock.ahead = datetime(year, 6, 1, tzinfo=UTC) - datetime.now(UTC)
    served.begin()
    house = served.house(tmp_path / "kiosk")

    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client, served)
            await client.request(draft("let a = 1"))
            await client.request(SignOut())

    run(lesson)
    assert [event.happened_at.year for event, _ in served.way.received] == [year] * 2
    assert ["let a = 1" in text for (text,) in served.rows("SELECT files FROM drafts")] == [True]
    assert served.rows("SELECT body FROM refused_events") == []


def test_a_server_whose_clock_was_set_is_followed(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client, room)
            room.clock.ahead = timedelta(hours=3)
            await client.request(draft("let a = 1"))
            assert isinstance(await client.request(SignOut()), Done)

    run(lesson)
    assert room.way.kinds() == ["draft", "signed_out"]


def test_a_server_that_comes_back_with_another_time_is_listened_to(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            room.stop()
            await until(client, lambda state: not state.server_answers)
            room.end_session(room.session)
            room.clock.ahead = timedelta(hours=-3)
            room.start()
            await until(client, is_in(Condition.LOCKED))

    run(lesson)


def test_a_server_that_was_started_again_is_asked_for_its_time_before_anything_is_signed(
    room: LinkRoom, house: KioskHouse, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "kiosk_agent.link.server")

    async def lesson() -> None:
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            room.stop()
            await until(client, lambda state: not state.server_answers)
            room.start()
            room.end_session(room.session)
            await until(client, is_in(Condition.LOCKED))

    run(lesson)
    assert "taking its time again" not in caplog.text
    assert "refuses this kiosk" not in caplog.text
