"""The agent as the tutor sees it, against the real server: approval, sessions, sign-ins and refusals."""

from pathlib import Path

import pytest

from kiosk_agent.link.client import ANSWER_SECONDS
from kiosk_agent.link.server.server import CONNECT_SECONDS, SIGN_IN_SECONDS
from kiosk_agent.protocol.events import DraftSaved, JailFaulted, SignedOut
from kiosk_agent.protocol.limits import SOURCE_BYTES, WORK_FILES
from kiosk_agent.protocol.local import Condition, Done, Drafts, Record, RefusedReply, SignOut
from kiosk_agent.protocol.problem import ProblemCode
from tests.support.link.kiosk_house import KioskHouse, until
from tests.support.link.lesson import draft, drafts, is_in, refusal, run, signed_in
from tests.support.link.link_room import LinkRoom

TOO_MUCH: tuple[dict[str, str], ...] = (
    {f"{each}.js": "" for each in range(WORK_FILES + 1)},
    {f"{each}.js": "x" * SOURCE_BYTES for each in "abc"},
    {"a.js": "x" * (SOURCE_BYTES + 1)},
)


def test_a_learner_works_and_signs_out_with_everything_sent(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client, room)
            assert isinstance(await client.request(draft("let a = 1")), Done)
            assert await drafts(client) == {"two-values": "let a = 1"}
            assert isinstance(await client.request(SignOut()), Done)
            assert (await until(client, is_in(Condition.OPEN))).waiting_events == 0

    run(lesson)
    assert room.way.kinds() == ["draft", "signed_out"]


def test_a_kiosk_shows_its_fingerprint_until_a_person_approves_it(room: LinkRoom, tmp_path: Path) -> None:
    house = room.new_house(tmp_path / "kiosk")

    async def lesson() -> None:
        async with house.running() as client:
            shown = await until(client, lambda state: state.approval == "pending")
            assert shown.condition is Condition.UNAPPROVED
            assert len(shown.fingerprint) == 6
            room.approve_shown(shown.fingerprint)
            opened = await until(client, is_in(Condition.OPEN))
            assert (opened.kiosk_name[:6], opened.session_title) == ("Kiosk ", room.session.title)

    run(lesson)


def test_a_kiosk_that_nobody_knows_says_what_to_do_until_the_server_is_opened_for_it(
    room: LinkRoom, tmp_path: Path
) -> None:
    house = room.new_house(tmp_path / "kiosk")
    room.close_for_kiosks()

    async def lesson() -> None:
        async with house.running() as client:
            shown = await until(client, lambda state: state.enrolment_closed)
            assert (shown.condition, len(shown.fingerprint)) == (Condition.UNAPPROVED, 6)
            room.open_for_kiosks()
            await until(client, lambda state: not state.enrolment_closed)
            room.approve_shown(shown.fingerprint)
            await until(client, is_in(Condition.OPEN))

    run(lesson)


def test_a_kiosk_whose_approval_is_taken_back_locks_and_may_come_back(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client, room)
            room.refuse(client.state.fingerprint)
            refused = await until(client, is_in(Condition.REFUSED))
            assert await refusal(client, room.sign_in()) == "no_session"
            room.approve_shown(refused.fingerprint)
            await signed_in(client, room)

    run(lesson)


def test_the_end_of_the_session_locks_the_kiosk(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client, room)
            room.end_session(room.session)
            await until(client, is_in(Condition.LOCKED))
            assert await refusal(client, room.sign_in()) == "no_session"
            house.clock.pushed_seconds += 10
            await until(client, lambda state: state.waiting_events == 0 and room.way.kinds() == ["signed_out"])

    run(lesson)


def test_the_trainer_signs_a_learner_out(room: LinkRoom, house: KioskHouse) -> None:
    sign_in_ids = []

    async def lesson() -> None:
        async with house.running() as client:
            first = await signed_in(client, room)
            room.sign_out(first.sign_in_id)
            # Somebody else may sit down at once; the one before is signed out first.
            second = await signed_in(client, room)
            await client.request(SignOut())
            sign_in_ids.extend([first.sign_in_id, second.sign_in_id])

    run(lesson)
    assert [event.sign_in_id for event in room.way.applied()] == sign_in_ids


def test_one_learner_at_a_time_and_every_refusal_has_its_reason(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            assert await refusal(client, room.sign_in("000000")) == "pin_wrong"
            assert await refusal(client, Drafts()) == "sign_in_unknown"
            assert isinstance(await client.request(Record(body=JailFaulted(message="no firejail"))), Done)
            await signed_in(client, room)
            assert await refusal(client, room.sign_in()) == "request_invalid"
            assert await refusal(client, Record(body=SignedOut())) == "request_invalid"
            assert await refusal(client, draft("é" * 40_000)) == "request_too_large"
            for files in TOO_MUCH:
                body = DraftSaved.model_construct(track="javascript", exercise="x", files=files)
                assert await refusal(client, Record.model_construct(body=body)) == "request_too_large"
            house.clock.stop()
            answers = [await client.request(draft("x")) for _ in range(60)]
            assert any(isinstance(answer, RefusedReply) and answer.problem.code == "slow_down" for answer in answers)

    run(lesson)


def test_a_slow_server_is_unreachable_within_seconds(
    room: LinkRoom, house: KioskHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The tutor waits for all that its agent waits for: a sign-in may be asked twice, with the time between.
    assert ANSWER_SECONDS > 2 * SIGN_IN_SECONDS + CONNECT_SECONDS

    async def lesson() -> None:
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            monkeypatch.setattr("kiosk_agent.link.server.server.SIGN_IN_SECONDS", 0.5)
            with room.way.blocked():
                assert await refusal(client, room.sign_in()) == ProblemCode.SERVER_UNREACHABLE

    run(lesson)
