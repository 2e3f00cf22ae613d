"""Acts on kiosks, attacked from beside: by another kiosk's key, by one whose word is not true, by an old page.

Each was so at first, and reached somebody or kept something from them.
"""

import re
import uuid
from datetime import timedelta
from http import HTTPStatus

import pytest

from classroom_server.acts import machine_acts, repository
from classroom_server.acts import service as acts
from kiosk_agent.protocol.acts.orders import KNOWN_ACTS, POWER_ACTS, ActKind, ActOutcome, event_id_of
from kiosk_agent.protocol.events import ActDone, Fate
from tests.support.server.asked import answer, attention, find, knowing, message, next_orders
from tests.support.server.costs import counted
from tests.support.server.kiosk_client import KioskClient, attempt
from tests.support.server.rooms import TRAINER, ServedRoom
from tests.support.server.trainer_client import TrainerClient
from tests.support.waiting import eventually

DAYS = 30


@pytest.fixture
def ana(served: ServedRoom) -> TrainerClient:
    return TrainerClient.signed_in(served.url, served)


@pytest.fixture
def kiosk(served: ServedRoom) -> KioskClient:
    """Give one at which learner 7 may sign in."""
    served.add_learner("99")
    served.start_session()
    return knowing(served, "Window seat")


def room(served: ServedRoom) -> str:
    return f"/rooms/{served.first_room_id()}"


def tick(page: str) -> str:
    """Return what the only tick of a room's page sends."""
    (found,) = re.findall(r'name="kiosk_ids" value="([^"]*)"', page)
    return str(found)


def press(ana: TrainerClient, here: str, act: str, token: str, **fields: str) -> HTTPStatus:
    return HTTPStatus(ana.http.post(f"{here}/{act}", data={"form_token": token, **fields}).status_code)


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("messages", {"text": "Your visit is at three"}),
        ("pages", {"prose": "For you alone"}),
        ("sign-outs", {}),
        ("exercises", {"exercise": "javascript/pay-day"}),
    ],
)
def test_what_is_meant_for_who_sat_there_when_it_was_ticked_reaches_nobody_else(
    served: ServedRoom, ana: TrainerClient, kiosk: KioskClient, act: str, fields: dict[str, str]
) -> None:
    first, next_one, here = served.add_learner("7"), served.add_learner("8"), room(served)
    kiosk.sign_in("7", first.pin)
    token, ticked = ana.form_token(here), tick(ana.http.get(here).text)
    # While somebody writes, the names beside the ticks stay as they were.
    later = kiosk.sign_in("8", next_one.pin).sign_in_id
    refused = ana.http.post(f"{here}/{act}", data={"form_token": token, "kiosk_ids": ticked, **fields})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "somebody else is signed in by now" in refused.text
    assert served.count("acts") == 0
    assert [tile.sign_in_id for tile in served.view().tiles] == [later]
    # What the answer shows is whom it is for now.
    assert tick(refused.text) == f"{kiosk.kiosk_id}:{later}"
    assert press(ana, here, act, token, kiosk_ids=tick(refused.text), **fields) is HTTPStatus.SEE_OTHER
    assert served.count("acts") == 1


@pytest.mark.usefixtures("kiosk")
def test_a_tick_that_names_no_kiosk_is_not_the_whole_room(served: ServedRoom, ana: TrainerClient) -> None:
    here = room(served)
    for nobody in ("", ":", f":{uuid.uuid4()}"):
        token = ana.form_token(here)
        assert press(ana, here, "attention", token, kiosk_ids=nobody, minutes="5") is HTTPStatus.UNPROCESSABLE_ENTITY
    assert served.count("acts") == 0


def test_attention_can_be_let_go_whatever_was_asked_since(
    served: ServedRoom, ana: TrainerClient, kiosk: KioskClient
) -> None:
    slip = served.add_learner("7")
    kiosk.sign_in("7", slip.pin)
    asked = attention(served, minutes=20)
    for number in range(acts.LISTED + 1):
        message(served, f"Message {number}")
    assert f'id="let-go-{asked.act_id}"' in ana.http.get(room(served)).text
    served.clock.ahead = timedelta(minutes=21)
    assert asked.act_id not in ana.http.get(room(served)).text


