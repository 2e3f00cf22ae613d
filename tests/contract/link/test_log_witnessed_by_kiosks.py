"""The agent as a witness of the real server's log, over a restart of its machine."""

import asyncio

from kiosk_agent.link.state.log_witness import HEAD_FILE
from kiosk_agent.protocol.local import Condition
from kiosk_agent.protocol.log_head import LogHead
from tests.support.link.kiosk_house import KioskHouse, until
from tests.support.link.lesson import is_in
from tests.support.link.link_room import LinkRoom
from tests.support.waiting import eventually_in_loop


def test_a_kiosk_shows_the_head_that_it_kept_and_the_server_misses_its_row(room: LinkRoom, house: KioskHouse) -> None:
    kept = house.settings.state_path / HEAD_FILE

    async def link() -> None:
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            await eventually_in_loop(kept.exists, "the kiosk keeps the head of the log")

    asyncio.run(link())
    head = LogHead.model_validate_json(kept.read_bytes())
    with room.classroom.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE audit_rows SET row_hash = 'x' WHERE sequence = ?", (head.sequence,))
    house.cut_power()
    asyncio.run(link())
    assert room.rows("SELECT CAST(missed_row AS TEXT) FROM kiosks WHERE missed_row > 0") == [(str(head.sequence),)]
