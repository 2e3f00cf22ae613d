"""Kills, cuts, slow lines and full disks: nothing that was said to be saved is lost, and nothing comes twice."""

import random
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_agent.link.client import AgentClient
from kiosk_agent.protocol.local import Condition, Record, RefusedReply
from tests.support.link.kiosk_house import until
from tests.support.link.lesson import attempt, delivered, done, draft, drafts, signed_in
from tests.support.link.link_room import LinkRoom
from tests.support.link.programs import KioskProgram
from tests.support.link.slow_line import SlowLine
from tests.support.server.running_server import RunningServer
from tests.support.waiting import eventually_in_loop


@pytest.fixture
def room(tmp_path: Path) -> Iterator[LinkRoom]:
    """Give a room with an open session that a program of its own serves."""
    opened = LinkRoom(tmp_path / "classroom")
    opened.begin()
    yield opened
    opened.classroom.database.close()


@pytest.fixture
def server(tmp_path: Path, room: LinkRoom) -> Iterator[RunningServer]:
    """Give that program."""
    program = RunningServer(room, tmp_path / "server.log")
    program.start()
    yield program
    program.stop_if_running()


@pytest.fixture
def line(server: RunningServer) -> Iterator[SlowLine]:
    """Give the cable to it."""
    cable = SlowLine(server.port)
    cable.start()
    yield cable
    cable.stop()


@pytest.fixture
def kiosk(tmp_path: Path, room: LinkRoom, line: SlowLine) -> Iterator[KioskProgram]:
    """Give the agent as the program that it is at the other end of the cable, approved long ago."""
    program = KioskProgram(tmp_path / "kiosk", f"https://127.0.0.1:{line.port}", room.ca_path)
    room.approve_key(program.state, program.name)
    program.program.start()
    yield program
    program.program.kill()


def test_nothing_is_lost_or_doubled_whoever_dies_and_however_often(
    room: LinkRoom, server: RunningServer, kiosk: KioskProgram, line: SlowLine
) -> None:
    chance = random.Random(20261102)  # noqa: S311 - the same mishaps each time
    sources = [f"attempt {number}" for number in range(60)]

    def mishap() -> None:
        match chance.choice(["agent", "server", "line", "slow", "none", "none", "none"]):
            case "agent":
                kiosk.program.kill()
                kiosk.program.start()
            case "server":
                server.kill()
                server.start()
            case "line":
                line.pull()
                line.plug_in()
            case "slow":
                line.delay_seconds = chance.choice([0.0, 0.3])

    async def lesson(client: AgentClient) -> None:
        await signed_in(client, room)
        for source in sources:
            mishap()
            await done(client, attempt(source))
            await done(client, draft(f"{source} // draft"))
        line.delay_seconds = 0
        await delivered(client)
        assert await drafts(client) == {"two-values": "attempt 59 // draft"}

    kiosk.play(lesson)
    assert [
        source for (source,) in room.rows("SELECT json_extract(files, '$.\"work.js\"') FROM attempts ORDER BY sequence")
    ] == sources
    assert room.rows("SELECT json_extract(files, '$.\"work.js\"') FROM drafts") == [("attempt 59 // draft",)]
    assert room.rows("SELECT fate FROM received_events WHERE fate != 'applied'") == []


def test_half_a_line_typed_before_a_power_cut_is_there_at_the_next_kiosk(
    room: LinkRoom, server: RunningServer, kiosk: KioskProgram, tmp_path: Path
) -> None:
    async def type_half_a_line(client: AgentClient) -> None:
        await signed_in(client, room)
        await done(client, draft("let total = pri"))
        await delivered(client)

    async def locked(client: AgentClient) -> None:
        await until(client, lambda state: state.condition is Condition.OPEN and state.learner is None)

    async def next_kiosk(client: AgentClient) -> None:
        await signed_in(client, room)
        assert await drafts(client) == {"two-values": "let total = pri"}

    kiosk.play(type_half_a_line)
    kiosk.cut_power()
    kiosk.program.start()
    kiosk.play(locked)
    other = KioskProgram(tmp_path / "other", server.url, room.ca_path, "Seat 2")
    room.approve_key(other.state, other.name)
    other.program.start()
    try:
        other.play(next_kiosk)
    finally:
        other.program.kill()


def test_a_full_disk_is_said_and_what_was_saved_before_arrives_once(
    room: LinkRoom, kiosk: KioskProgram, line: SlowLine
) -> None:
    def let_write(most_bytes: int) -> None:
        assert kiosk.program.child
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        # The kernel then refuses every write to a file, as a full disk does.
        resource.prlimit(kiosk.program.child.pid, resource.RLIMIT_FSIZE, (most_bytes, hard))

    async def refused(client: AgentClient, body: Record) -> None:
        answer = await client.request(body)
        assert isinstance(answer, RefusedReply)
        assert (answer.problem.code, bool(answer.problem.hint)) == ("storage_full", True)

    async def lesson(client: AgentClient) -> None:
        await signed_in(client, room)
        line.pull()
        await done(client, attempt("saved"))
        let_write(0)
        await refused(client, attempt("not saved"))
        line.plug_in()
        await eventually_in_loop(
            lambda: room.rows("SELECT json_extract(files, '$.\"work.js\"') FROM attempts") == [("saved",)],
            "it is delivered",
        )
        kiosk.program.kill()
        kiosk.program.start()
        let_write(0)
        await until(client, lambda state: state.condition is Condition.SIGNED_IN)
        await refused(client, attempt("nor this"))
        let_write(resource.RLIM_INFINITY)
        await done(client, attempt("saved again"))
        await delivered(client)

    kiosk.play(lesson)
    found = room.rows("SELECT json_extract(files, '$.\"work.js\"') FROM attempts ORDER BY sequence")
    assert found == [("saved",), ("saved again",)]
