"""What a site gathers over the years makes nothing slow: what pages and chores cost is counted, and not timed."""

import uuid
from datetime import timedelta

from sqlalchemy import insert, select

from classroom_server.attempts.tables import AttemptLine
from classroom_server.core.database import table_of
from classroom_server.housekeeping import store_last_seen
from classroom_server.kiosks.tables import KioskLine
from classroom_server.learners import service as learners
from classroom_server.room_page import kiosk_view
from classroom_server.sign_ins.tables import SignInLine
from kiosk_agent.protocol.enrolment import Approval
from tests.support.browser import lessons
from tests.support.server.costs import Costs, counted
from tests.support.server.rooms import TRAINER, Room, ServedRoom
from tests.support.server.trainer_client import TrainerClient

MANY = 400


def add_learners(room: Room, count: int) -> None:
    with room.classroom.database.write(TRAINER) as work:
        cohort = learners.add_cohort(work, str(uuid.uuid4()))
        numbers = [str(uuid.uuid4().int)[:12] for _ in range(count)]
        for number in numbers:
            learners.add(work, cohort.cohort_id, number, f"Learner {number}")


def add_kiosks(room: Room, count: int) -> list[str]:
    kiosk_ids = [str(uuid.uuid4()) for _ in range(count)]
    with room.classroom.database.write(TRAINER) as work:
        work.rows.add_all(
            KioskLine(
                kiosk_id=kiosk_id, public_key=f"{uuid.UUID(kiosk_id).hex:A<43}", name=kiosk_id,
                approval=Approval.APPROVED, image_version="", enrolled_at=work.now, last_seen_at=work.now,
            )
            for kiosk_id in kiosk_ids
        )  # fmt: skip
    return kiosk_ids


def test_when_many_kiosks_were_heard_is_stored_in_as_many_statements_as_of_one(room: Room) -> None:
    def stored(kiosk_ids: list[str]) -> Costs:
        for kiosk_id in kiosk_ids:
            room.classroom.presence.seen(kiosk_id, room.clock())
        with counted(room.classroom.database) as costs:
            store_last_seen(room.classroom)
        return costs

    # Each minute, of every kiosk that ever was: whoever writes meanwhile waits.
    assert stored(add_kiosks(room, 1)).statements == stored(add_kiosks(room, MANY)).statements


def test_when_a_kiosk_was_heard_is_never_put_back(room: Room) -> None:
    (kiosk_id,) = add_kiosks(room, 1)
    with room.classroom.database.read() as work:
        before = work.rows.get_one(KioskLine, kiosk_id).last_seen_at
    for minutes, seen_at in ((-1, before), (1, before.replace(year=before.year + 1))):
        room.classroom.presence.seen(kiosk_id, before.replace(year=before.year + minutes))
        store_last_seen(room.classroom)
        with room.classroom.database.read() as work:
            assert work.rows.get_one(KioskLine, kiosk_id).last_seen_at == seen_at


def test_a_list_of_learners_makes_no_object_of_each(room: Room) -> None:
    add_learners(room, MANY)
    with counted(room.classroom.database) as costs, room.classroom.database.read() as work:
        assert len(learners.every(work)) == MANY
    assert (costs.statements, costs.objects) == (3, 0)


def test_a_page_of_the_log_reads_the_names_that_stand_in_it_and_no_others(served: ServedRoom) -> None:
    ana = TrainerClient.signed_in(served.url, served)
    add_learners(served, 100)

    def opened() -> Costs:
        with counted(served.classroom.database) as costs:
            assert "Learner" in ana.http.get("/log?before=100").text
        return costs

    few = opened()
    add_learners(served, MANY)
    add_kiosks(served, MANY)
    many = opened()
    # The server keeps house beside it.
    assert many.objects < few.objects + 50
    assert many.steps < few.steps * 2


def test_the_page_of_a_kiosk_reads_what_it_shows_and_not_all_that_its_learner_ever_made(served: ServedRoom) -> None:
    kiosk, slip = served.kiosk(), served.add_learner("1")
    served.start_session()
    sign_in_id = kiosk.sign_in(slip.number, slip.pin).sign_in_id
    kiosk.send(kiosk.event(sign_in_id, lessons.run_of(lessons.EMPTY, 1)))
    kiosk_id = kiosk.kiosk_id

    def shown() -> Costs:
        with counted(served.classroom.database) as costs, served.classroom.database.read() as work:
            kiosk_view.view(work, served.classroom.presence, served.first_room_id(), kiosk_id)
        return costs

    _make_attempts_of_earlier_days(served, 10)
    few = shown()
    _make_attempts_of_earlier_days(served, 10 * MANY)
    many = shown()
    # Those at the exercise are counted, from their index.
    assert many.steps < few.steps + 10 * MANY * 10


def _make_attempts_of_earlier_days(room: Room, count: int) -> None:
    """Repeat the only attempt in a sign-in that is over, half of them at another exercise."""
    with room.classroom.database.write(TRAINER) as work:
        line, sign_in = work.rows.scalars(select(AttemptLine)).first(), work.rows.scalars(select(SignInLine)).first()
        assert line is not None
        assert sign_in is not None
        over_id = str(uuid.uuid4())
        over = _values(sign_in) | {"sign_in_id": over_id, "ended_at": work.now, "over_at": work.now}
        work.rows.execute(insert(SignInLine), [{key: each for key, each in over.items() if key != "position"}])
        made = _values(line) | {"sign_in_id": over_id}
        exercises = ("another", line.exercise)
        work.rows.execute(
            insert(AttemptLine),
            [
                made
                | {
                    "attempt_id": str(uuid.uuid4()),
                    "exercise": exercises[at % 2],
                    "received_at": line.received_at - timedelta(minutes=at),
                }
                for at in range(count)
            ],
        )


def _values(line: AttemptLine | SignInLine) -> dict[str, object]:
    return {column.name: getattr(line, column.name) for column in table_of(type(line)).columns}
