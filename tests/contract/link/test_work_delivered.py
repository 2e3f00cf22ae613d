"""What is recorded at a kiosk reaches the real server once and in order, whatever lies between."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from classroom_server.attempts.batch import read_batch
from classroom_server.core.errors import KioskRequestRefused
from classroom_server.core.live.streams import COMMENT_SECONDS
from kiosk_agent.link.client import AgentClient
from kiosk_agent.link.outbox.outbox_file import OUTBOX_FILE
from kiosk_agent.link.server import uplink
from kiosk_agent.link.server.server import STREAM_SILENCE_SECONDS
from kiosk_agent.link.tutor import requests
from kiosk_agent.protocol.events import AttemptMade, DraftSaved, Fate
from kiosk_agent.protocol.limits import LEASE_GRACE_SECONDS
from kiosk_agent.protocol.local import ChangePin, Condition, Done, Drafts, SignOut
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.sessions import PinChange
from tests.support.link.kiosk_house import KioskHouse, until
from tests.support.link.lesson import attempt, delivered, draft, drafts, is_in, refusal, run, signed_in
from tests.support.link.link_room import LinkRoom
from tests.support.link.slow_line import SlowLine
from tests.support.promises import is_within
from tests.support.waiting import LIMIT_SECONDS, eventually_in_loop
from tests.support.work import text_of


def exercises(room: LinkRoom) -> list[str]:
    return [event.body.exercise for event in room.way.applied() if isinstance(event.body, DraftSaved)]


def test_what_was_typed_while_the_server_was_down_arrives_once_and_in_order(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client, room)
            room.stop()
            await until(client, lambda state: not state.server_answers)
            for exercise in ("a", "b", "c"):
                assert isinstance(await client.request(draft("x", exercise)), Done)
            assert await refusal(client, ChangePin(request=PinChange(new_pin="918273"))) == "server_unreachable"
            room.way.acknowledgements_to_lose = 2
            room.start()
            await delivered(client)

    run(lesson)
    assert exercises(room) == ["a", "b", "c"]
    assert [fate for _, fate in room.way.received].count(Fate.ALREADY_APPLIED) >= 2


def test_thirty_seconds_without_a_server_lose_nothing(room: LinkRoom, cabled: KioskHouse, line: SlowLine) -> None:
    async def lesson() -> None:
        async with cabled.running() as client:
            await signed_in(client, room)
            room.stop()
            knocks = line.calls
            for second in range(30):
                assert isinstance(await client.request(attempt(f"attempt {second}")), Done)
                assert isinstance(await client.request(draft(f"draft {second}")), Done)
                cabled.clock.pushed_seconds += 1
            # By then it waits as long as it ever does between two tries.
            await eventually_in_loop(lambda: line.calls > knocks + 6, "it knocks again and again")
            assert client.state.condition is Condition.SIGNED_IN
            assert not client.state.server_answers
            room.start()
            await delivered(client)

    run(lesson)
    found = room.rows(
        "SELECT json_extract(files, '$.\"work.js\"') FROM attempts "  # noqa: S608 - an id of our own
        f"WHERE learner_id = '{room.learner.learner_id}' ORDER BY sequence"
    )
    assert found == [(f"attempt {second}",) for second in range(30)]
    assert room.way.kinds() == ["attempt", "draft"] * 30


def test_a_pulled_cable_is_noticed_and_the_work_goes_on(
    room: LinkRoom, cabled: KioskHouse, line: SlowLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Three comments that do not come are a dead line.
    assert STREAM_SILENCE_SECONDS >= 3 * COMMENT_SECONDS
    monkeypatch.setattr("classroom_server.core.live.streams.COMMENT_SECONDS", 0.2)
    monkeypatch.setattr("kiosk_agent.link.server.server.STREAM_SILENCE_SECONDS", 1.0)

    async def lesson() -> None:
        async with cabled.running() as client:
            await signed_in(client, room)
            line.pull()
            assert isinstance(await client.request(draft("typed with no cable")), Done)
            await until(client, lambda state: not state.server_answers)
            monkeypatch.setattr("kiosk_agent.link.server.server.SIGN_IN_SECONDS", 0.5)
            assert await refusal(client, ChangePin(request=PinChange(new_pin="918273"))) == "server_unreachable"
            line.plug_in()
            monkeypatch.undo()
            await delivered(client)

    run(lesson)
    (event,) = room.way.applied()
    assert isinstance(event.body, DraftSaved)
    assert text_of(event.body.files) == "typed with no cable"


def test_an_agent_that_dies_leaves_the_learner_signed_in_and_a_power_cut_does_not(
    room: LinkRoom, house: KioskHouse
) -> None:
    async def lesson() -> None:
        async with AgentClient(house.settings.agent_socket) as tutor:
            async with house.running():
                await signed_in(tutor, room)
                await tutor.request(draft("let a = 1"))
                await until(tutor, lambda state: state.waiting_events == 0)
                room.stop()
                await tutor.request(draft("let b = 2", "price-tags"))
            await until(tutor, is_in(Condition.STARTING))
            async with house.running():
                shown = await until(tutor, is_in(Condition.SIGNED_IN))
                assert "let " not in shown.model_dump_json()
                # One that the server has already, and one that it has not.
                assert await drafts(tutor) == {"two-values": "let a = 1", "price-tags": "let b = 2"}
        house.cut_power()
        async with house.running() as client:
            locked = await until(client, is_in(Condition.LOCKED))
            assert locked.server_time is None
            assert await refusal(client, draft("let a = 2")) == "sign_in_unknown"
            room.start()
            await until(client, is_in(Condition.OPEN))

    run(lesson)


def test_without_the_server_the_kiosk_works_until_the_grace_ends_then_locks_with_the_work_saved(
    room: LinkRoom, house: KioskHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One that was tried to be sent is not replaced by the next: on a busy machine, hands rest for longer here.
    for name in ("DRAFT_REST_SECONDS", "DRAFT_LONGEST_SECONDS"):
        monkeypatch.setattr(f"kiosk_agent.link.server.uplink.{name}", LIMIT_SECONDS)

    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client, room)
            room.stop()
            # What it said last may still be on its way, and the grace is counted from the moment that it is heard.
            await until(client, lambda state: not state.server_answers)
            house.clock.pushed_seconds += 800
            assert isinstance(await client.request(draft("let a = 1")), Done)
            house.clock.pushed_seconds += 120
            await until(client, is_in(Condition.LOCKED))
            # The last second of typing still gets in.
            assert isinstance(await client.request(draft("let a = 12")), Done)
            house.clock.pushed_seconds += 10
            await until(client, lambda state: state.waiting_events == 2)
            assert await refusal(client, draft("let a = 123")) == "sign_in_unknown"
            room.start()
            await until(client, is_in(Condition.OPEN))
            await until(client, lambda state: state.waiting_events == 0)

    run(lesson)
    assert room.way.kinds() == ["draft", "signed_out"]
    (body, _) = (event.body for event in room.way.applied())
    assert isinstance(body, DraftSaved)
    assert text_of(body.files) == "let a = 12"


def test_what_is_handed_in_as_the_grace_ends_is_kept_before_anybody_looked(
    room: LinkRoom, house: KioskHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The agent looks once, as it starts.
    monkeypatch.setattr("kiosk_agent.link.agent.REVIEW_SECONDS", LIMIT_SECONDS)

    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client, room)
            room.stop()
            await until(client, lambda state: not state.server_answers)
            house.clock.pushed_seconds += LEASE_GRACE_SECONDS + 1
            assert isinstance(await client.request(draft("let a = 1")), Done)
            await until(client, is_in(Condition.LOCKED))

    run(lesson)


def test_a_run_that_ends_after_its_learner_has_left_is_theirs_and_not_the_next_ones(
    room: LinkRoom, house: KioskHouse
) -> None:
    sign_ins = []

    async def lesson() -> None:
        async with house.running() as client:
            sign_ins.append((await signed_in(client, room)).sign_in_id)
            await client.request(SignOut())
            sign_ins.append((await signed_in(client, room)).sign_in_id)
            late = attempt("handed in before they left").model_copy(update={"sign_in_id": sign_ins[0]})
            assert isinstance(await client.request(late), Done)
            house.clock.pushed_seconds += requests.LATE_WORK_SECONDS
            assert await refusal(client, late) == ProblemCode.SIGN_IN_UNKNOWN
            await delivered(client)

    run(lesson)
    made = [event.sign_in_id for event in room.way.applied() if isinstance(event.body, AttemptMade)]
    assert made == sign_ins[:1]


def test_an_event_that_the_server_cannot_take_lets_the_others_pass(
    room: LinkRoom, house: KioskHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = "classroom_server.attempts.kiosk_api.read_batch"

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    def particular(body: bytes) -> object:
        if b'"odd"' in body:
            raise KioskRequestRefused(400, ProblemCode.REQUEST_INVALID, "this cannot be read", hint="none")
        return read_batch(body)

    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client, room)
            monkeypatch.setattr(used, broken)
            for exercise in ("a", "odd", "b", "c"):
                await client.request(draft("x", exercise))
            await until(client, lambda state: state.waiting_events == 4)
            monkeypatch.setattr(used, particular)
            await until(client, lambda state: state.holds_work and state.waiting_events == 0)
            assert len(room.way.applied()) == 3
        monkeypatch.setattr(used, read_batch)
        async with house.running() as client:  # a new agent tries it again
            await until(client, lambda state: state.waiting_events == 0 and state.server_answers)

    run(lesson)
    assert exercises(room) == ["a", "b", "c", "odd"]


def test_who_leaves_does_not_wait_for_an_event_that_cannot_be_read(
    room: LinkRoom, house: KioskHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever waited for it would not be answered.
    monkeypatch.setattr(requests, "FLUSH_SECONDS", 10 * LIMIT_SECONDS)

    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client, room)
            room.stop()
            await client.request(draft("spoilt", "a"))
            await until(client, lambda state: state.waiting_events == 1)
        with closing(sqlite3.connect(house.settings.state_path / OUTBOX_FILE)) as outbox, outbox:
            outbox.execute("UPDATE events SET body = '{'")
        async with AgentClient(house.settings.agent_socket) as tutor, house.running():
            room.start()
            await until(tutor, is_in(Condition.SIGNED_IN))
            # It is another tutor than the one that the learner signed in at: what it asks first ends that sign-in.
            assert await refusal(tutor, Drafts()) is ProblemCode.SIGN_IN_UNKNOWN
            await signed_in(tutor, room)
            await tutor.request(draft("whole", "b"))
            assert isinstance(await tutor.request(SignOut()), Done)
            # Nothing more is on its way, and nothing is held of whoever comes now.
            await until(tutor, lambda state: state.waiting_events == 0 and not state.holds_work)

    run(lesson)
    assert exercises(room) == ["b"]


def test_a_draft_is_on_the_server_in_time(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client, room)
            took = []
            for number in range(3):
                begun = asyncio.get_running_loop().time()
                await client.request(draft(f"let a = {number}"))
                await eventually_in_loop(lambda number=number: len(room.way.applied()) > number, "the draft")  # type: ignore[misc]
                took.append(asyncio.get_running_loop().time() - begun)
            # The best of several: what this machine does beside is not the agent's.
            assert is_within(min(took), uplink.DRAFT_REST_SECONDS + 1)

    run(lesson)
