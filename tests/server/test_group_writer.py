"""Many requests in one commit: each is answered by its own outcome, and a fault is the fault of one alone."""

import asyncio
import threading
from collections.abc import Callable
from functools import partial

import pytest

from classroom_server.attempts.group_writer import GroupWriter
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.actors import Actor
from classroom_server.core.database import Database, Turns, Work
from classroom_server.kiosks import service as kiosks
from kiosk_agent.protocol.paths import EVENTS_PATH
from tests.support.server.kiosk_client import KioskClient, attempt
from tests.support.server.rooms import TRAINER, Room, ServedRoom
from tests.support.waiting import eventually

MANY = 40


class Broken(Exception):
    """What a task of the test raises."""


def noted(number: int, *, breaks: bool = False) -> Callable[[Work], int]:
    def task(work: Work) -> int:
        audit.record(work, Action.NUMBER_GIVEN, str(number))
        if breaks:
            raise Broken
        return number

    return task


def subjects(room: Room) -> list[str]:
    with room.classroom.database.read() as work:
        assert audit.verify(work).broken_at is None
        return [row.subject for row in reversed(audit.page(work, limit=10_000)) if row.action == Action.NUMBER_GIVEN]


def test_tasks_that_gather_behind_a_long_one_are_kept_in_their_order_but_for_the_one_that_fails(room: Room) -> None:
    async def write_all() -> list[object]:
        writer = GroupWriter(room.classroom.database)
        with room.classroom.database.write(TRAINER):
            tasks = [
                asyncio.ensure_future(writer.write(Actor.kiosk(str(each)), noted(each, breaks=each == 7)))
                for each in range(MANY)
            ]
            await asyncio.sleep(0)
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        writer.close()
        return list(outcomes)

    outcomes = asyncio.run(write_all())
    assert isinstance(outcomes.pop(7), Broken)
    kept = [each for each in range(MANY) if each != 7]
    assert outcomes == kept
    assert subjects(room) == [str(each) for each in kept]


def test_each_row_of_a_group_names_the_kiosk_that_asked(room: Room) -> None:
    async def write_two() -> None:
        writer = GroupWriter(room.classroom.database)
        await asyncio.gather(*(writer.write(Actor.kiosk(f"k{each}"), noted(each)) for each in range(2)))
        writer.close()

    asyncio.run(write_two())
    with room.classroom.database.read() as work:
        actors = {row.subject: row.actor for row in audit.page(work) if row.action == Action.NUMBER_GIVEN}
    assert actors == {"0": "kiosk:k0", "1": "kiosk:k1"}


# Of those that wait, the one who may not.
AT_ONCE = 5


def test_turns_are_given_in_the_order_in_which_they_were_asked_for_but_to_who_may_not_wait() -> None:
    turns, given = Turns(), list[int]()

    def waits(threads: int) -> bool:
        return len(turns._waiting) == threads

    def take(number: int) -> None:
        with turns.taken(at_once=number == AT_ONCE):
            given.append(number)

    with turns.taken():
        waiting = []
        for number in range(8):
            thread = threading.Thread(target=take, args=(number,))
            thread.start()
            waiting.append(thread)
            eventually(partial(waits, number + 1), "the thread waits for its turn")
    for thread in waiting:
        thread.join()
    assert given == [AT_ONCE, *(number for number in range(8) if number != AT_ONCE)]


@pytest.mark.parametrize("again", [False, True])
def test_a_kiosk_that_was_heard_just_now_is_refused_once_its_approval_is_taken_back(
    served: ServedRoom, *, again: bool
) -> None:
    kiosk: KioskClient = served.kiosk()
    kiosk_id = kiosk.kiosk_id
    event = kiosk.event(None, attempt("x"))
    assert kiosk.send(event).fates
    with served.classroom.database.write(TRAINER) as work:
        kiosks.refuse(work, kiosk_id)
    assert kiosk.post(EVENTS_PATH, "{}").status_code == 403
    if again:
        served.approve(kiosk_id, " ".join(kiosk.words))
        assert kiosk.send(event).fates


def test_a_kiosk_that_another_program_refused_is_turned_away_within_seconds(served: ServedRoom) -> None:
    kiosk: KioskClient = served.kiosk()
    kiosk_id = kiosk.kiosk_id
    assert kiosk.post(EVENTS_PATH, "{}").status_code == 400
    # It shares the file with the server and tells it nothing.
    other = Database.at(served.parts.settings.database_path)
    with other.write(TRAINER) as work:
        kiosks.refuse(work, kiosk_id)
    other.close()
    served.parts.approved_keys.seconds = partial(float, "inf")
    assert kiosk.post(EVENTS_PATH, "{}").status_code == 403
