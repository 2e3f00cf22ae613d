"""The agent as the program that it is."""

import asyncio
import signal
import time
from pathlib import Path

import pytest

from classroom_server import commands
from classroom_server.site.settings import ServerSettings
from kiosk_agent.link.client import AgentClient
from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.events import ExerciseOpened
from kiosk_agent.protocol.limits import DRAFT_SERVER_SECONDS
from kiosk_agent.protocol.local import ChangePin, Condition, Record, SignedIn, SignOut
from kiosk_agent.protocol.results import Verdict
from kiosk_agent.protocol.sessions import PinChange
from tests.support.link.kiosk_house import until
from tests.support.link.lesson import attempt, delivered, done, draft, drafts, is_in, refusal
from tests.support.link.link_room import LinkRoom
from tests.support.link.programs import KioskProgram
from tests.support.link.slow_line import SlowLine
from tests.support.ports import held_port, number_of
from tests.support.promises import is_within
from tests.support.waiting import LIMIT_SECONDS, eventually_in_loop

OWN_PIN = "482915"
TRIES = 3


def test_a_lesson_from_enrolment_to_the_end_of_the_session(room: LinkRoom, tmp_path: Path) -> None:
    kiosk = KioskProgram(tmp_path / "kiosk", room.url, room.ca_path)

    async def lesson(client: AgentClient) -> None:
        shown = await until(client, lambda state: state.approval is Approval.PENDING)
        room.approve_shown(shown.fingerprint)
        await until(client, is_in(Condition.OPEN))
        assert await refusal(client, room.sign_in("000000")) == "pin_wrong"
        answer = await client.request(room.sign_in())
        assert isinstance(answer, SignedIn)
        assert answer.sign_in.must_change_pin
        await done(client, ChangePin(request=PinChange(new_pin=OWN_PIN)))
        await done(client, Record(body=ExerciseOpened(track="javascript", exercise="two-values")))
        begun = time.monotonic()
        await done(client, draft("let a"))
        await delivered(client)
        assert is_within(time.monotonic() - begun, DRAFT_SERVER_SECONDS)
        await done(client, attempt("let a = 1"))
        await done(client, attempt("let a = 2", Verdict.ACCEPTED))
        await done(client, draft("let a = 2 // h"))
        await done(client, SignOut())
        answer = await client.request(room.sign_in(OWN_PIN))
        assert isinstance(answer, SignedIn)
        assert await drafts(client) == {"two-values": "let a = 2 // h"}
        assert answer.sign_in.passed == ("javascript/two-values",)
        assert not answer.sign_in.must_change_pin
        room.end_session(room.session)
        await until(client, is_in(Condition.LOCKED))

    kiosk.program.start()
    try:
        kiosk.play(lesson)
        assert kiosk.program.stop() == 0
    finally:
        kiosk.program.kill()
    found = room.rows("SELECT json_extract(files, '$.\"work.js\"'), verdict FROM attempts ORDER BY sequence")
    assert found == [("let a = 1", "wrong_answer"), ("let a = 2", "accepted")]
    assert room.rows("SELECT fate FROM received_events WHERE fate != 'applied'") == []
    log = kiosk.program.log.read_text()
    assert not [secret for secret in (room.learner.pin, OWN_PIN, "let a", "Traceback") if secret in log]


def test_a_server_of_another_site_is_never_spoken_to(room: LinkRoom, line: SlowLine, tmp_path: Path) -> None:
    other = ServerSettings(tmp_path / "other-site")
    commands.make_site(other, ["127.0.0.1"])
    known = room.count("kiosks")
    stranger = KioskProgram(tmp_path / "kiosk", f"https://127.0.0.1:{line.port}", other.ca_path)
    stranger.program.start()

    async def lesson(client: AgentClient) -> None:
        await until(client, lambda state: state.condition is Condition.UNAPPROVED)
        await eventually_in_loop(lambda: line.calls > TRIES, "it tries again and again")
        assert not client.state.server_answers
        assert client.state.server_time is None

    try:
        stranger.play(lesson)
    finally:
        stranger.program.kill()
    assert room.count("kiosks") == known


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_agent_stops_cleanly_and_is_only_one(tmp_path: Path, number: signal.Signals) -> None:
    nowhere = ServerSettings(tmp_path / "classroom")
    commands.make_site(nowhere, ["127.0.0.1"])
    nobody = held_port()
    agent = KioskProgram(tmp_path / "kiosk", f"https://127.0.0.1:{number_of(nobody)}", nowhere.ca_path)
    agent.program.start()

    async def lesson(client: AgentClient) -> None:
        await until(client, lambda state: state.condition is Condition.UNAPPROVED)
        first, agent.program.child = agent.program.child, None
        agent.program.start()
        assert agent.program.child
        assert await asyncio.to_thread(agent.program.child.wait, LIMIT_SECONDS) == 2
        agent.program.child = first

    try:
        agent.play(lesson)
        assert "another agent uses" in agent.program.log.read_text()
        assert agent.program.stop(number) == 0
    finally:
        agent.program.kill()
        nobody.close()
