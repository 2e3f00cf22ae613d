"""Several rooms on one server: each has its kiosks and its own session at the same time."""

import pytest
from sqlalchemy import text

from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.kiosks import service as kiosks
from classroom_server.kiosks.schemas import ApprovalOutcome
from classroom_server.rooms import service as rooms
from classroom_server.rooms.schemas import SEAT_COLUMNS, Seat
from classroom_server.sessions import service as sessions
from classroom_server.sessions.schemas import ClassSession
from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.events import SignedOut
from kiosk_agent.protocol.problem import ProblemCode
from tests.support.server.kiosk_client import KioskClient, problem
from tests.support.server.rooms import TRAINER, ServedRoom


def add_room(served: ServedRoom, name: str) -> str:
    with served.classroom.database.write(TRAINER) as work:
        return rooms.add(work, name).room_id


def put(served: ServedRoom, kiosk: KioskClient, room_id: str, seat: Seat | None = None) -> str:
    kiosk_id = kiosk.kiosk_id
    with served.classroom.database.write(TRAINER) as work:
        kiosks.put(work, kiosk_id, room_id, seat)
    return kiosk_id


def start(served: ServedRoom, room_id: str, cohort: str) -> ClassSession:
    with served.classroom.database.write(TRAINER) as work:
        return sessions.start(work, room_id, served.cohort_id(cohort), 60)


def why_not(served: ServedRoom, act: str, *arguments: object) -> RefusalCode:
    with pytest.raises(Refused) as refused, served.classroom.database.write(TRAINER) as work:
        getattr(rooms, act)(work, *arguments)
    return refused.value.code


def next_terms(kiosk: KioskClient) -> str:
    with kiosk.stream() as events:
        return next(events)[0]


def test_two_rooms_have_sessions_of_their_own_and_one_ends_alone(served: ServedRoom) -> None:
    ana, ben = served.add_learner("1", "Mornings"), served.add_learner("2", "Evenings")
    here, there = served.kiosk(), served.kiosk()
    first, second = served.first_room_id(), add_room(served, "Workshop")
    put(served, there, second)
    mornings = start(served, first, "Mornings")
    assert (next_terms(here), next_terms(there)) == ("lease", "closed")
    start(served, second, "Evenings")
    assert next_terms(there) == "lease"
    here.sign_in(ana.number, ana.pin)
    signed_in = there.sign_in(ben.number, ben.pin)
    served.end_session(mornings)
    assert (next_terms(here), next_terms(there)) == ("closed", "lease")
    assert there.send(there.event(signed_in.sign_in_id, SignedOut())).fates
    with served.classroom.database.read() as work:
        ended = work.rows.execute(text("SELECT ended_by FROM sign_ins ORDER BY position")).scalars().all()
    assert ended == ["session", "learner"]


def test_a_learner_signs_in_where_the_session_is_theirs_and_in_no_other_room(served: ServedRoom) -> None:
    ana = served.add_learner("1", "Mornings")
    served.add_learner("2", "Evenings")
    here, there = served.kiosk(), served.kiosk()
    second = add_room(served, "Workshop")
    put(served, there, second)
    start(served, served.first_room_id(), "Mornings")
    assert problem(there.try_sign_in(ana.number, ana.pin)).code is ProblemCode.NO_SESSION
    start(served, second, "Evenings")
    assert problem(there.try_sign_in(ana.number, ana.pin)).code is ProblemCode.NOT_IN_COHORT
    here.sign_in(ana.number, ana.pin)


def test_a_room_has_one_session_at_a_time(served: ServedRoom) -> None:
    served.add_learner("1")
    start(served, served.first_room_id(), "Mornings")
    with pytest.raises(Refused) as refused:
        start(served, served.first_room_id(), "Mornings")
    assert refused.value.code is RefusalCode.SESSION_ALREADY_OPEN


