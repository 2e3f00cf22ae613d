"""The real agent against the real server."""

import asyncio
import random
import signal
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from kiosk_agent.link.client import AgentClient
from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.events import AttemptMade, DraftSaved, ExerciseOpened
from kiosk_agent.protocol.limits import DRAFT_SERVER_SECONDS
from kiosk_agent.protocol.local import (
    ChangePin,
    Condition,
    Done,
    Drafts,
    DraftsFound,
    KioskState,
    Record,
    RefusedReply,
    SignedIn,
    SignIn,
    SignOut,
)
from kiosk_agent.protocol.results import Judgement, Results, Submission, Verdict
from kiosk_agent.protocol.sessions import PinChange, SignInReply, SignInRequest
from tests.contract.link_server.programs import LEARNER_NUMBER, Classroom, KioskProgram, free_port
from tests.contract.link_server.slow_line import SlowLine

WAIT_SECONDS = 45.0
OWN_PIN = "482915"


async def until(client: AgentClient, wanted: Callable[[KioskState], bool]) -> KioskState:
    async with asyncio.timeout(WAIT_SECONDS):
        async for state in client.states():
            if wanted(state):
                return state
    raise AssertionError


def play(kiosk: KioskProgram, lesson: Callable[[AgentClient], Awaitable[None]]) -> None:
    async def open_client() -> None:
        async with AgentClient(kiosk.socket) as client:
            await lesson(client)

    try:
        asyncio.run(open_client())
    except BaseException:
        print(kiosk.program.log.read_text())
        raise


def draft(source: str, exercise: str = "two-values") -> Record:
    return Record(body=DraftSaved(track="javascript", exercise=exercise, source=source))


def attempt(source: str, verdict: Verdict = Verdict.WRONG_ANSWER) -> Record:
    judgement = Judgement(verdict=verdict, results=Results(status="fail"), milliseconds=12, toolchain="javascript")
    submission = Submission(track="javascript", exercise="two-values", source=source)
    return Record(body=AttemptMade(submission=submission, judgement=judgement))


async def approved(client: AgentClient, classroom: Classroom) -> None:
    shown = await until(client, lambda state: state.approval is Approval.PENDING)
    classroom.approve(shown.fingerprint)
    await until(client, lambda state: state.condition is Condition.OPEN)


async def signed_in(client: AgentClient, classroom: Classroom) -> SignInReply:
    await approved(client, classroom)
    answer = await client.request(
        SignIn(request=SignInRequest(number=LEARNER_NUMBER, pin=classroom.pin, language="es"))
    )
    assert isinstance(answer, SignedIn), answer
    return answer.reply


async def done(client: AgentClient, body: Record | ChangePin | SignOut) -> None:
    answer = await client.request(body)
    assert isinstance(answer, Done), answer


async def delivered(client: AgentClient) -> None:
    await until(client, lambda state: state.server_answers and state.waiting_events == 0)


def test_a_lesson_from_enrolment_to_the_end_of_the_session(classroom: Classroom, kiosk: KioskProgram) -> None:
    async def lesson(client: AgentClient) -> None:
        await approved(client, classroom)
        wrong = SignIn(request=SignInRequest(number=LEARNER_NUMBER, pin="000000", language="en"))
        answer = await client.request(wrong)
        assert isinstance(answer, RefusedReply)
        assert answer.problem.code == "pin_wrong"
        right = SignIn(request=SignInRequest(number=LEARNER_NUMBER, pin=classroom.pin, language="es"))
        answer = await client.request(right)
        assert isinstance(answer, SignedIn)
        assert answer.reply.must_change_pin
        await done(client, ChangePin(request=PinChange(new_pin=OWN_PIN)))
        await done(client, Record(body=ExerciseOpened(track="javascript", exercise="two-values")))
        begun = time.monotonic()
        await done(client, draft("let a"))
        await delivered(client)
        assert time.monotonic() - begun < DRAFT_SERVER_SECONDS
        await done(client, attempt("let a = 1"))
        await done(client, attempt("let a = 2", Verdict.ACCEPTED))
        await done(client, draft("let a = 2 // h"))
        await done(client, SignOut())
        again = SignIn(request=SignInRequest(number=LEARNER_NUMBER, pin=OWN_PIN, language="en"))
        answer = await client.request(again)
        assert isinstance(answer, SignedIn)
        assert [kept.source for kept in answer.reply.drafts] == ["let a = 2 // h"]
        assert answer.reply.passed == ("javascript/two-values",)
        assert not answer.reply.must_change_pin
        classroom.end_session()
        await until(client, lambda state: state.condition is Condition.LOCKED)

    play(kiosk, lesson)
    found = classroom.rows("SELECT source, verdict FROM attempts ORDER BY sequence")
    assert found == [("let a = 1", "wrong_answer"), ("let a = 2", "accepted")]
    assert classroom.rows("SELECT fate FROM received_events WHERE fate != 'applied'") == []
    assert kiosk.program.stop() == 0
    log = kiosk.program.log.read_text()
    assert not [secret for secret in (classroom.pin, OWN_PIN, "let a", "Traceback") if secret in log]


