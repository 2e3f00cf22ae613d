"""A real agent at its socket and the real server: an exercise that a trainer opens comes to who is signed in."""

from classroom_server.acts import learner_acts
from classroom_server.acts import service as acts
from classroom_server.acts.schemas import Asked
from kiosk_agent.protocol.acts.orders import ActOutcome
from kiosk_agent.protocol.events import ActDone
from kiosk_agent.protocol.local import Condition, Record
from tests.support.link.kiosk_house import KioskHouse, until
from tests.support.link.lesson import done, is_in, run, signed_in
from tests.support.link.link_room import LinkRoom
from tests.support.server.rooms import TRAINER
from tests.support.waiting import eventually_in_loop


def open_exercise(room: LinkRoom) -> Asked:
    with room.classroom.database.write(TRAINER) as work:
        return learner_acts.open_exercise(work, room.first_room_id(), [], "javascript", "two-values")


def outcomes(room: LinkRoom, asked: Asked) -> set[str | None]:
    with room.classroom.database.read() as work:
        return {row.outcome for row in acts.find(work, asked.act_id).kiosks}


def test_it_comes_to_who_signs_in_and_is_gone_with_the_answer(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            asked = open_exercise(room)
            here = await signed_in(client, room)
            state = await until(client, lambda told: told.exercise is not None)
            assert state.learner
            assert state.exercise
            assert state.learner.sign_in_id == here.sign_in_id
            assert (state.exercise.act_id, state.exercise.exercise) == (asked.act_id, "two-values")
            await done(client, Record(body=ActDone(act_id=asked.act_id, outcome=ActOutcome.CANNOT)))
            await until(client, lambda told: told.exercise is None)
            await eventually_in_loop(lambda: ActOutcome.CANNOT in outcomes(room, asked), "the answer")

    run(lesson)


def test_it_makes_no_sense_any_more_after_some_minutes_though_the_server_is_dead(
    room: LinkRoom, house: KioskHouse
) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            await signed_in(client, room)
            open_exercise(room)
            await until(client, lambda told: told.exercise is not None)
            room.stop()
            house.clock.pushed_seconds += 601
            await until(client, lambda told: told.exercise is None)
            room.start()

    run(lesson)
