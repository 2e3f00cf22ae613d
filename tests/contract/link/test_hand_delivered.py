"""A hand that is raised at a real agent reaches the real server with its true time, whatever lies between."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime

from classroom_server.help import service as hands
from classroom_server.help.schemas import Hand
from kiosk_agent.protocol.acts.hands import HandStage, HandTold
from kiosk_agent.protocol.events import HandLowered, HandRaised
from kiosk_agent.protocol.local import KioskState, Record
from kiosk_agent.protocol.problem import ProblemCode
from tests.support.link.kiosk_house import KioskHouse, until
from tests.support.link.lesson import delivered, done, refusal, run, signed_in
from tests.support.link.link_room import LinkRoom
from tests.support.server.rooms import TRAINER


def up(room: LinkRoom) -> tuple[Hand, ...]:
    with room.classroom.database.read() as work:
        return hands.up_in_room(work, room.first_room_id())


def test_a_hand_raised_while_the_server_is_away_arrives_with_its_true_time(room: LinkRoom, house: KioskHouse) -> None:
    known_at: list[datetime] = []

    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client, room)
            room.stop()
            await until(client, lambda state: not state.server_answers)
            await done(client, Record(body=HandRaised(line="what is a loop")))
            known_at.append(datetime.now(UTC))
            room.start()
            await delivered(client)

    run(lesson)
    (hand,) = up(room)
    assert hand.line == "what is a loop"
    # Before the server was there again, and so long before it arrived.
    assert hand.raised_at <= known_at[0]


def test_a_hand_is_down_again_at_a_sign_out_and_nobody_raises_it_for_who_has_left(
    room: LinkRoom, house: KioskHouse
) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            learner = await signed_in(client, room)
            await done(client, Record(body=HandRaised()))
            await delivered(client)
            assert len(up(room)) == 1
            await done(client, Record(body=HandLowered()))
            await delivered(client)
            assert up(room) == ()
            room.sign_out(learner.sign_in_id)
            await until(client, lambda state: state.learner is None)
            late = Record(body=HandRaised(), sign_in_id=learner.sign_in_id)
            assert await refusal(client, late) is ProblemCode.SIGN_IN_UNKNOWN

    run(lesson)
    assert up(room) == ()


def test_the_kiosk_is_told_what_comes_of_a_hand(room: LinkRoom, house: KioskHouse) -> None:
    hand_id = str(uuid.uuid4())

    def told(**facts: object) -> HandTold:
        return HandTold.model_validate({"hand_id": hand_id} | facts)

    def shows(hand: HandTold) -> Callable[[KioskState], bool]:
        return lambda state: state.hand == hand

    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client, room)
            await done(client, Record(body=HandRaised(), event_id=hand_id))
            await until(client, shows(told(stage=HandStage.WAITING, place=1)))
            with room.classroom.database.write(TRAINER) as work:
                hands.claim(work, hand_id)
            await until(client, shows(told(stage=HandStage.CLAIMED)))
            with room.classroom.database.write(TRAINER) as work:
                hands.answer(work, hand_id, "Look at line 3.")
            await until(client, shows(told(stage=HandStage.ANSWERED, answer="Look at line 3.")))
            with room.classroom.database.write(TRAINER) as work:
                hands.resolve(work, hand_id)
            await until(client, shows(told(stage=HandStage.DOWN)))

    run(lesson)
