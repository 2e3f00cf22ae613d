"""A trainer signs one learner out: at once for the server, at the kiosk when it says so, and never somebody else."""

from http import HTTPStatus

import pytest

from classroom_server.acts import learner_acts
from classroom_server.acts.act_states import state_at
from classroom_server.acts.schemas import Act, ActState
from classroom_server.core.actors import Actor
from classroom_server.core.errors import NotAllowed, RefusalCode, Refused
from classroom_server.room_page import kiosk_view
from kiosk_agent.protocol.acts.orders import ActKind, ActOutcome
from kiosk_agent.protocol.events import Fate, SignedOut
from kiosk_agent.protocol.sessions import StreamEvent
from tests.support.server.asked import answer, find, knowing, next_orders
from tests.support.server.kiosk_client import KioskClient
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import TrainerClient


@pytest.fixture(autouse=True)
def lesson(served: ServedRoom) -> None:
    served.add_learner("99")
    served.start_session()


def signed_in(served: ServedRoom, kiosk: KioskClient, number: str = "7") -> str:
    return kiosk.sign_in(number, served.add_learner(number).pin).sign_in_id


def sign_out(served: ServedRoom, sign_in_id: str) -> None:
    with served.classroom.database.write(TRAINER) as work:
        assert learner_acts.sign_one_out(work, sign_in_id)


def asked_of(served: ServedRoom, kiosk: KioskClient) -> tuple[Act, ActState]:
    """Return the newest act of a kiosk, and how it stands there, as the kiosk's page reads both."""
    with served.classroom.database.read() as work:
        view = kiosk_view.view(work, served.classroom.presence, served.first_room_id(), kiosk.kiosk_id)
    act = view.acts[0]
    return act, state_at(act, act.kiosks[0], view.facts, view.now)


def test_the_kiosk_is_told_signed_and_the_page_says_when_it_is_done(served: ServedRoom) -> None:
    kiosk = knowing(served)
    sign_in_id = signed_in(served, kiosk)
    with kiosk.stream() as events:
        next_orders(served, events)
        sign_out(served, sign_in_id)
        told = next_orders(served, events).sign_out
        act, state = asked_of(served, kiosk)
        assert told
        assert (told.act_id, told.sign_in_id) == (act.act_id, sign_in_id)
        assert (act.kind, state) == (ActKind.SIGN_OUT, ActState.UNDER_WAY)
        assert answer(kiosk, act.act_id, ActOutcome.DONE) is Fate.APPLIED
        assert next_orders(served, events).sign_out is None
    assert asked_of(served, kiosk)[1] is ActState.DONE
    assert served.open_session()


def test_a_kiosk_that_is_away_is_told_when_it_comes_back(served: ServedRoom) -> None:
    kiosk = knowing(served)
    sign_in_id = signed_in(served, kiosk)
    sign_out(served, sign_in_id)
    assert asked_of(served, kiosk)[1] is ActState.WAITING
    with kiosk.stream() as events:
        told = next_orders(served, events).sign_out
        assert told
        assert told.sign_in_id == sign_in_id


def test_it_is_dropped_once_somebody_else_is_signed_in_there(served: ServedRoom) -> None:
    kiosk = knowing(served)
    sign_out(served, signed_in(served, kiosk))
    with kiosk.stream() as events:
        assert next_orders(served, events).sign_out
    signed_in(served, kiosk, "8")
    with kiosk.stream() as events:
        assert next_orders(served, events).sign_out is None
    assert asked_of(served, kiosk)[1] is ActState.OTHERS


def test_an_old_image_is_told_as_ever_and_its_word_is_the_answer(served: ServedRoom) -> None:
    kiosk = served.kiosk()
    sign_in_id = signed_in(served, kiosk)
    with kiosk.stream() as events:
        sign_out(served, sign_in_id)
        assert StreamEvent.SIGNED_OUT in (next(events)[0] for _ in range(6))
        assert asked_of(served, kiosk)[1] is ActState.UNDER_WAY
        assert list(kiosk.send(kiosk.event(sign_in_id, SignedOut())).fates.values()) == [Fate.APPLIED]
    assert asked_of(served, kiosk)[1] is ActState.DONE


def test_chosen_kiosks_alone_are_signed_out_and_never_a_room_for_want_of_a_choice(served: ServedRoom) -> None:
    ana = TrainerClient.signed_in(served.url, served)
    room = f"/rooms/{served.first_room_id()}"
    here, there = knowing(served), knowing(served)
    signed_in(served, here)
    signed_in(served, there, "8")
    refused = ana.post(room, f"{room}/sign-outs")
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Choose the kiosks" in refused.text
    assert ana.post(room, f"{room}/sign-outs", kiosk_ids=here.kiosk_id).status_code == HTTPStatus.SEE_OTHER
    act = asked_of(served, here)[0]
    assert [row.kiosk_id for row in act.kiosks] == [here.kiosk_id]
    again = ana.post(room, f"{room}/sign-outs", kiosk_ids=here.kiosk_id)
    assert "Nobody is signed in there" in again.text
    with served.classroom.database.read() as work:
        view = kiosk_view.view(work, served.classroom.presence, served.first_room_id(), there.kiosk_id)
    assert view.seated


def test_what_cannot_be_asked_is_refused_and_signs_nobody_out(served: ServedRoom) -> None:
    kiosk = knowing(served)
    sign_in_id = signed_in(served, kiosk)
    room_id = served.first_room_id()
    for kiosk_ids, code in (((), RefusalCode.KIOSKS_NOT_CHOSEN), (("nobody",), RefusalCode.KIOSKS_MISSING)):
        with pytest.raises(Refused) as refused, served.classroom.database.write(TRAINER) as work:
            learner_acts.sign_out(work, room_id, kiosk_ids)
        assert refused.value.code is code
    with pytest.raises(NotAllowed), served.classroom.database.write(Actor.account("nobody")) as work:
        learner_acts.sign_one_out(work, sign_in_id)
    assert served.count("acts") == 0


def test_a_kiosk_cannot_say_that_it_was_shown(served: ServedRoom) -> None:
    kiosk = knowing(served)
    sign_out(served, signed_in(served, kiosk))
    act, _ = asked_of(served, kiosk)
    assert answer(kiosk, act.act_id, ActOutcome.SHOWN) is Fate.APPLIED
    assert find(served, act.act_id).kiosks[0].done_at is None
