"""The browser's Back after a form was refused: the page that the form is on, and never the browser's own question."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser.trainers import Trainer, WatchedPage


def add_a_room_twice(page: Page) -> None:
    page.goto("/rooms")
    name = page.get_by_test_id("listed-room").first.get_by_test_id("room-name-field").input_value()
    page.get_by_test_id("new-room-name").fill(name)
    page.get_by_test_id("add-room").click()


def add_a_slot_without_a_weekday(page: Page) -> None:
    page.goto("/timetable")
    page.get_by_test_id("save-slot").click()


def mistype_the_password(page: Page) -> None:
    page.goto("/password")
    page.fill("#old", "four wrong words here")
    page.fill("#new", "four other words here")
    page.fill("#again", "four other words here")
    page.get_by_test_id("change-password").click()


def add_a_learner_without_a_suitable_number(page: Page) -> None:
    page.goto("/learners")
    page.get_by_test_id("display-name").fill("Ana")
    page.get_by_test_id("number").fill("???")
    page.get_by_test_id("add-learner").click()


@pytest.mark.parametrize(
    ("refused", "home"),
    [
        (add_a_room_twice, "add-room-form"),
        (add_a_slot_without_a_weekday, "slot-form"),
        (mistype_the_password, "password-form"),
        (add_a_learner_without_a_suitable_number, "add-learner-form"),
    ],
)
def test_back_to_a_form_that_was_refused_leads_to_its_page(
    trainer: Trainer, watched: WatchedPage, refused: Callable[[Page], None], home: str
) -> None:
    # The browser notes what was refused.
    watched.forgiven = ("422",)
    page = trainer.page
    trainer.add_cohort("Mornings")
    refused(page)
    expect(page.get_by_test_id("wrong")).to_be_visible()
    page.get_by_test_id("nav-log").click()
    expect(page.get_by_test_id("log")).to_be_visible()
    page.go_back()
    expect(page.get_by_test_id(home)).to_be_visible()
    expect(page.get_by_test_id("wrong")).to_have_count(0)
    page.reload()
    expect(page.get_by_test_id(home)).to_be_visible()


def test_a_refused_form_goes_on_in_another_language_on_its_own_page(trainer: Trainer, watched: WatchedPage) -> None:
    watched.forgiven = ("422",)
    trainer.add_cohort("Mornings")
    add_a_slot_without_a_weekday(trainer.page)
    expect(trainer.page.get_by_test_id("wrong")).to_be_visible()
    trainer.page.get_by_test_id("language-es").click()
    expect(trainer.page.locator("html")).to_have_attribute("lang", "es")
    expect(trainer.page.get_by_test_id("slot-form")).to_be_visible()
