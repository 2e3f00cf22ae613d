"""A trainer asks a room to look up and sends it messages: how far each has come is on the page, live."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from kiosk_agent.protocol.acts.orders import KNOWN_ACTS, ActOutcome
from tests.support.browser.real_kiosk import RealKiosk, real_kiosk
from tests.support.browser.server_program import ServerProgram
from tests.support.browser.trainers import Slip, Trainer
from tests.support.server.asked import answer
from tests.support.server.kiosk_client import KioskClient, attempt

OWN_PIN = "264815"


@dataclass(frozen=True)
class Class:
    """A lesson with three kiosks that speak the protocol, the last of an old image."""

    trainer: Trainer
    kiosks: tuple[KioskClient, ...]
    slips: dict[str, Slip]

    @property
    def page(self) -> Page:
        return self.trainer.page

    def open_room(self) -> None:
        self.page.goto("/")
        expect(self.page.locator("body")).to_have_attribute("data-live", "on")

    def act(self, kind: str) -> Locator:
        return self.page.locator(f'[data-testid="act"][data-kind="{kind}"]').first

    def rest(self, kind: str, state: str) -> Locator:
        return self.act(kind).locator(f'[data-state="{state}"]')


@pytest.fixture
def lesson(trainer: Trainer, server: ServerProgram) -> Class:
    trainer.add_cohort("Mornings")
    slips = {name: trainer.add_learner(name, f"12-{name}") for name in ("Ana", "Ben")}
    kiosks = tuple(server.kiosk(f"Kiosk {number}") for number in (1, 2, 3))
    for number, kiosk in enumerate(kiosks, 1):
        kiosk.acts = KNOWN_ACTS if number < 3 else ()
        trainer.approve(f"Kiosk {number}", " ".join(kiosk.words))
        trainer.see_notice("is approved")
        kiosk.enrol()
    trainer.start_session("Loops")
    trainer.see_notice("was started")
    return Class(trainer, kiosks, slips)


@pytest.fixture
def real(lesson: Class, server: ServerProgram, tmp_path: Path) -> Iterator[RealKiosk]:
    """Give a kiosk with its agent and its tutor, in the same room."""
    with real_kiosk(tmp_path / "real", server) as kiosk:
        kiosk.see("waits to be approved")
        lesson.trainer.approve("Kiosk 04", " ".join(kiosk.words))
        lesson.trainer.see_notice("is approved")
        kiosk.see("Your PIN")
        yield kiosk


def answer_from(kiosk: KioskClient, act: Locator, outcome: ActOutcome) -> None:
    act_id = (act.get_attribute("id") or "").removeprefix("act-")
    answer(kiosk, act_id, outcome)


def test_attention_is_asked_of_all_counted_live_and_let_go(lesson: Class, real: RealKiosk) -> None:
    page, (first, second, old) = lesson.page, lesson.kiosks
    lesson.open_room()
    with first.stream(), old.stream():
        page.get_by_test_id("attention-minutes").select_option("10")
        page.get_by_test_id("ask-attention").click()
        lesson.trainer.see_notice("4 kiosks are asked to look at you.")
        real.see("It ends by itself")
        act = lesson.act("attention")
        # The real one has answered by itself.
        expect(act.get_by_test_id("act-count")).to_have_text("shown by 1 of 4")
        expect(lesson.rest("attention", "under_way")).to_contain_text("Kiosk 1")
        expect(lesson.rest("attention", "waiting")).to_contain_text("Kiosk 2")
        expect(lesson.rest("attention", "not_known")).to_contain_text("Kiosk 3: its image does not know this")
        answer_from(first, act, ActOutcome.SHOWN)
        expect(act.get_by_test_id("act-count")).to_have_text("shown by 2 of 4")
        expect(lesson.rest("attention", "under_way")).to_have_count(0)
        with second.stream():
            expect(lesson.rest("attention", "under_way")).to_contain_text("Kiosk 2")
        act.get_by_test_id("longer").click()
        lesson.trainer.see_notice("5 minutes were added.")
        lesson.act("attention").get_by_test_id("let-go").click()
        lesson.trainer.see_notice("The kiosks are let go.")
        real.see("Your PIN")
        expect(lesson.act("attention")).to_have_attribute("data-open", "no")
        expect(lesson.rest("attention", "lapsed")).to_contain_text("over before it was shown")


def test_a_message_goes_to_who_is_signed_in_and_is_told_as_read(lesson: Class, real: RealKiosk) -> None:
    page, (first, second, _) = lesson.page, lesson.kiosks
    ana, ben = lesson.slips["Ana"], lesson.slips["Ben"]
    first.sign_in(ana.number, ana.pin)
    real.type(f"{ben.number}\r{ben.pin}\r")
    real.see("Choose your own PIN")
    real.type(f"{OWN_PIN}\r{OWN_PIN}\r")
    real.see("No exercises are on this kiosk")
    lesson.open_room()
    lesson.trainer.watched.forgiven = ("422",)
    writing = page.get_by_test_id("writing")
    writing.locator("summary").click()
    page.get_by_test_id("send-message").click()
    expect(page.get_by_test_id("acts-wrong")).to_contain_text("Choose a message of the list, or write one")
    page.get_by_test_id("message-text").fill("Well done so far: look at <b>line 3</b>")
    # A kiosk that comes and goes takes nothing of what is being written.
    with second.stream():
        expect(lesson.trainer.tile("Kiosk 2")).to_have_attribute("data-condition", "open")
    expect(page.get_by_test_id("message-text")).to_have_value("Well done so far: look at <b>line 3</b>")
    page.get_by_test_id("send-message").click()
    lesson.trainer.see_notice("The message is sent to 2 kiosks.")
    real.see("look at <b>line 3</b>")
    real.type("\x1b[24~")
    expect(lesson.act("message").get_by_test_id("act-count")).to_have_text("read by 1 of 2")
    answer_from(first, lesson.act("message"), ActOutcome.SEEN)
    expect(lesson.act("message").get_by_test_id("act-count")).to_have_text("read by 2 of 2")
    expect(lesson.act("message").get_by_test_id("act-said")).to_have_text("“Well done so far: look at <b>line 3</b>”")


def test_only_the_kiosks_that_are_ticked_are_asked_and_by_keyboard_alone(lesson: Class) -> None:
    page = lesson.page
    lesson.open_room()
    page.get_by_test_id("choosing").locator("summary").focus()
    page.keyboard.press("Enter")
    ticks = page.get_by_test_id("choose-kiosk")
    expect(ticks).to_have_count(3)
    ticks.nth(1).focus()
    page.keyboard.press("Space")
    # A tick that is set stays, whatever else is drawn anew.
    with lesson.kiosks[0].stream():
        expect(lesson.trainer.tile("Kiosk 1")).to_have_attribute("data-condition", "open")
    expect(ticks.nth(1)).to_be_checked()
    # Enter in the list asks nothing of anybody.
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("act")).to_have_count(0)
    page.get_by_test_id("ask-attention").focus()
    page.keyboard.press("Enter")
    lesson.trainer.see_notice("1 kiosk is asked to look at you.")
    expect(lesson.rest("attention", "waiting")).to_contain_text("Kiosk 2")


def test_one_learner_is_signed_out_on_the_kiosks_page_which_says_when_they_are(lesson: Class, real: RealKiosk) -> None:
    page, ben = lesson.page, lesson.slips["Ben"]
    real.type(f"{ben.number}\r{ben.pin}\r")
    real.see("Choose your own PIN")
    real.type(f"{OWN_PIN}\r{OWN_PIN}\r")
    real.see("No exercises are on this kiosk")
    lesson.open_room()
    lesson.trainer.tile("Kiosk 04").click()
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    page.get_by_test_id("sign-learner-out").click()
    lesson.trainer.see_notice("Ben was signed out; the work is kept.")
    real.see("Your PIN")
    act = page.get_by_test_id("kiosk-act")
    expect(act).to_have_attribute("data-state", "done")
    expect(act).to_contain_text("Sign out a learner: done, and the work is kept")
    real.type(f"{ben.number}\r{OWN_PIN}\r")
    real.see("No exercises are on this kiosk")
    lesson.open_room()
    expect(lesson.act("sign_out").get_by_test_id("act-count")).to_have_text("signed out at 1 of 1")


def test_the_learners_of_chosen_kiosks_are_signed_out_from_the_room(lesson: Class) -> None:
    page, (first, second, _) = lesson.page, lesson.kiosks
    ana, ben = lesson.slips["Ana"], lesson.slips["Ben"]
    first.sign_in(ana.number, ana.pin)
    second.sign_in(ben.number, ben.pin)
    lesson.open_room()
    lesson.trainer.watched.forgiven = ("422",)
    page.get_by_test_id("choosing").locator("summary").click()
    page.get_by_test_id("sign-chosen-out").click()
    expect(page.get_by_test_id("acts-wrong")).to_contain_text("Choose the kiosks")
    page.get_by_test_id("choose-kiosk").nth(0).check()
    page.get_by_test_id("sign-chosen-out").click()
    lesson.trainer.see_notice("1 learner is signed out; the work is kept.")
    expect(lesson.rest("sign_out", "waiting")).to_contain_text("Kiosk 1: away: signed out when it comes back")
    expect(lesson.trainer.tile("Kiosk 2")).to_contain_text("Ben")


def test_an_exercise_is_opened_for_the_room_and_each_kiosk_has_its_answer(lesson: Class, real: RealKiosk) -> None:
    page, (first, second, _), ben = lesson.page, lesson.kiosks, lesson.slips["Ben"]
    ana = lesson.slips["Ana"]
    first.sign_in(ana.number, ana.pin)
    real.type(f"{ben.number}\r{ben.pin}\r")
    real.see("Choose your own PIN")
    real.type(f"{OWN_PIN}\r{OWN_PIN}\r")
    real.see("No exercises are on this kiosk")
    lesson.open_room()
    lesson.trainer.watched.forgiven = ("422",)
    page.get_by_test_id("opening").locator("summary").click()
    page.get_by_test_id("open-exercise").click()
    expect(page.get_by_test_id("acts-wrong")).to_contain_text("Choose an exercise of the list.")
    with first.stream(), second.stream():
        page.get_by_test_id("exercise-choice").select_option(label="Stock count")
        page.get_by_test_id("open-exercise").click()
        lesson.trainer.see_notice("4 kiosks are asked to open “Stock count”.")
        act = lesson.act("exercise")
        expect(act.get_by_test_id("act-said")).to_have_text("“Stock count”")
        # The real one has no exercises, and says so.
        expect(lesson.rest("exercise", "cannot")).to_contain_text("Kiosk 04: cannot")
        expect(lesson.rest("exercise", "under_way")).to_contain_text("Kiosk 1: not shown yet")
        expect(lesson.rest("exercise", "nobody")).to_contain_text("Kiosk 2: nobody signed in")
        expect(lesson.rest("exercise", "not_known")).to_contain_text("Kiosk 3: its image does not know this")
        answer_from(first, act, ActOutcome.SHOWN)
        expect(act.get_by_test_id("act-count")).to_have_text("shown by 1 of 4")


def test_one_learners_work_is_released_to_all_and_read_on_a_real_kiosk(lesson: Class, real: RealKiosk) -> None:
    page, first, ana, ben = lesson.page, lesson.kiosks[0], lesson.slips["Ana"], lesson.slips["Ben"]
    event = first.event(first.sign_in(ana.number, ana.pin).sign_in_id, attempt("let sum = 0; // [bold]all\n"))
    first.send(event)
    real.type(f"{ben.number}\r{ben.pin}\r")
    real.see("Choose your own PIN")
    real.type(f"{OWN_PIN}\r{OWN_PIN}\r")
    real.see("No exercises are on this kiosk")
    page.goto(f"/attempts/{event.event_id}")
    page.get_by_test_id("releasing").locator("summary").click()
    page.get_by_test_id("show-to-all").click()
    lesson.trainer.see_notice("It is shown to 2 learners.")
    real.see("Work of one of you")
    real.see(r"let sum = 0; // \[bold\]all")
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    real.type("\x1b")
    real.see("No exercises are on this kiosk")
    expect(lesson.act("show").get_by_test_id("act-count")).to_have_text("read by 1 of 2")
    lesson.act("show").get_by_test_id("hide-shown").click()
    lesson.trainer.see_notice("It is shown no more.")
