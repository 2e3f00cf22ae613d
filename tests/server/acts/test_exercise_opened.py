"""A trainer opens an exercise in a room: for who is signed in, else for who signs in within some minutes."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from classroom_server.acts import learner_acts
from classroom_server.acts.act_states import state_at
from classroom_server.acts.schemas import ActState, Asked
from classroom_server.core.actors import Actor
from classroom_server.core.errors import NotAllowed, RefusalCode, Refused
from classroom_server.room_page import service as room_service
from classroom_server.room_page.wall import kiosks_of
from kiosk_agent.protocol.acts.orders import ActKind, ActOutcome
from kiosk_agent.protocol.events import Fate
from tests.support.server.asked import answer, find, knowing, next_orders
from tests.support.server.kiosk_client import KioskClient
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import TrainerClient
from tests.support.waiting import eventually

TRACK, EXERCISE = "javascript", "pay-day"


@pytest.fixture(autouse=True)
def lesson(served: ServedRoom) -> None:
    served.add_learner("99")
    served.start_session()


def signed_in(served: ServedRoom, kiosk: KioskClient, number: str = "7") -> str:
    return kiosk.sign_in(number, served.add_learner(number).pin).sign_in_id


def open_exercise(served: ServedRoom, *kiosk_ids: str, exercise: str = EXERCISE) -> Asked:
    with served.classroom.database.write(TRAINER) as work:
        return learner_acts.open_exercise(work, served.first_room_id(), kiosk_ids, TRACK, exercise)


def stands(served: ServedRoom, asked: Asked) -> dict[str, ActState]:
    """Return kiosk -> how the act stands there, as the room's page reads it."""
    with served.classroom.database.read() as work:
        view = room_service.view(work, served.classroom.presence, served.first_room_id())
    act = next(each for each in view.acts if each.act_id == asked.act_id)
    return {row.kiosk_id: state_at(act, row, kiosks_of(view).get(row.kiosk_id), view.now) for row in act.kiosks}


def test_it_is_told_to_who_is_signed_in_and_once_it_is_shown_no_more(served: ServedRoom) -> None:
    kiosk = knowing(served)
    sign_in_id = signed_in(served, kiosk)
    with kiosk.stream() as events:
        next_orders(served, events)
        asked = open_exercise(served)
        told = next_orders(served, events).exercise
        assert told
        assert (told.act_id, told.track, told.exercise, told.sign_in_id) == (asked.act_id, TRACK, EXERCISE, sign_in_id)
        assert 590 < told.seconds <= 600
        assert stands(served, asked) == {kiosk.kiosk_id: ActState.UNDER_WAY}
        assert answer(kiosk, asked.act_id, ActOutcome.SHOWN, sign_in_id) is Fate.APPLIED
        assert next_orders(served, events).exercise is None
    assert stands(served, asked) == {kiosk.kiosk_id: ActState.DONE}


def test_where_nobody_is_signed_in_it_waits_for_who_signs_in_and_not_for_long(served: ServedRoom) -> None:
    kiosk = knowing(served)
    asked = open_exercise(served)
    with kiosk.stream() as events:
        next_orders(served, events)
        assert stands(served, asked) == {kiosk.kiosk_id: ActState.NOBODY}
    signed_in(served, kiosk)
    with kiosk.stream() as events:
        told = next_orders(served, events).exercise
        assert told
        assert told.sign_in_id is None
        assert stands(served, asked) == {kiosk.kiosk_id: ActState.UNDER_WAY}
    eventually(lambda: stands(served, asked) == {kiosk.kiosk_id: ActState.WAITING}, "the server sees it go")
    served.clock.ahead = timedelta(minutes=11)
    with kiosk.stream() as events:
        assert next_orders(served, events).exercise is None
    assert stands(served, asked) == {kiosk.kiosk_id: ActState.LAPSED}


def test_who_comes_after_the_learner_whom_it_was_for_is_left_alone(served: ServedRoom) -> None:
    kiosk = knowing(served)
    sign_in_id = signed_in(served, kiosk)
    asked = open_exercise(served)
    with served.classroom.database.write(TRAINER) as work:
        learner_acts.sign_one_out(work, sign_in_id)
    signed_in(served, kiosk, "8")
    with kiosk.stream() as events:
        assert next_orders(served, events).exercise is None
    assert stands(served, asked) == {kiosk.kiosk_id: ActState.LAPSED}


def test_a_kiosk_that_cannot_says_so_and_an_old_image_is_told_nothing(served: ServedRoom) -> None:
    here, old = knowing(served), served.kiosk()
    sign_in_id = signed_in(served, here)
    asked = open_exercise(served)
    assert answer(here, asked.act_id, ActOutcome.CANNOT, sign_in_id) is Fate.APPLIED
    assert stands(served, asked) == {here.kiosk_id: ActState.CANNOT, old.kiosk_id: ActState.NOT_KNOWN}


def test_the_next_exercise_takes_the_place_of_one_that_was_not_shown(served: ServedRoom) -> None:
    here, there = knowing(served), knowing(served)
    signed_in(served, here)
    first = open_exercise(served)
    answer(here, first.act_id, ActOutcome.SHOWN)
    second = open_exercise(served, exercise="stock-count")
    assert stands(served, first) == {here.kiosk_id: ActState.DONE, there.kiosk_id: ActState.REPLACED}
    with here.stream() as events:
        told = next_orders(served, events).exercise
        assert told
        assert (told.act_id, told.exercise) == (second.act_id, "stock-count")


def test_the_end_of_the_session_takes_it_back(served: ServedRoom) -> None:
    kiosk = knowing(served)
    asked = open_exercise(served)
    session = served.open_session()
    assert session
    served.end_session(session)
    assert find(served, asked.act_id).over_at
    with kiosk.stream() as events:
        assert next_orders(served, events).exercise is None


def test_what_is_not_in_the_list_is_refused_and_so_is_who_may_not(served: ServedRoom) -> None:
    ana = TrainerClient.signed_in(served.url, served)
    knowing(served)
    room = f"/rooms/{served.first_room_id()}"
    for named in ("", "javascript", "javascript/nothing", "../../etc/passwd", "x" * 500):
        refused = ana.post(room, f"{room}/exercises", exercise=named)
        assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Choose an exercise of the list." in refused.text
    with pytest.raises(Refused) as missing, served.classroom.database.write(TRAINER) as work:
        learner_acts.open_exercise(work, served.first_room_id(), ["nobody"], TRACK, EXERCISE)
    assert missing.value.code is RefusalCode.KIOSKS_MISSING
    with pytest.raises(NotAllowed), served.classroom.database.write(Actor.account("nobody")) as work:
        learner_acts.open_exercise(work, served.first_room_id(), [], TRACK, EXERCISE)
    assert served.count("acts") == 0


def test_one_of_the_list_is_asked_for_once_and_the_log_says_which(served: ServedRoom) -> None:
    ana = TrainerClient.signed_in(served.url, served)
    knowing(served)
    room = f"/rooms/{served.first_room_id()}"
    for _ in range(2):
        sent = ana.post(room, f"{room}/exercises", exercise=f"{TRACK}/{EXERCISE}", form_name="once")
        assert sent.status_code == HTTPStatus.SEE_OTHER
    assert served.count("acts") == 1
    log = ana.http.get("/log").text
    assert "exercise: pay-day" in log
    assert ActKind.EXERCISE.value in ana.http.get(room).text
