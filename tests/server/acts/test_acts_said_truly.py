"""What a room's page says of acts is so: what lasts can be taken back, and each answer fits what was pressed."""

import re
from html import unescape
from http import HTTPStatus

import pytest

from classroom_server.help import service as hands
from kiosk_agent.protocol.acts.orders import KNOWN_ACTS, POWER_ACTS
from kiosk_agent.protocol.events import HandRaised
from tests.support.server.asked import attention, find, knowing, message, next_orders
from tests.support.server.kiosk_client import KioskClient
from tests.support.server.rooms import ServedRoom
from tests.support.server.trainer_client import TrainerClient


@pytest.fixture
def ana(served: ServedRoom) -> TrainerClient:
    served.add_learner("7")
    served.start_session()
    return TrainerClient.signed_in(served.url, served)


def press(served: ServedRoom, ana: TrainerClient, path: str, *kiosks: KioskClient, **typed: str) -> str:
    """Press a button of the room's page, with these kiosks chosen; return what is shown then."""
    here = f"/rooms/{served.first_room_id()}"
    form = {"form_token": ana.form_token(), "kiosk_ids": [each.kiosk_id for each in kiosks], **typed}
    answered = ana.http.post(path if path.startswith("/") else f"{here}/{path}", data=form)
    shown = ana.http.get(here) if answered.status_code == HTTPStatus.SEE_OTHER else answered
    return " ".join(unescape(shown.text).split())


def signed_in(served: ServedRoom, name: str = "", number: str = "8") -> tuple[KioskClient, str]:
    kiosk = knowing(served, name)
    return kiosk, kiosk.sign_in(number, served.add_learner(number).pin).sign_in_id


def test_what_lasts_can_be_taken_back_however_much_was_asked_since(served: ServedRoom, ana: TrainerClient) -> None:
    kiosk, _sign_in = signed_in(served)
    other, _sign_in = signed_in(served, number="9")
    asked = attention(served, kiosk.kiosk_id, minutes=20)
    press(served, ana, "pages", other, prose="Look at this")
    for number in range(8):
        message(served, f"Message {number}", other.kiosk_id)
    shown = press(served, ana, "messages", other, text="The last one")
    assert len(re.findall(r'data-testid="hide-shown"', shown)) == 1
    assert f'id="let-go-{asked.act_id}"' in shown
    assert "The kiosks are let go." in press(served, ana, f"/acts/{asked.act_id}/end")


def test_the_minutes_that_are_said_to_be_added_are_those_that_were(served: ServedRoom, ana: TrainerClient) -> None:
    knowing(served)
    asked = attention(served, minutes=57)
    assert "3 minutes were added." in press(served, ana, f"/acts/{asked.act_id}/minutes", until="57")
    before = find(served, asked.act_id).until_at
    assert "Attention lasts from 1 to 60 minutes." in press(served, ana, f"/acts/{asked.act_id}/minutes", until="60")
    assert find(served, asked.act_id).until_at == before


def test_where_nobody_is_signed_in_nobody_can_be_signed_out(served: ServedRoom, ana: TrainerClient) -> None:
    shown = press(served, ana, "sign-outs", knowing(served))
    assert "Nobody is signed in there. Wait until somebody is." in shown


def test_who_is_asked_whether_kiosks_go_down_reads_which_were_chosen(served: ServedRoom, ana: TrainerClient) -> None:
    (first, _sign_in), second = signed_in(served, "By the door"), served.kiosk(name="By the window")
    served.kiosk(name="Elsewhere")
    for kiosk in (first, second):
        kiosk.acts = (*KNOWN_ACTS, *POWER_ACTS)
        kiosk.enrol()
    shown = press(served, ana, "restart", first, second)
    assert "Restart 2 kiosks of Room 1?" in shown
    assert 'data-testid="power-kiosks">By the door, By the window<' in shown
    assert "power-kiosks" not in press(served, ana, "restart")


def test_marks_that_nobody_sees_are_left_out_of_what_is_written_to_learners(
    served: ServedRoom, ana: TrainerClient
) -> None:
    kiosk, sign_in_id = signed_in(served)
    kiosk.send(kiosk.event(sign_in_id, HandRaised()))
    with served.classroom.database.read() as work:
        (hand,) = hands.up_in_room(work, served.first_room_id())
    press(served, ana, "messages", text="\ufeffCome\u200b here")
    press(served, ana, f"/hands/{hand.hand_id}/answer", answer="Pro\u00adgram")
    with kiosk.stream() as events:
        told = next_orders(served, events)
        assert [each.text for each in told.messages] == ["Come here"]
        assert told.hand
        assert told.hand.answer == "Program"
