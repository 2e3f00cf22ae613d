"""A real agent at its socket and the real server: what staff ask arrives, lets go by itself, and is answered once."""

from classroom_server.acts import service as acts
from classroom_server.acts.schemas import Act, Asked
from kiosk_agent.link.client import AgentClient
from kiosk_agent.protocol.acts.orders import ActOutcome
from kiosk_agent.protocol.events import ActDone
from kiosk_agent.protocol.local import Condition, KioskState, Record, SignOut
from tests.support.link.kiosk_house import KioskHouse, until
from tests.support.link.lesson import done, is_in, run, signed_in
from tests.support.link.link_room import LinkRoom
from tests.support.server.rooms import TRAINER
from tests.support.waiting import eventually_in_loop


def attention(room: LinkRoom, minutes: int = 5) -> Asked:
    with room.classroom.database.write(TRAINER) as work:
        return acts.ask_attention(work, room.first_room_id(), [], minutes)


def message(room: LinkRoom, text: str) -> Asked:
    with room.classroom.database.write(TRAINER) as work:
        return acts.send_message(work, room.first_room_id(), [], acts.free_text(text))


def find(room: LinkRoom, asked: Asked) -> Act:
    with room.classroom.database.read() as work:
        return acts.find(work, asked.act_id)


def is_done(room: LinkRoom, asked: Asked, outcome: ActOutcome) -> bool:
    return any(row.done_at and row.outcome == outcome for row in find(room, asked).kiosks)


def is_held(state: KioskState) -> bool:
    return state.attention is not None


def is_free(state: KioskState) -> bool:
    return state.attention is None


def test_attention_reaches_the_tutor_and_its_answer_the_server(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            asked = attention(room)
            state = await until(client, is_held)
            assert state.attention
            assert state.attention.act_id == asked.act_id
            for _ in range(3):
                await done(client, Record(body=ActDone(act_id=asked.act_id, outcome=ActOutcome.SHOWN)))
            await eventually_in_loop(lambda: is_done(room, asked, ActOutcome.SHOWN), "the answer")
            with room.classroom.database.write(TRAINER) as work:
                acts.let_go(work, asked.act_id)
            await until(client, is_free)

    run(lesson)


def test_attention_lets_go_at_its_end_though_the_server_is_dead(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            # Else what this machine takes for the rest would count.
            house.clock.stop()
            attention(room, minutes=2)
            await until(client, is_held)
            room.stop()
            house.clock.pushed_seconds += 115
            state = await until(client, lambda told: not told.server_answers)
            assert state.attention
            assert state.attention.seconds < 6
            house.clock.pushed_seconds += 10
            await until(client, is_free)
            room.start()

    run(lesson)


def test_an_agent_that_starts_again_holds_what_was_asked_and_a_power_cut_lets_it_go(
    room: LinkRoom, house: KioskHouse
) -> None:
    async def lesson() -> None:
        async with AgentClient(house.settings.agent_socket) as tutor:
            async with house.running():
                await until(tutor, is_in(Condition.OPEN))
                attention(room, minutes=20)
                await until(tutor, is_held)
            room.stop()
            async with house.running():
                await until(tutor, is_held)
            house.cut_power()
            async with house.running():
                state = await until(tutor, is_in(Condition.LOCKED))
                assert state.attention is None
            room.start()
            async with house.running():
                # Only because the server says it again.
                await until(tutor, is_held)

    run(lesson)


def test_a_message_is_read_once_over_a_server_that_is_away(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client, room)
            asked = message(room, "Come to my desk")
            state = await until(client, lambda told: bool(told.messages))
            assert [each.text for each in state.messages] == ["Come to my desk"]
            room.stop()
            await done(client, Record(body=ActDone(act_id=asked.act_id, outcome=ActOutcome.SEEN)))
            await until(client, lambda told: not told.messages)
            room.start()
            await eventually_in_loop(lambda: is_done(room, asked, ActOutcome.SEEN), "that it was seen")
            await until(client, lambda told: told.server_answers)
            assert not client.state.messages

    run(lesson)


def test_a_message_goes_with_the_learner_whom_it_is_for(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client, room)
            message(room, "Come to my desk")
            await until(client, lambda told: bool(told.messages))
            await done(client, SignOut())
            state = await until(client, is_in(Condition.OPEN))
            assert not state.messages
            await signed_in(client, room)
            assert not client.state.messages

    run(lesson)
