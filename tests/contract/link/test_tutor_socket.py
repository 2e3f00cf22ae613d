"""The agent's Unix socket: who may talk, what is answered to nonsense, and how the tutor finds the agent again."""

import asyncio
import contextlib
from pathlib import Path

import pytest

from kiosk_agent.errors import OutsetError
from kiosk_agent.link.client import AgentClient, AgentGone
from kiosk_agent.protocol.events import DraftSaved
from kiosk_agent.protocol.limits import LOCAL_MESSAGE_BYTES
from kiosk_agent.protocol.local import Condition, Done, Drafts, Record
from tests.support.link.kiosk_house import KioskHouse, until
from tests.support.link.lesson import draft, is_in, run, signed_in
from tests.support.link.link_room import LinkRoom
from tests.support.waiting import eventually_in_loop
from tests.support.work import text_of


def asking(body: bytes) -> bytes:
    return b'{"request_id": 1, "tutor_id": "%s", "body": %s}\n' % (b"0" * 36, body)


async def answer_to(path: Path, sent: bytes) -> bytes:
    reader, writer = await asyncio.open_unix_connection(path)
    await reader.readline()  # the state
    writer.write(sent)
    answer = await reader.read()
    writer.close()
    return answer


@pytest.mark.parametrize(
    "sent",
    [
        b"hello\n",
        b"\xff\xfe\n",
        b"{}\n",
        asking(b'{"kind": "sign_in", "request": {"number": "17", "pin": "12345x"}}'),
        asking(b'{"kind": "open_the_door"}'),
        b'{"request_id": 1, "body": {"kind": "drafts"}}\n',
        b"[" * 100_000 + b"\n",
        b"x" * (LOCAL_MESSAGE_BYTES + 10),
    ],
)
def test_nonsense_ends_that_connection_and_nothing_else(
    room: LinkRoom, house: KioskHouse, sent: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            with contextlib.suppress(ConnectionError):  # it need not read all of it
                assert await answer_to(house.settings.agent_socket, sent) == b""
            await signed_in(client, room)

    run(lesson)
    assert "12345x" not in caplog.text


def test_another_account_is_turned_away(house: KioskHouse) -> None:
    house.settings = house.settings.model_copy(update={"tutor_account": "daemon"})

    async def lesson() -> None:
        async with house.running() as client:
            await eventually_in_loop(house.settings.agent_socket.exists, "the agent's socket")
            reader, _ = await asyncio.open_unix_connection(house.settings.agent_socket)
            assert await reader.read() == b""
            assert client.state.condition is Condition.STARTING

    run(lesson)


def test_an_account_that_does_not_exist_is_a_clear_fault(house: KioskHouse) -> None:
    house.settings = house.settings.model_copy(update={"tutor_account": "no-such-account"})

    async def lesson() -> None:
        async with house.running():
            pass

    with pytest.raises(OutsetError, match="tutor_account"):
        run(lesson)


def test_no_more_connections_than_a_kiosk_needs(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            opened = [await asyncio.open_unix_connection(house.settings.agent_socket) for _ in range(10)]
            lines = [await reader.readline() for reader, _ in opened]
            assert lines.count(b"") == 3
            for _, writer in opened:
                writer.close()
            await signed_in(client, room)

    run(lesson)


def test_the_tutor_sees_the_agent_go_and_come_back_and_its_record_is_kept_once(
    room: LinkRoom, house: KioskHouse
) -> None:
    async def lesson() -> None:
        async with AgentClient(house.settings.agent_socket) as tutor:
            assert tutor.state.condition is Condition.STARTING
            with pytest.raises(AgentGone, match="next:"):
                await tutor.request(Drafts())
            async with house.running():
                await signed_in(tutor, room)
            await until(tutor, is_in(Condition.STARTING))
            waiting = asyncio.create_task(tutor.request(draft("typed meanwhile")))
            async with house.running():
                await until(tutor, is_in(Condition.SIGNED_IN))
                assert isinstance(await waiting, Done)
                again: Record = draft("twice")
                again = again.model_copy(update={"event_id": "0b8c5d3e-7f1a-4a53-9c1e-2f6f2f0f9d11"})
                assert isinstance(await tutor.request(again), Done)
                assert isinstance(await tutor.request(again), Done)
                await until(tutor, lambda state: state.waiting_events == 0)
                assert isinstance(await tutor.request(again), Done)
                await until(tutor, lambda state: state.waiting_events == 0)

    run(lesson)
    drafts = [text_of(event.body.files) for event in room.way.applied() if isinstance(event.body, DraftSaved)]
    # A draft that nobody sent yet gives way to the next.
    assert drafts in (["twice"], ["typed meanwhile", "twice"])
