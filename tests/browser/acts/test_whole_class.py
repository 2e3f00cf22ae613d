"""A whole class: hands, attention, a message to two learners in their languages, one's work shown to all, the end."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kiosk_agent.protocol.acts.orders import KNOWN_ACTS, ActOutcome, Orders, event_id_of
from kiosk_agent.protocol.events import ActDone, HandRaised
from kiosk_agent.protocol.languages import LANGUAGE_CODES
from kiosk_agent.protocol.sessions import StreamEvent
from tests.support.browser.server_program import ServerProgram
from tests.support.browser.trainers import Slip, Trainer
from tests.support.browser.two_rooms import KIOSKS_A_ROOM, Rooms, terms_of, two_rooms
from tests.support.server.kiosk_client import KioskClient, attempt

OWN_PIN = "264815"
SHORTEST_SECONDS = 120.0
LANGUAGE, HAND, PUT_AWAY, CLOSE = "\x1b[20~", "\x1bOR", "\x1b[24~", "\x1b"


@pytest.fixture
def rooms(trainer: Trainer, server: ServerProgram, tmp_path: Path) -> Iterator[Rooms]:
    """Give two rooms with a session each, the second with a new image beside the real kiosk."""
    with two_rooms(trainer, server, tmp_path) as on:
        on.kiosks["Workshop"][0].acts = KNOWN_ACTS
        on.kiosks["Workshop"][0].enrol()
        on.open("Room 1")
        on.start("Mornings", "60")
        on.open("Workshop")
        on.start("Evenings", "60")
        yield on


def sign_in_in_romanian(rooms: Rooms, slip: Slip) -> None:
    """Sign a learner in at the real kiosk, who reads Romanian."""
    rooms.real.see("Your PIN")
    rooms.real.type(LANGUAGE * LANGUAGE_CODES.index("ro"))
    rooms.real.see("PIN-ul tău")
    rooms.real.type(f"{slip.number}\r{slip.pin}\r")
    rooms.real.see("Alege-ți propriul PIN")
    rooms.real.type(f"{OWN_PIN}\r{OWN_PIN}\r")
    rooms.real.see("nu sunt exerciții")


def orders_of(kiosk: KioskClient) -> Orders:
    """Return what is asked of a kiosk now; that it is signed is looked at elsewhere."""
    with kiosk.stream() as told:
        token = next(data for name, data in told if name == StreamEvent.ORDERS)
    payload = token.split(".")[1]
    return Orders.model_validate(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))))


@dataclass(frozen=True)
class AtWork:
    """Dan at a simulated kiosk."""

    kiosk: KioskClient
    sign_in_id: str

    def say_done(self, act_id: str, outcome: ActOutcome) -> None:
        event_id = event_id_of(self.kiosk.kiosk_id, act_id)
        self.kiosk.send(self.kiosk.event(self.sign_in_id, ActDone(act_id=act_id, outcome=outcome), event_id=event_id))


def test_a_whole_class_is_reached(rooms: Rooms) -> None:
    kiosk = rooms.kiosks["Workshop"][0]
    dan = AtWork(kiosk, kiosk.sign_in(rooms.slips["Dan"].number, rooms.slips["Dan"].pin).sign_in_id)
    sign_in_in_romanian(rooms, rooms.slips["Cora"])
    hands_go_up_and_are_looked_after_in_order(rooms, dan)
    message_is_read_in_the_language_of_each(rooms, dan)
    attention_is_shown_and_let_go(rooms, dan)
    work_of_one_is_shown_to_all_once_a_trainer_releases_it(rooms, dan)
    rooms.suspend("Cora")
    # For whoever comes next, in the kiosk's own language.
    rooms.real.see("Your PIN")
    everyone_is_out_of_one_room_and_the_other_ends(rooms, dan)


def hands_go_up_and_are_looked_after_in_order(rooms: Rooms, dan: AtWork) -> None:
    needs, real, trainer = rooms.page.get_by_test_id("need"), rooms.real, rooms.trainer
    dan.kiosk.send(dan.kiosk.event(dan.sign_in_id, HandRaised(line="")))
    expect(needs.filter(has_text="Dan")).to_be_visible()
    real.type(HAND)
    real.see("Ridici mâna")
    real.type("Bucla mea nu se termină\r")
    real.see("locul 2")
    expect(needs.nth(0)).to_contain_text("Dan")
    expect(needs.nth(1)).to_contain_text("Cora")
    expect(needs.nth(1).get_by_test_id("hand-line")).to_have_text("Bucla mea nu se termină")
    needs.nth(0).get_by_test_id("resolve-hand").click()
    trainer.see_notice("The hand of Dan is down.")
    real.see("locul 1")
    needs.nth(0).get_by_test_id("claim-hand").click()
    trainer.see_notice("Cora reads that you are coming.")
    real.see("Formatorul vine")
    needs.nth(0).get_by_test_id("resolve-hand").click()
    trainer.see_notice("The hand of Cora is down.")


def message_is_read_in_the_language_of_each(rooms: Rooms, dan: AtWork) -> None:
    page, real = rooms.page, rooms.real
    page.get_by_test_id("writing").locator("summary").click()
    page.get_by_test_id("standard").select_option("come")
    # What is being chosen stays while kiosks come and go.
    rooms.server.kiosk("New machine")
    expect(page.get_by_test_id("need").filter(has_text="approval")).to_be_visible()
    with dan.kiosk.stream():
        expect(page.get_by_test_id("standard")).to_have_value("come")
    page.get_by_test_id("send-message").click()
    real.see("Vino la masa mea")
    (asked,) = orders_of(dan.kiosk).messages
    assert asked.text == "Please come to my desk. Your work is safe."
    dan.say_done(asked.act_id, ActOutcome.SEEN)
    count = page.get_by_test_id("act").filter(has_text="Message").get_by_test_id("act-count")
    expect(count).to_have_text("read by 1 of 2")
    real.type(PUT_AWAY)
    expect(count).to_have_text("read by 2 of 2")


def attention_is_shown_and_let_go(rooms: Rooms, dan: AtWork) -> None:
    page, real = rooms.page, rooms.real
    page.get_by_test_id("attention-minutes").select_option("2")
    page.get_by_test_id("ask-attention").click()
    attention = page.get_by_test_id("act").filter(has_text="Look at your trainer")
    expect(attention.get_by_test_id("act-until")).to_be_visible()
    real.see("Se termină singur")
    wanted = orders_of(dan.kiosk).attention
    assert wanted is not None
    assert wanted.seconds <= SHORTEST_SECONDS
    dan.say_done(wanted.act_id, ActOutcome.SHOWN)
    expect(attention.get_by_test_id("act-count")).to_have_text(f"shown by 2 of {KIOSKS_A_ROOM + 1}")
    expect(attention.locator("[data-state=not_known]")).to_contain_text("Workshop kiosk 2")
    attention.get_by_test_id("let-go").click()
    rooms.trainer.see_notice("The kiosks are let go.")
    real.see("nu sunt exerciții")


def work_of_one_is_shown_to_all_once_a_trainer_releases_it(rooms: Rooms, dan: AtWork) -> None:
    page, real, program = rooms.page, rooms.real, "let boxes = 7;"
    dan.kiosk.send(dan.kiosk.event(dan.sign_in_id, attempt(program)))
    rooms.open_learner("Dan")
    page.get_by_test_id("attempt").get_by_role("link").click()
    assert orders_of(dan.kiosk).shown is None
    page.get_by_test_id("releasing").locator("summary").click()
    page.get_by_test_id("show-room").select_option(label="Workshop")
    page.get_by_test_id("show-named").check()
    page.get_by_test_id("show-to-all").click()
    rooms.trainer.see_notice("It is shown to 2 learners.")
    real.see(r"Ce a lucrat Dan\. rosa arată asta tuturor\.")
    real.see(program)
    shown = orders_of(dan.kiosk).shown
    assert shown
    assert (shown.sender, shown.learner, [file.text for file in shown.files]) == ("rosa", "Dan", [program])
    count = page.get_by_test_id("act").filter(has_text="Show this to all").get_by_test_id("act-count")
    expect(count).to_have_text("read by 0 of 2")
    dan.say_done(shown.act_id, ActOutcome.SEEN)
    expect(count).to_have_text("read by 1 of 2")
    real.type(CLOSE)
    real.see("nu sunt exerciții")
    expect(count).to_have_text("read by 2 of 2")
    page.goto("/log")
    logged = page.get_by_test_id("log-row").filter(has_text="asked something of kiosks").first
    for words in ("rosa", "Show this to all", "room: Workshop", "learner: Dan", "the learner's name: shown"):
        expect(logged).to_contain_text(words)


def everyone_is_out_of_one_room_and_the_other_ends(rooms: Rooms, dan: AtWork) -> None:
    page, other = rooms.page, rooms.kiosks["Room 1"][0]
    rooms.open("Workshop")
    page.keyboard.press("F8")
    expect(page.get_by_test_id("out-now")).to_be_focused()
    page.keyboard.press("F8")
    rooms.real.see("is locked")
    expect(page.get_by_test_id("out-said")).to_contain_text("of 7 kiosks")
    assert [terms_of(kiosk) for kiosk in (other, dan.kiosk)] == ["lease", "closed"]
    rooms.open("Room 1")
    rooms.end()
    rooms.trainer.see_notice("“Mornings” has ended.")
    assert terms_of(other) == "closed"
