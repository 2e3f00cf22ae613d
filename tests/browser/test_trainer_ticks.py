"""Ticks in a long list: kept while its other pages are shown, counted beside the button, and gone with the slips."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from classroom_server.web.paging import ROWS_A_PAGE
from tests.support.browser.trainers import Trainer
from tests.support.waiting import eventually

# Asked again by us: the browser's own way to wait for it is a text that it evaluates, which the pages forbid.
NOTHING_TICKED = "() => JSON.parse(sessionStorage.getItem('outset-ticks')).ids.length === 0"


@pytest.fixture
def long_list(trainer: Trainer, tmp_path: Path) -> Page:
    """Give the list of a cohort that has more learners than a page shows."""
    trainer.add_cohort("Mornings")
    path = tmp_path / "learners.csv"
    lines = [f"{number},Learner {number}" for number in range(1001, 1001 + ROWS_A_PAGE + 3)]
    path.write_text("\n".join(["number,name", *lines]), encoding="utf-8")
    trainer.page.get_by_test_id("import-file").set_input_files(path)
    trainer.page.get_by_test_id("import").click()
    trainer.see_notice(f"{len(lines)} learners were added")
    return trainer.page


def tick(page: Page, name: str) -> None:
    page.get_by_label(f"PIN slip for {name}", exact=True).check()


def test_ticks_are_kept_over_pages_and_searches_and_their_number_stands_beside_the_button(long_list: Page) -> None:
    page = long_list
    expect(page.get_by_test_id("ticked")).to_be_hidden()
    tick(page, "Learner 1001")
    tick(page, "Learner 1002")
    expect(page.get_by_test_id("ticked")).to_contain_text("Ticked: 2")
    page.get_by_test_id("page-after").click()
    expect(page.get_by_test_id("ticked")).to_contain_text("Ticked: 2, of them not on this page: 2")
    tick(page, "Learner 1103")
    page.get_by_test_id("find").fill("1050")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("learner")).to_have_count(1)
    tick(page, "Learner 1050")
    expect(page.get_by_test_id("ticked")).to_contain_text("Ticked: 4, of them not on this page: 3")
    page.get_by_test_id("slips-chosen").click()
    expect(page.get_by_test_id("slip-number")).to_have_text(["1001", "1002", "1050", "1103"])
    # The page of slips has taken their ticks away by the time that its scripts have run.
    eventually(lambda: page.evaluate(NOTHING_TICKED), "no ticks are kept")
    page.get_by_test_id("slips-done").click()
    expect(page.get_by_test_id("learner")).to_have_count(ROWS_A_PAGE)
    expect(page.get_by_test_id("ticked")).to_be_hidden()


def test_what_is_ticked_before_the_pages_script_has_come_counts_as_well(long_list: Page) -> None:
    page, held = long_list, list[Route]()

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/ticks.js", hold)
    with page.expect_request("**/ticks.js"):
        page.goto("/learners", wait_until="commit")
    tick(page, "Learner 1001")
    held.pop().continue_()
    expect(page.get_by_test_id("ticked")).to_contain_text("Ticked: 1")
    expect(page.get_by_label("PIN slip for Learner 1001", exact=True)).to_be_checked()


def test_ticks_come_back_with_the_back_button_and_go_when_it_is_said(long_list: Page) -> None:
    page = long_list
    tick(page, "Learner 1001")
    page.get_by_role("link", name="Learner 1001").click()
    expect(page.get_by_test_id("learner-name")).to_be_visible()
    page.go_back()
    box = page.get_by_label("PIN slip for Learner 1001", exact=True)
    expect(box).to_be_checked()
    expect(page.get_by_test_id("ticked")).to_contain_text("Ticked: 1")
    page.get_by_test_id("untick").click()
    expect(box).not_to_be_checked()
    expect(page.get_by_test_id("ticked")).to_be_hidden()


def test_a_whole_page_is_ticked_at_once_and_the_button_for_slips_stays_in_sight(long_list: Page) -> None:
    page = long_list
    expect(page.get_by_test_id("slips-chosen")).to_be_in_viewport()
    page.get_by_test_id("tick-page").check()
    expect(page.get_by_test_id("ticked")).to_contain_text(f"Ticked: {ROWS_A_PAGE}")
    page.get_by_label("PIN slip for Learner 1002", exact=True).uncheck()
    expect(page.get_by_test_id("tick-page")).not_to_be_checked()
    page.get_by_test_id("page-after").click()
    expect(page.get_by_test_id("tick-page")).not_to_be_checked()
    expect(page.get_by_test_id("ticked")).to_contain_text(f"Ticked: {ROWS_A_PAGE - 1}, of them not on this page")
    page.get_by_test_id("page-before").click()
    page.get_by_test_id("tick-page").check()
    page.get_by_test_id("tick-page").uncheck()
    expect(page.get_by_test_id("ticked")).to_be_hidden()