def test_nothing_is_lost_or_doubled_whoever_dies_and_however_often(
    classroom: Classroom, kiosk: KioskProgram, line: SlowLine
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
                line.pull()
                line.plug_in()
            case "slow":
                line.delay_seconds = chance.choice([0.0, 0.3])

    async def lesson(client: AgentClient) -> None:
        await signed_in(client, classroom)
        for source in sources:
            mishap()
            await done(client, attempt(source))
            await done(client, draft(f"{source} // draft"))
        line.delay_seconds = 0
        await delivered(client)
        found = await client.request(Drafts())
        assert isinstance(found, DraftsFound)
        assert [kept.source for kept in found.drafts] == ["attempt 59 // draft"]

    play(kiosk, lesson)
    assert [source for (source,) in classroom.rows("SELECT source FROM attempts ORDER BY sequence")] == sources
    assert classroom.rows("SELECT source FROM drafts") == [("attempt 59 // draft",)]
    assert classroom.rows("SELECT fate FROM received_events WHERE fate != 'applied'") == []


def test_thirty_seconds_without_a_server_lose_nothing(classroom: Classroom, kiosk: KioskProgram) -> None:
    async def lesson(client: AgentClient) -> None:
        await signed_in(client, classroom)
        classroom.program.kill()
        begun = time.monotonic()
        number = 0
        while time.monotonic() - begun < 30:
            await done(client, attempt(f"attempt {number}"))
            await done(client, draft(f"draft {number}"))
            number += 1
            await asyncio.sleep(1)
        assert client.state.condition is Condition.SIGNED_IN
        assert not client.state.server_answers
        classroom.start()
        begun = time.monotonic()
        await delivered(client)
        assert time.monotonic() - begun < DRAFT_SERVER_SECONDS
        found = classroom.rows("SELECT source FROM attempts ORDER BY sequence")
        assert found == [(f"attempt {index}",) for index in range(number)]

    play(kiosk, lesson)


def test_a_pulled_cable_is_noticed_and_the_work_goes_on(
    classroom: Classroom, kiosk: KioskProgram, line: SlowLine
) -> None:
    async def lesson(client: AgentClient) -> None:
        await signed_in(client, classroom)
        line.pull()
        await done(client, draft("typed with no cable"))
        await until(client, lambda state: not state.server_answers)
        answer = await client.request(ChangePin(request=PinChange(new_pin=OWN_PIN)))
        assert isinstance(answer, RefusedReply)
        assert answer.problem.code == "server_unreachable"
        line.plug_in()
        await delivered(client)
        assert classroom.rows("SELECT source FROM drafts") == [("typed with no cable",)]

    play(kiosk, lesson)


def test_half_a_line_typed_before_a_power_cut_is_there_at_the_next_kiosk(
    classroom: Classroom, kiosk: KioskProgram, tmp_path: Path
) -> None:
    async def type_half_a_line(client: AgentClient) -> None:
        await signed_in(client, classroom)
        await done(client, draft("let total = pri"))
        # What the design promises for a draft, and then the power goes.
        await asyncio.sleep(DRAFT_SERVER_SECONDS)

    async def locked(client: AgentClient) -> None:
        await until(client, lambda state: state.condition is Condition.OPEN and state.learner is None)

    async def next_kiosk(client: AgentClient) -> None:
        reply = await signed_in(client, classroom)
        assert [kept.source for kept in reply.drafts] == ["let total = pri"]

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


def test_a_kiosk_whose_approval_is_taken_back_locks_and_may_come_back(
    classroom: Classroom, kiosk: KioskProgram
) -> None:
    async def lesson(client: AgentClient) -> None:
        await signed_in(client, classroom)
        classroom.refuse_all()
        await until(client, lambda state: state.condition is Condition.REFUSED)

    play(kiosk, lesson)


def test_a_server_of_another_site_is_never_spoken_to(classroom: Classroom, tmp_path: Path) -> None:
    other = Classroom(tmp_path / "other-site")
    other.prepare()
    stranger = KioskProgram(tmp_path / "kiosk", f"https://127.0.0.1:{classroom.port}", other.settings.ca_path)
    stranger.program.start()

    async def lesson(client: AgentClient) -> None:
        await until(client, lambda state: state.condition is Condition.UNAPPROVED)
        await asyncio.sleep(3)
        assert not client.state.server_answers
        assert client.state.server_time is None

    try:
        play(stranger, lesson)
    finally:
        stranger.program.kill()
        other.database.close()
    assert classroom.rows("SELECT * FROM kiosks") == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_agent_stops_cleanly_and_is_only_one(tmp_path: Path, classroom: Classroom, number: signal.Signals) -> None:
    agent = KioskProgram(tmp_path / "kiosk", f"https://127.0.0.1:{free_port()}", classroom.settings.ca_path)
    agent.program.start()

    async def lesson(client: AgentClient) -> None:
        await until(client, lambda state: state.condition is Condition.UNAPPROVED)
        first, agent.program.child = agent.program.child, None
        agent.program.start()
        assert agent.program.child
        assert await asyncio.to_thread(agent.program.child.wait, 20) == 2
        agent.program.child = first

    try:
        play(agent, lesson)
        assert "another agent uses" in agent.program.log.read_text()
        assert agent.program.stop(number) == 0
    finally:
        agent.program.kill()
