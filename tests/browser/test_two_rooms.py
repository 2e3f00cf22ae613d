"""A morning in two rooms at once: twelve kiosks that speak the protocol, and a real one with its tutor."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.sessions import SignInEnded, StreamEvent
from tests.support.browser.real_kiosk import RealKiosk, real_kiosk
from tests.support.browser.server_program import ServerProgram
from tests.support.browser.trainers import Slip, Trainer
from tests.support.server.kiosk_client import KioskClient, problem

KIOSKS_A_ROOM = 6
OWN_PIN = "264815"
NOTHING_TO_LEARN = "No exercises are on this kiosk"
"""A kiosk without tracks says so where the lesson is."""


@dataclass(frozen=True)
class Rooms:
    """The morning as it begins."""

    trainer: Trainer
    server: ServerProgram
    kiosks: dict[str, list[KioskClient]]
    """By room."""
    real: RealKiosk
    """In the second room."""
    slips: dict[str, Slip]
    """By name."""

    @property
    def page(self) -> Page:
        return self.trainer.page

    def open(self, room: str) -> None:
        self.page.goto("/")
        self.page.get_by_test_id("room-tab").filter(has_text=room).click()
        expect(self.page).to_have_title(f"{room} · Outset")
        expect(self.page.locator("body")).to_have_attribute("data-live", "on")

    def start(self, cohort: str, minutes: str) -> None:
        self.page.get_by_test_id("session-cohort").select_option(label=f"{cohort} (2 learners)")
        self.page.get_by_test_id("session-minutes").fill(minutes)
        self.page.get_by_test_id("start-session").click()
        self.trainer.see_notice("was started")


def approve(trainer: Trainer, words: str, *, room: str = "", replaces: str = "") -> None:
    trainer.page.goto("/kiosks")
    form = trainer.page.get_by_test_id("pending-kiosk").last
    form.get_by_test_id("words").fill(words)
    if room:
        form.get_by_test_id("kiosk-room").select_option(label=room)
    if replaces:
        form.get_by_test_id("replacing").locator("summary").click()
        form.get_by_test_id("replaces").fill(replaces)
    form.get_by_test_id("approve").click()


@pytest.fixture
def rooms(trainer: Trainer, server: ServerProgram, tmp_path: Path) -> Iterator[Rooms]:
    """Give two rooms of six kiosks each, all on, and a real kiosk in the second."""
    page = trainer.page
    page.goto("/rooms")
    page.get_by_test_id("new-room-name").fill("Workshop")
    page.get_by_test_id("add-room").click()
    expect(page.get_by_test_id("listed-room")).to_have_count(2)
    slips = {}
    for cohort, learners in {"Mornings": ("Ana", "Ben"), "Evenings": ("Cora", "Dan")}.items():
        trainer.add_cohort(cohort)
        for name in learners:
            slips[name] = trainer.add_learner(name, f"12-{name}")
    kiosks: dict[str, list[KioskClient]] = {"Room 1": [], "Workshop": []}
    with ExitStack() as on:
        for room, clients in kiosks.items():
            for number in range(1, KIOSKS_A_ROOM + 1):
                client = server.kiosk(f"{room} kiosk {number}")
                clients.append(client)
                approve(trainer, " ".join(client.words), room=room)
                trainer.see_notice("is approved")
                on.enter_context(client.stream())
        real = on.enter_context(real_kiosk(tmp_path / "real", server))
        real.see("waits to be approved")
        approve(trainer, " ".join(real.words), room="Workshop")
        trainer.see_notice("is approved")
        yield Rooms(trainer, server, kiosks, real, slips)


def terms_of(kiosk: KioskClient) -> str:
    with kiosk.stream() as events:
        return next(events)[0]


def sign_real_in(rooms: Rooms, slip: Slip) -> None:
    """Sign a learner in at the real kiosk with a slip, and choose a PIN of one's own."""
    rooms.real.see("Your PIN")
    rooms.real.type(f"{slip.number}\r{slip.pin}\r")
    rooms.real.see("Choose your own PIN")
    rooms.real.type(f"{OWN_PIN}\r{OWN_PIN}\r")
    rooms.real.see(NOTHING_TO_LEARN)


def open_learner(rooms: Rooms, name: str) -> None:
    rooms.page.goto("/learners")
    rooms.page.get_by_test_id("find").fill(name)
    rooms.page.get_by_test_id("find-now").click()
    rooms.page.get_by_test_id("learner").get_by_role("link", name=name).click()
    expect(rooms.page.get_by_test_id("learner-name")).to_have_text(name)


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
    page.get_by_test_id("end-session").click()
    page.get_by_test_id("end-now").click()
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
    open_learner(rooms, "Cora")
    page.get_by_test_id("suspension-reason").select_option("security")
    page.get_by_test_id("suspend").click()
    trainer.see_notice("Cora is suspended")
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
    open_learner(rooms, "Dan")
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
    rooms.server.leave_minutes("Evenings", 10)
    add_slots_for_any_time(rooms, "Workshop", "Evenings")
    rooms.real.see("10 minutes left.")
    rooms.open("Workshop")
    page.get_by_test_id("end-session").click()
    page.get_by_test_id("end-now").click()
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
