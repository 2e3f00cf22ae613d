"""A morning in two rooms at once: twelve kiosks that speak the protocol, and a real one with its tutor."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.sessions import SignInEnded, StreamEvent
from tests.support.browser.server_program import ServerProgram
from tests.support.browser.trainers import Slip, Trainer
from tests.support.browser.two_rooms import KIOSKS_A_ROOM, Rooms, approve, terms_of, two_rooms
from tests.support.server.kiosk_client import problem

OWN_PIN = "264815"
NOTHING_TO_LEARN = "No exercises are on this kiosk"
"""A kiosk without tracks says so where the lesson is."""


@pytest.fixture
def rooms(trainer: Trainer, server: ServerProgram, tmp_path: Path) -> Iterator[Rooms]:
    """Give two rooms, all kiosks on."""
    with two_rooms(trainer, server, tmp_path) as on:
        yield on


def sign_real_in(rooms: Rooms, slip: Slip) -> None:
    """Sign a learner in at the real kiosk with a slip, and choose a PIN of one's own."""
    rooms.real.see("Your PIN")
    rooms.real.type(f"{slip.number}\r{slip.pin}\r")
    rooms.real.see("Choose your own PIN")
    rooms.real.type(f"{OWN_PIN}\r{OWN_PIN}\r")
    rooms.real.see(NOTHING_TO_LEARN)


def test_two_rooms_have_their_morning_at_once(rooms: Rooms) -> None:
    page, first = rooms.page, rooms.kiosks["Room 1"]
    rooms.open("Room 1")
    rooms.start("Mornings", "60")
    assert [terms_of(kiosk) for kiosk in (*first, *rooms.kiosks["Workshop"])] == ["lease"] * 6 + ["closed"] * 6
    expect(page.get_by_test_id("tile")).to_have_count(KIOSKS_A_ROOM)
    rooms.open("Workshop")
    expect(page.get_by_test_id("tile")).to_have_count(KIOSKS_A_ROOM + 1)
    rooms.start("Evenings", "60")
    sign_real_in(rooms, rooms.slips["Cora"])
    expect(rooms.trainer.tile("Kiosk 01").get_by_test_id("tile-learner")).to_have_text("Cora")
    first[0].sign_in(rooms.slips["Ana"].number, rooms.slips["Ana"].pin)
    assert problem(first[1].try_sign_in(rooms.slips["Dan"].number, rooms.slips["Dan"].pin)).code == "not_in_cohort"
    rooms.end()
    rooms.trainer.see_notice("“Evenings” has ended. 1 learner was signed out.")
    rooms.real.see("locked")
    assert [terms_of(kiosk) for kiosk in (first[0], rooms.kiosks["Workshop"][0])] == ["lease", "closed"]
    rooms.open("Room 1")
    expect(rooms.trainer.tile("Room 1 kiosk 1").get_by_test_id("tile-learner")).to_have_text("Ana")


def test_a_form_is_kept_while_kiosks_come_and_go_and_one_is_replaced(rooms: Rooms) -> None:
    page = rooms.page
    rooms.open("Room 1")
    typed = page.get_by_test_id("session-title-field")
    typed.fill("Loops, and then")
    new = rooms.server.kiosk("New machine")
    with rooms.kiosks["Workshop"][0].stream(), rooms.kiosks["Room 1"][1].stream():
        expect(page.get_by_test_id("need").filter(has_text="approval")).to_be_visible()
        expect(typed).to_have_value("Loops, and then")
        expect(typed).to_be_focused()
    approve(rooms.trainer, " ".join(new.words), replaces="Room 1 kiosk 2")
    rooms.trainer.see_notice("Room 1 kiosk 2")
    assert rooms.kiosks["Room 1"][1].enrol().approval is Approval.REFUSED
    rooms.open("Room 1")
    tile = rooms.trainer.tile("Room 1 kiosk 2")
    expect(tile).to_have_attribute("data-condition", "away")
    with new.stream():
        expect(tile).to_have_attribute("data-condition", "locked")
    expect(page.get_by_test_id("tile")).to_have_count(KIOSKS_A_ROOM)


def test_a_learner_is_suspended_and_another_is_moved(rooms: Rooms) -> None:
    page, trainer, cora = rooms.page, rooms.trainer, rooms.slips["Cora"]
    kiosk = rooms.kiosks["Workshop"][0]
    rooms.open("Workshop")
    rooms.start("Evenings", "60")
    sign_real_in(rooms, cora)
    dans = kiosk.sign_in(rooms.slips["Dan"].number, rooms.slips["Dan"].pin).sign_in_id
    rooms.suspend("Cora")
    rooms.real.see("Your PIN")
    rooms.real.type(f"{cora.number}\r{OWN_PIN}\r")
    rooms.real.see("Ask your trainer")
    page.get_by_test_id("lift-suspension").click()
    trainer.see_notice("Cora may sign in again")
    # The number stays in the form of a try that was refused.
    rooms.real.type(f"{OWN_PIN}\r")
    rooms.open("Workshop")
    expect(trainer.tile("Kiosk 01").get_by_test_id("tile-learner")).to_have_text("Cora")
    expect(trainer.tile("Workshop kiosk 1").get_by_test_id("tile-learner")).to_have_text("Dan")
    rooms.open_learner("Dan")
    page.get_by_test_id("cohort").select_option(label="Mornings")
    page.get_by_test_id("change-learner").click()
    trainer.see_notice("Dan")
    with kiosk.stream() as told:
        said = next(data for name, data in told if name == StreamEvent.SIGNED_OUT)
    assert SignInEnded.model_validate_json(said).sign_in_id == dans
    rooms.open("Workshop")
    expect(trainer.tile("Workshop kiosk 1").get_by_test_id("tile-learner")).to_have_count(0)
    expect(trainer.tile("Kiosk 01").get_by_test_id("tile-learner")).to_have_text("Cora")


def test_kiosks_warn_ten_minutes_before_the_end_and_the_next_session_is_in_the_timetable(rooms: Rooms) -> None:
    page, trainer = rooms.page, rooms.trainer
    rooms.open("Workshop")
    rooms.start("Evenings", "60")
    sign_real_in(rooms, rooms.slips["Dan"])
    add_slots_for_any_time(rooms, "Workshop", "Evenings")
    rooms.open("Workshop")
    # The kiosk hears of it by what is pressed next, well within the minute in which it warns.
    rooms.server.leave_minutes("Evenings", 20)
    page.get_by_test_id("less-minutes").click()
    trainer.see_notice("It ends 10 minutes sooner.")
    rooms.real.see("10 minutes left.")
    rooms.end()
    trainer.see_notice("“Evenings” has ended. 1 learner was signed out.")
    expect(page.get_by_test_id("from-timetable")).to_be_visible()
    page.get_by_test_id("start-session").click()
    trainer.see_notice("“Evenings” was started")


def add_slots_for_any_time(rooms: Rooms, room: str, cohort: str) -> None:
    """Fill the week of a room: whatever day and time it is, a slot is due."""
    page = rooms.page
    page.goto("/timetable")
    page.get_by_test_id("room-tab").filter(has_text=room).click()
    for number, (begins, ends) in enumerate((("00:00", "12:00"), ("12:00", "23:59")), 1):
        for weekday in range(7):
            page.get_by_test_id(f"weekday-{weekday}").check()
        page.get_by_test_id("from-time").fill(begins)
        page.get_by_test_id("until-time").fill(ends)
        page.get_by_test_id("slot-cohort").select_option(label=cohort)
        page.get_by_test_id("save-slot").click()
        expect(page.get_by_test_id("slot-row")).to_have_count(7 * number)
