"""The agent as the tutor sees it, against a real HTTPS server."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from kiosk_agent.link.server import uplink
from kiosk_agent.protocol.events import JailFaulted, SignedOut
from kiosk_agent.protocol.local import ChangePin, Condition, Done, Drafts, Record, RefusedReply, SignIn, SignOut
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.sessions import PinChange, SignInRequest
from tests.support.link.kiosk_house import KioskHouse, until
from tests.support.link.lesson import SIGN_IN, draft, drafts, is_in, refusal, run, signed_in
from tests.support.link.model_server import PIN, ModelServer
from tests.support.waiting import eventually_in_loop


def test_a_learner_signs_in_works_and_signs_out(model: ModelServer, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client)
            assert isinstance(await client.request(ChangePin(request=PinChange(new_pin="918273"))), Done)
            assert isinstance(await client.request(draft("let a = 1")), Done)
            assert await drafts(client) == {"two-values": "let a = 1"}
            assert isinstance(await client.request(SignOut()), Done)
            assert (await until(client, is_in(Condition.OPEN))).waiting_events == 0

    run(lesson)
    assert model.kinds() == ["draft", "signed_out"]
    assert model.pins == [PIN, "sign-in-1:918273"]


def test_a_kiosk_shows_its_fingerprint_until_a_person_approves_it(model: ModelServer, house: KioskHouse) -> None:
    model.approval = "pending"

    async def lesson() -> None:
        async with house.running() as client:
            shown = await until(client, lambda state: state.approval == "pending")
            assert shown.condition is Condition.UNAPPROVED
            assert len(shown.fingerprint) == 6
            model.approval = "approved"
            opened = await until(client, is_in(Condition.OPEN))
            assert (opened.kiosk_name, opened.session_title) == ("Seat 1", "Monday")

    run(lesson)


def test_a_refused_kiosk_says_so(model: ModelServer, house: KioskHouse) -> None:
    model.approval = "refused"

    async def lesson() -> None:
        async with house.running() as client:
            await until(client, is_in(Condition.REFUSED))

    run(lesson)


@pytest.mark.parametrize("year", [1970, 2010, 2040])
def test_the_servers_year_is_the_kiosks_year_whatever_it_is(model: ModelServer, house: KioskHouse, year: int) -> None:
    model.clock_offset = datetime(year, 6, 1, tzinfo=UTC) - datetime.now(UTC)

    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client)
            await client.request(draft("let a = 1"))
            await client.request(SignOut())

    run(lesson)
    happened_at = datetime.fromisoformat(model.applied[0]["happened_at"])
    # Never before the kiosk was built, whatever a server with a dead battery says.
    assert happened_at.year == max(year, 2026)


def test_a_server_whose_clock_was_set_is_followed(model: ModelServer, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client)
            model.clock_offset = timedelta(hours=3)
            await client.request(draft("let a = 1"))
            assert isinstance(await client.request(SignOut()), Done)

    run(lesson)
    assert model.kinds() == ["draft", "signed_out"]


def test_a_server_that_comes_back_with_another_time_is_listened_to(model: ModelServer, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            model.stop()
            await until(client, lambda state: not state.server_answers)
            model.clock_offset = timedelta(hours=-3)
            model.session_seconds = None
            model.start()
            await until(client, is_in(Condition.LOCKED))

    run(lesson)


def test_what_was_typed_while_the_server_was_down_arrives_once_and_in_order(
    model: ModelServer, house: KioskHouse
) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client)
            model.stop()
            await until(client, lambda state: not state.server_answers)
            for exercise in ("a", "b", "c"):
                assert isinstance(await client.request(draft("x", exercise)), Done)
            assert await refusal(client, ChangePin(request=PinChange(new_pin="918273"))) == "server_unreachable"
            model.lost_acknowledgements = 2
            model.start()
            await until(client, lambda state: state.waiting_events == 0 and state.server_answers)

    run(lesson)
    assert [event["body"]["exercise"] for event in model.applied] == ["a", "b", "c"]


def test_an_agent_that_dies_leaves_the_learner_signed_in_and_a_power_cut_does_not(
    model: ModelServer, house: KioskHouse
) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client)
            await client.request(draft("let a = 1"))
            await until(client, lambda state: state.waiting_events == 0)
            model.stop()
            await client.request(draft("let b = 2", "price-tags"))
        async with house.running() as client:
            shown = await until(client, is_in(Condition.SIGNED_IN))
            assert "let " not in shown.model_dump_json()
            # One that the server has already, and one that it has not.
            assert await drafts(client) == {"two-values": "let a = 1", "price-tags": "let b = 2"}
        house.cut_power()
        async with house.running() as client:
            locked = await until(client, is_in(Condition.LOCKED))
            assert locked.server_time is None
            assert await refusal(client, draft("let a = 2")) == "sign_in_unknown"
            model.start()
            await until(client, is_in(Condition.OPEN))

    run(lesson)


def test_without_the_server_the_kiosk_works_until_the_grace_ends_then_locks_with_the_work_saved(
    model: ModelServer, house: KioskHouse
) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client)
            model.stop()
            house.clock.pushed_seconds += 800
            assert isinstance(await client.request(draft("let a = 1")), Done)
            house.clock.pushed_seconds += 120
            await until(client, is_in(Condition.LOCKED))
            # The last second of typing still gets in.
            assert isinstance(await client.request(draft("let a = 12")), Done)
            house.clock.pushed_seconds += 10
            await until(client, lambda state: state.waiting_events == 2)
            assert await refusal(client, draft("let a = 123")) == "sign_in_unknown"
            model.start()
            await until(client, is_in(Condition.OPEN))
            await until(client, lambda state: state.waiting_events == 0)

    run(lesson)
    assert model.kinds() == ["draft", "signed_out"]
    assert model.applied[0]["body"]["files"]["work.js"] == "let a = 12"


def test_the_end_of_the_session_locks_the_kiosk(model: ModelServer, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client)
            model.session_seconds = None
            await until(client, is_in(Condition.LOCKED))
            assert await refusal(client, SIGN_IN) == "no_session"
            house.clock.pushed_seconds += 10
            await until(client, lambda state: state.waiting_events == 0 and model.kinds() == ["signed_out"])

    run(lesson)


def test_the_trainer_signs_a_learner_out(model: ModelServer, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client)
            model.end_sign_in = "sign-in-1"
            await until(client, is_in(Condition.OPEN))
            # Somebody else may sit down at once; the one before is signed out first.
            await signed_in(client)
            await client.request(SignOut())

    run(lesson)
    assert [event["sign_in_id"] for event in model.applied] == ["sign-in-1", "sign-in-2"]


def test_one_learner_at_a_time_and_every_refusal_has_its_reason(house: KioskHouse) -> None:
    wrong = SignIn(request=SignInRequest(number="17", pin="000000", language="en"))

    async def lesson() -> None:
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            assert await refusal(client, wrong) == "pin_wrong"
            assert await refusal(client, Drafts()) == "sign_in_unknown"
            assert isinstance(await client.request(Record(body=JailFaulted(message="no firejail"))), Done)
            await signed_in(client)
            assert await refusal(client, SIGN_IN) == "request_invalid"
            assert await refusal(client, Record(body=SignedOut())) == "request_invalid"
            assert await refusal(client, draft("é" * 40_000)) == "request_too_large"
            house.clock.stop()
            answers = [await client.request(draft("x")) for _ in range(60)]
            assert any(isinstance(answer, RefusedReply) and answer.problem.code == "slow_down" for answer in answers)

    run(lesson)


def test_a_slow_server_is_unreachable_within_seconds(
    model: ModelServer, house: KioskHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk_agent.link.server.server.ANSWER_SECONDS", 0.5)

    async def lesson() -> None:
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            model.answer_delay_seconds = 3
            assert await refusal(client, SIGN_IN) == ProblemCode.SERVER_UNREACHABLE

    run(lesson)


def test_an_event_that_the_server_cannot_take_lets_the_others_pass(model: ModelServer, house: KioskHouse) -> None:
    model.refuse_exercise = "odd"

    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client)
            model.refuse_events_with = "internal"
            for exercise in ("a", "odd", "b", "c"):
                await client.request(draft("x", exercise))
            model.refuse_events_with = None
            await until(client, lambda state: state.waiting_events == 1 and len(model.applied) == 3)
        model.refuse_exercise = None
        async with house.running() as client:  # a new agent tries it again
            await until(client, lambda state: state.waiting_events == 0 and state.server_answers)

    run(lesson)
    assert [event["body"]["exercise"] for event in model.applied] == ["a", "b", "c", "odd"]


def test_a_draft_is_on_the_server_in_time(model: ModelServer, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client)
            took = []
            for number in range(3):
                begun = asyncio.get_running_loop().time()
                await client.request(draft(f"let a = {number}"))
                await eventually_in_loop(lambda number=number: len(model.applied) > number, "the draft")  # type: ignore[misc]
                took.append(asyncio.get_running_loop().time() - begun)
            # The best of several: what this machine does beside is not the agent's.
            assert min(took) < uplink.DRAFT_REST_SECONDS + 1

    run(lesson)
