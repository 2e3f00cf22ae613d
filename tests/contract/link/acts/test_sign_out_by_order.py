"""A real agent at its socket and the real server: a trainer signs its learner out, and reads when they are out."""

from classroom_server.acts import learner_acts
from classroom_server.acts import service as acts
from kiosk_agent.protocol.acts.orders import ActOutcome
from kiosk_agent.protocol.local import Condition
from tests.support.link.kiosk_house import KioskHouse, until
from tests.support.link.lesson import done, draft, is_in, run, signed_in
from tests.support.link.link_room import LinkRoom
from tests.support.server.rooms import TRAINER
from tests.support.waiting import eventually_in_loop


def sign_out(room: LinkRoom, sign_in_id: str) -> None:
    with room.classroom.database.write(TRAINER) as work:
        assert learner_acts.sign_one_out(work, sign_in_id)


def is_out(room: LinkRoom) -> bool:
    with room.classroom.database.read() as work:
        act = acts.listed(work, room.first_room_id())[0]
    return all(row.done_at and row.outcome == ActOutcome.DONE for row in act.kiosks)


def test_a_learner_is_signed_out_with_the_last_words_and_may_sign_in_again(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            here = await signed_in(client, room)
            # Last words are taken for some seconds, however long this machine takes for them.
            house.clock.stop()
            sign_out(room, here.sign_in_id)
            await until(client, is_in(Condition.OPEN))
            assert not is_out(room)
            await done(client, draft("the last words"))
            house.clock.pushed_seconds += 10
            await eventually_in_loop(lambda: is_out(room), "that they are out")
            again = await signed_in(client, room)
            assert again.sign_in_id != here.sign_in_id

    run(lesson)


def test_a_kiosk_that_was_away_signs_out_when_it_comes_back(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            here = await signed_in(client, room)
            room.stop()
            await until(client, lambda told: not told.server_answers)
            sign_out(room, here.sign_in_id)
            assert client.state
            assert client.state.condition is Condition.SIGNED_IN
            room.start()
            await until(client, is_in(Condition.OPEN))
            house.clock.pushed_seconds += 10
            await eventually_in_loop(lambda: is_out(room), "that they are out")

    run(lesson)


def test_a_kiosk_whose_power_was_cut_says_that_nobody_is_there(room: LinkRoom, house: KioskHouse) -> None:
    async def lesson() -> None:
        async with house.running() as client:
            here = await signed_in(client, room)
        sign_out(room, here.sign_in_id)
        house.cut_power()
        async with house.running() as client:
            await until(client, is_in(Condition.OPEN))
            await eventually_in_loop(lambda: is_out(room), "that they are out")

    run(lesson)