def test_a_kiosk_that_is_moved_in_a_session_signs_its_learner_out_and_follows_its_new_room(served: ServedRoom) -> None:
    ana, kiosk = served.add_learner("1"), served.kiosk()
    start(served, served.first_room_id(), "Mornings")
    kiosk.sign_in(ana.number, ana.pin)
    put(served, kiosk, add_room(served, "Workshop"))
    assert next_terms(kiosk) == "closed"
    with served.classroom.database.read() as work:
        places = work.rows.execute(text("SELECT until_at IS NULL FROM kiosk_places ORDER BY from_at")).scalars().all()
        assert work.rows.execute(text("SELECT ended_by FROM sign_ins")).scalars().all() == ["staff"]
    assert places == [0, 1]


def test_a_kiosk_that_replaces_another_has_its_name_and_its_seat_in_one_step(served: ServedRoom) -> None:
    room_id, old, new = served.first_room_id(), served.kiosk(name="Door"), served.kiosk(approved=False)
    old_id, new_id = put(served, old, room_id, Seat(2, 3)), new.kiosk_id
    with served.classroom.database.write(TRAINER) as work:
        assert kiosks.approve(work, new_id, "wrong words", replaces=old_id) is ApprovalOutcome.FINGERPRINT_DIFFERS
        assert kiosks.find(work, old_id).approval is Approval.APPROVED
        assert kiosks.approve(work, new_id, " ".join(new.words), replaces=old_id) is ApprovalOutcome.APPROVED
    with served.classroom.database.read() as work:
        assert kiosks.find(work, new_id).name == "Door"
        assert {kiosk_id: place.seat for kiosk_id, place in rooms.places(work, room_id).items()} == {new_id: Seat(2, 3)}
        retired = kiosks.find(work, old_id)
    assert (retired.approval, retired.name, retired.retired_at is not None) == (Approval.REFUSED, "Door", True)
    assert next_terms(new) == "closed"
    assert old.enrol().approval is Approval.REFUSED


def test_two_kiosks_change_seats_and_none_is_taken_from_another_room(served: ServedRoom) -> None:
    room_id = served.first_room_id()
    left, right, outside = served.kiosk(), served.kiosk(), served.kiosk()
    left_id, right_id = put(served, left, room_id, Seat(0, 0)), put(served, right, room_id, Seat(0, 1))
    put(served, left, room_id, Seat(0, 1))
    with served.classroom.database.read() as work:
        seats = {kiosk_id: place.seat for kiosk_id, place in rooms.places(work, room_id).items()}
    assert (seats[left_id], seats[right_id]) == (Seat(0, 1), Seat(0, 0))
    outside_id = put(served, outside, add_room(served, "Workshop"))
    assert why_not(served, "put", outside_id, room_id, Seat(0, 0)) is RefusalCode.SEAT_TAKEN
    assert why_not(served, "put", outside_id, room_id, Seat(0, SEAT_COLUMNS)) is RefusalCode.SEAT_UNSUITABLE


def test_rooms_are_named_once_and_given_up_when_they_are_empty(served: ServedRoom) -> None:
    first, second = served.first_room_id(), add_room(served, "École")
    assert why_not(served, "add", "ÉCOLE") is RefusalCode.NAME_TAKEN
    assert why_not(served, "rename", first, "école") is RefusalCode.NAME_TAKEN
    assert why_not(served, "add", " ") is RefusalCode.NAME_UNSUITABLE
    kiosk = served.kiosk()
    put(served, kiosk, second)
    assert why_not(served, "give_up", second) is RefusalCode.ROOM_IN_USE
    put(served, kiosk, first)
    with served.classroom.database.write(TRAINER) as work:
        rooms.give_up(work, second)
        rooms.add(work, "école")
    assert why_not(served, "put", kiosk.kiosk_id, second) is RefusalCode.NOT_FOUND


def test_the_last_room_stays(served: ServedRoom) -> None:
    assert why_not(served, "give_up", served.first_room_id()) is RefusalCode.LAST_ROOM
