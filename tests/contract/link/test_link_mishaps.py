"""Kills, cuts, slow lines and full disks: nothing that was said to be saved is lost, and nothing comes twice."""

import random
import resource
from pathlib import Path

from kiosk_agent.link.client import AgentClient
from kiosk_agent.protocol.local import Condition, Record, RefusedReply
from tests.support.link.kiosk_house import until
from tests.support.link.lesson import attempt, delivered, draft
from tests.support.link.programs import Classroom, KioskProgram
from tests.support.link.server_lesson import approved_and_signed_in, done, draft_sources, play
from tests.support.link.slow_line import SlowLine
from tests.support.waiting import eventually_in_loop


def test_nothing_is_lost_or_doubled_whoever_dies_and_however_often(
    classroom: Classroom, kiosk: KioskProgram, programs_line: SlowLine
) -> None:
    chance = random.Random(20261102)  # noqa: S311 - the same mishaps each time
    sources = [f"attempt {number}" for number in range(60)]

    def mishap() -> None:
        match chance.choice(["agent", "server", "line", "slow", "none", "none", "none"]):
            case "agent":
                kiosk.program.kill()
                kiosk.program.start()
            case "server":
                classroom.program.kill()
                classroom.program.start()
            case "line":
                programs_line.pull()
                programs_line.plug_in()
            case "slow":
                programs_line.delay_seconds = chance.choice([0.0, 0.3])

    async def lesson(client: AgentClient) -> None:
        await approved_and_signed_in(client, classroom)
        for source in sources:
            mishap()
            await done(client, attempt(source))
            await done(client, draft(f"{source} // draft"))
        programs_line.delay_seconds = 0
        await delivered(client)
        assert await draft_sources(client) == ["attempt 59 // draft"]

    play(kiosk, lesson)
    assert [
        source
        for (source,) in classroom.rows("SELECT json_extract(files, '$.\"work.js\"') FROM attempts ORDER BY sequence")
    ] == sources
    assert classroom.rows("SELECT json_extract(files, '$.\"work.js\"') FROM drafts") == [("attempt 59 // draft",)]
    assert classroom.rows("SELECT fate FROM received_events WHERE fate != 'applied'") == []


def test_half_a_line_typed_before_a_power_cut_is_there_at_the_next_kiosk(
    classroom: Classroom, kiosk: KioskProgram, tmp_path: Path
) -> None:
    async def type_half_a_line(client: AgentClient) -> None:
        await approved_and_signed_in(client, classroom)
        await done(client, draft("let total = pri"))
        await delivered(client)

    async def locked(client: AgentClient) -> None:
        await until(client, lambda state: state.condition is Condition.OPEN and state.learner is None)

    async def next_kiosk(client: AgentClient) -> None:
        await approved_and_signed_in(client, classroom)
        assert await draft_sources(client) == ["let total = pri"]

    play(kiosk, type_half_a_line)
    kiosk.cut_power()
    kiosk.program.start()
    play(kiosk, locked)
    other = KioskProgram(tmp_path / "other", f"https://127.0.0.1:{classroom.port}", classroom.settings.ca_path)
    other.program.start()
    try:
        play(other, next_kiosk)
    finally:
        other.program.kill()


def test_a_full_disk_is_said_and_what_was_saved_before_arrives_once(
    classroom: Classroom, kiosk: KioskProgram, programs_line: SlowLine
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
        await approved_and_signed_in(client, classroom)
        programs_line.pull()
        await done(client, attempt("saved"))
        let_write(0)
        await refused(client, attempt("not saved"))
        programs_line.plug_in()
        await eventually_in_loop(
            lambda: classroom.rows("SELECT json_extract(files, '$.\"work.js\"') FROM attempts") == [("saved",)],
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

    play(kiosk, lesson)
    found = classroom.rows("SELECT json_extract(files, '$.\"work.js\"') FROM attempts ORDER BY sequence")
    assert found == [("saved",), ("saved again",)]
