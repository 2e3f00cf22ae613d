"""A trainer wakes kiosks, restarts them and switches them off, by keyboard too; what became of it is there, live."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Locator, Page, expect

from kiosk_agent.protocol.acts.orders import KNOWN_ACTS, POWER_ACTS, ActOutcome
from tests.support.browser.server_program import ServerProgram
from tests.support.browser.trainers import Trainer
from tests.support.server.asked import answer
from tests.support.server.kiosk_client import KioskClient


@pytest.fixture
def kiosks(trainer: Trainer, server: ServerProgram) -> Iterator[tuple[KioskClient, ...]]:
    """Give four of a lesson: one has a learner, one is free, one is away, one is of an old image."""
    trainer.add_cohort("Mornings")
    slip = trainer.add_learner("Ana", "12-Ana")
    these = tuple(server.kiosk(f"Kiosk {number}") for number in (1, 2, 3, 4))
    for number, kiosk in enumerate(these, 1):
        kiosk.acts = (*KNOWN_ACTS, *POWER_ACTS) if number < 4 else ()
        trainer.approve(f"Kiosk {number}", " ".join(kiosk.words))
        trainer.see_notice("is approved")
        kiosk.enrol()
    trainer.start_session("Loops")
    trainer.see_notice("was started")
    with ExitStack() as streams:
        kept = [streams.enter_context(kiosk.stream()) for kiosk in these[:2]]
        these[0].sign_in(slip.number, slip.pin)
        trainer.page.goto("/")
        expect(trainer.tile("Kiosk 2")).to_have_attribute("data-condition", "open")
        assert kept
        yield these


def newest(page: Page) -> Locator:
    return page.get_by_test_id("act").first


def rest(page: Page, state: str) -> Locator:
    return newest(page).locator(f'[data-state="{state}"]')


def test_a_restart_asks_first_where_somebody_is_and_is_told_of_each_kiosk(
    trainer: Trainer, kiosks: tuple[KioskClient, ...]
) -> None:
    page = trainer.page
    trainer.watched.forgiven = ("409",)
    page.get_by_test_id("power").locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("restart")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("somebody-is-in")).to_contain_text("1 learner is signed in there.")
    expect(page.get_by_test_id("power-now")).to_be_focused()
    page.keyboard.press("Enter")
    trainer.see_notice("4 kiosks are told to restart.")
    expect(newest(page).get_by_test_id("act-count")).to_have_text("0 of 4 have restarted")
    expect(rest(page, "under_way")).to_contain_text("Kiosk 1, Kiosk 2: keeps its work, then goes")
    expect(rest(page, "waiting")).to_contain_text("Kiosk 3: does not answer")
    expect(rest(page, "not_known")).to_contain_text("Kiosk 4: cannot do it by itself")
    act_id = (newest(page).get_attribute("id") or "").removeprefix("act-")
    answer(kiosks[1], act_id, ActOutcome.DONE)
    # It never left: it only says so.
    expect(rest(page, "cannot")).to_contain_text("Kiosk 2: said that it went, and has been there all the time")
    expect(newest(page).get_by_test_id("act-count")).to_have_text("0 of 4 have restarted")
    expect(rest(page, "under_way")).to_contain_text("Kiosk 1: keeps")


def test_whoever_changes_their_mind_leaves_all_kiosks_on(trainer: Trainer, kiosks: tuple[KioskClient, ...]) -> None:
    page = trainer.page
    assert kiosks
    trainer.watched.forgiven = ("409",)
    page.get_by_test_id("power").locator("summary").click()
    page.get_by_test_id("power-off").click()
    expect(page.get_by_test_id("power-now")).to_have_text("Sign out and switch off")
    page.get_by_text("Leave them on").click()
    expect(page.get_by_test_id("power")).to_be_visible()
    expect(page.get_by_test_id("act")).to_have_count(0)


def test_what_has_told_no_address_is_switched_on_by_hand(trainer: Trainer, kiosks: tuple[KioskClient, ...]) -> None:
    page = trainer.page
    page.get_by_test_id("power").locator("summary").click()
    page.get_by_test_id("wake").click()
    expect(page.get_by_test_id("notice")).to_contain_text("Switch them on by hand.")
    expect(newest(page).get_by_test_id("act-count")).to_have_text("2 of 4 are there")
    with kiosks[2].stream():
        expect(newest(page).get_by_test_id("act-count")).to_have_text("3 of 4 are there")
        expect(rest(page, "not_known")).to_contain_text("Kiosk 4: cannot be woken")