def test_a_work_is_released_once_though_the_form_is_sent_twice(
    served: ServedRoom, ana: TrainerClient, kiosk: KioskClient
) -> None:
    slip = served.add_learner("7")
    sign_in_id = kiosk.sign_in("7", slip.pin).sign_in_id
    event = kiosk.event(sign_in_id, attempt("let a = 1"))
    kiosk.send(event)
    page = f"/attempts/{event.event_id}"
    (form_name,) = re.findall(r'name="form_name" value="([^"]*)"', ana.http.get(page).text)
    with kiosk.stream() as events:
        next_orders(served, events)
        for _ in range(2):
            sent = ana.post(page, f"{page}/show", room_id=served.first_room_id(), form_name=form_name)
            assert sent.headers["location"] == room(served)
        told = next_orders(served, events).shown
        assert told
        answer(kiosk, told.act_id, ActOutcome.SEEN)
        # Whoever has closed it has no second one over their work.
        assert next_orders(served, events).shown is None
    assert served.count("acts") == 1


def test_no_kiosk_keeps_another_from_answering_by_using_the_name_of_its_answer(
    served: ServedRoom, kiosk: KioskClient
) -> None:
    hostile = knowing(served)
    asked = attention(served, kiosk.kiosk_id)
    name = event_id_of(kiosk.kiosk_id, asked.act_id)
    nothing = ActDone(act_id=str(uuid.uuid4()), outcome=ActOutcome.SHOWN)
    assert hostile.send(hostile.event(None, nothing, event_id=name)).fates == {name: Fate.APPLIED}
    assert answer(kiosk, asked.act_id, ActOutcome.SHOWN) is Fate.APPLIED
    assert find(served, asked.act_id).kiosks[0].outcome == ActOutcome.SHOWN
    done_at = find(served, asked.act_id).kiosks[0].done_at
    # Once, as ever.
    answer(kiosk, asked.act_id, ActOutcome.SEEN)
    assert find(served, asked.act_id).kiosks[0].done_at == done_at
    assert served.count("refused_events") == 0


def test_a_kiosk_is_off_when_it_went_and_not_because_it_says_so(
    served: ServedRoom, ana: TrainerClient, kiosk: KioskClient
) -> None:
    kiosk.acts = (*KNOWN_ACTS, *POWER_ACTS)
    kiosk.enrol()
    served.clock.stop()

    def said() -> str:
        (count,) = re.findall(r'data-testid="act-count">([^<]*)', ana.http.get(room(served)).text)
        return str(count)

    with kiosk.stream() as events:
        next_orders(served, events)
        with served.classroom.database.write(TRAINER) as work:
            asked = machine_acts.ask_power(work, served.first_room_id(), (), ActKind.POWER_OFF)
        answer(kiosk, asked.act_id, ActOutcome.DONE)
        served.clock.ahead = timedelta(minutes=1)
        assert said() == "0 of 1 have gone off"
        assert "has been there all the time: do it by hand" in ana.http.get(room(served)).text
    # The twin: it goes, and comes back later.
    eventually(lambda: not served.classroom.presence.is_connected(kiosk.kiosk_id), "it is gone")
    with kiosk.stream() as events:
        next_orders(served, events)
        assert said() == "1 of 1 have gone off"


def test_acts_that_some_kiosk_never_answers_cost_the_next_ones_nothing(served: ServedRoom, kiosk: KioskClient) -> None:
    knowing(served, "Never there")
    kiosk.acts = (*KNOWN_ACTS, *POWER_ACTS)
    kiosk.enrol()

    def switch_off() -> int:
        with counted(served.classroom.database) as costs, served.classroom.database.write(TRAINER) as work:
            asked = machine_acts.ask_power(work, served.first_room_id(), (), ActKind.POWER_OFF)
        answer(kiosk, asked.act_id, ActOutcome.DONE)
        served.clock.ahead += timedelta(days=1)
        return costs.objects

    switch_off()
    second = switch_off()
    for _ in range(DAYS):
        last = switch_off()
    assert last == second
    with served.classroom.database.read() as work:
        assert len(repository.not_over(work)) == 1
