"""A learner who is suspended is signed out at once, and signs in nowhere until it is over."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from classroom_server.audit import service as audit
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.learners import service as learners
from classroom_server.learners import suspensions
from classroom_server.learners.schemas import SuspensionReason
from kiosk_agent.protocol.events import Fate
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.sessions import SignInEnded
from tests.support.server.kiosk_client import KioskClient, attempt, draft, problem
from tests.support.server.rooms import TRAINER, Room, ServedRoom

WRONG = "314159"


def today(room: Room) -> date:
    return room.clock().astimezone().date()


def suspend(room: Room, learner_id: str, until: date | None = None, reason: str = "security") -> None:
    with room.classroom.database.write(TRAINER) as work:
        suspensions.suspend(work, learner_id, SuspensionReason(reason), until)


def lift(room: Room, learner_id: str) -> bool:
    with room.classroom.database.write(TRAINER) as work:
        return suspensions.lift(work, learner_id)


def why_not(kiosk: KioskClient, number: str, pin: str) -> ProblemCode:
    return problem(kiosk.try_sign_in(number, pin)).code


def rows(room: Room, statement: str) -> list[tuple[object, ...]]:
    with room.classroom.database.read() as work:
        return [tuple(row) for row in work.rows.execute(text(statement))]


def test_an_open_sign_in_ends_at_once_and_what_the_kiosk_holds_is_kept(served: ServedRoom) -> None:
    ana, kiosk = served.add_learner("1"), served.kiosk()
    served.start_session()
    with kiosk.stream() as told:
        here = kiosk.sign_in(ana.number, ana.pin)
        suspend(served, ana.learner_id)
        assert rows(served, "SELECT ended_by FROM sign_ins") == [("suspended",)]
        message = next(data for name, data in told if name == "signed_out")
    assert SignInEnded.model_validate_json(message).sign_in_id == here.sign_in_id
    held = kiosk.event(here.sign_in_id, draft("typed meanwhile")), kiosk.event(here.sign_in_id, attempt("1;"))
    assert set(kiosk.send(*held).fates.values()) == {Fate.APPLIED}
    assert rows(served, "SELECT count(*) FROM attempts") == [(1,)]


def test_signing_in_is_refused_everywhere_and_the_answer_names_no_reason(served: ServedRoom) -> None:
    ana, stations = served.add_learner("1"), [served.kiosk(), served.kiosk()]
    served.start_session()
    suspend(served, ana.learner_id, reason="health")
    for kiosk in stations:
        answer = kiosk.try_sign_in(ana.number, ana.pin)
        assert (answer.status_code, problem(answer).code) == (403, ProblemCode.MAY_NOT_SIGN_IN)
        assert "health" not in answer.text
    assert lift(served, ana.learner_id)
    assert not lift(served, ana.learner_id)
    for kiosk in stations:
        kiosk.sign_in(ana.number, ana.pin)


def test_nobody_learns_without_the_pin_whether_a_learner_is_suspended(served: ServedRoom) -> None:
    here, gone = served.add_learner("1"), served.add_learner("2")
    stations = [served.kiosk(), served.kiosk()]
    served.start_session()
    served.clock.stop()
    suspend(served, gone.learner_id)
    answers = [
        [kiosk.try_sign_in(slip.number, WRONG).json() for _ in range(4)]
        for kiosk, slip in zip(stations, (here, gone), strict=True)
    ]
    assert answers[0] == answers[1]
    assert [each["code"] for each in answers[0]] == [ProblemCode.PIN_WRONG] * 3 + [ProblemCode.SLOW_DOWN]


def test_tries_of_who_is_suspended_slow_the_kiosk_as_wrong_ones_do(served: ServedRoom) -> None:
    ana, kiosk = served.add_learner("1"), served.kiosk()
    served.start_session()
    served.clock.stop()
    suspend(served, ana.learner_id)
    said = [why_not(kiosk, ana.number, ana.pin) for _ in range(4)]
    assert said == [ProblemCode.MAY_NOT_SIGN_IN] * 3 + [ProblemCode.SLOW_DOWN]


def test_it_ends_by_itself_when_its_day_begins_at_the_server(served: ServedRoom) -> None:
    ana, kiosk = served.add_learner("1"), served.kiosk()
    day = today(served) + timedelta(days=3)
    suspend(served, ana.learner_id, day)
    with served.classroom.database.read() as work:
        found = learners.find(work, ana.learner_id).suspension
        assert learners.every(work)[0].suspension == found
    assert found
    assert found.until_at
    assert (found.until_at.astimezone().date(), found.until_at.astimezone().hour) == (day, 0)
    before_it = found.until_at - served.clock() - timedelta(seconds=60)
    served.clock.ahead += before_it
    served.start_session()
    assert why_not(kiosk, ana.number, ana.pin) is ProblemCode.MAY_NOT_SIGN_IN
    served.clock.ahead += timedelta(seconds=61)
    kiosk.sign_in(ana.number, ana.pin)
    assert not lift(served, ana.learner_id)


def test_a_day_that_is_over_or_too_far_is_refused_and_nothing_is_stored(room: Room) -> None:
    ana = room.add_learner("1")
    for days in (-1, 0, 4000):
        with pytest.raises(Refused) as refused:
            suspend(room, ana.learner_id, today(room) + timedelta(days=days))
        assert refused.value.code is RefusalCode.DATE_UNSUITABLE
    with pytest.raises(Refused) as refused:
        suspend(room, "nobody")
    assert refused.value.code is RefusalCode.NOT_FOUND
    assert room.count("learner_suspensions") == 0


def test_what_was_is_kept_and_the_log_has_who_why_and_until_when_but_no_name(room: Room) -> None:
    ana, day = room.add_learner("N-1"), today(room) + timedelta(days=2)
    suspend(room, ana.learner_id)
    suspend(room, ana.learner_id)
    suspend(room, ana.learner_id, day, "own_wish")
    assert lift(room, ana.learner_id)
    statement = "SELECT reason, until_at IS NULL, lifted_by, suspended_by FROM learner_suspensions ORDER BY from_at"
    assert rows(room, statement) == [
        ("security", 1, str(TRAINER), str(TRAINER)),
        ("own_wish", 0, str(TRAINER), str(TRAINER)),
    ]
    with room.classroom.database.read() as work:
        acts = [(row.action, row.subject, row.facts) for row in audit.page(work) if "suspen" in row.action]
        assert audit.verify(work).broken_at is None
    assert acts == [
        ("suspension_lifted", ana.learner_id, "{}"),
        ("learner_suspended", ana.learner_id, f'{{"reason":"own_wish","until":"{day}"}}'),
        ("learner_suspended", ana.learner_id, '{"reason":"security","until":null}'),
    ]
