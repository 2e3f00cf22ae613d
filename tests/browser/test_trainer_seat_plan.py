"""The seat plan of a room, arranged by the mouse, by keys, and with neither; printed on one sheet."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.browser.server_program import ServerProgram
from tests.support.browser.trainers import OWN_PASSWORD, Prepared, Trainer, WatchedPage, open_context

NAMES = ("Kiosk 1", "Kiosk 2", "Kiosk 10")
# As Firefox does it: what is dragged, dragged over and dropped on are the letters within the tiles.
DRAG_BY_LETTERS = """names => {
  const [from, to] = names.map((name) => document.querySelector(`.plan-tile[data-name="${name}"]`).firstChild);
  const dataTransfer = new DataTransfer();
  for (const [type, target] of [["dragstart", from], ["dragover", to], ["drop", to], ["dragend", from]]) {
    target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
  }
}"""
A4_LANDSCAPE = re.compile(rb"/MediaBox \[0 0 841\.\d+ 59[45]\.\d+\]")


@pytest.fixture
def page(trainer: Trainer, server: ServerProgram) -> Page:
    """Give the plan of the only room, with three kiosks that have no seat."""
    for name in NAMES:
        trainer.approve(name, " ".join(server.kiosk(name).words))
    open_plan(trainer.page)
    return trainer.page


def open_plan(page: Page) -> None:
    page.goto("/rooms")
    page.get_by_test_id("to-plan").click()
    expect_taken_up(page)


def expect_taken_up(page: Page) -> None:
    """Wait until the page's script moves kiosks: the plan is there before it is."""
    expect(page.get_by_test_id("plan-tile").first).to_have_attribute("draggable", "true")


def tile(page: Page, name: str) -> Locator:
    return page.locator(f'[data-testid="plan-tile"][data-name="{name}"]')


def seat(page: Page, row: int, column: int) -> Locator:
    return page.locator(f'[data-testid="plan-seat"][data-row="{row}"][data-column="{column}"]')


def see(page: Page, words: str) -> None:
    expect(page.get_by_test_id("plan-said")).to_have_text(re.compile(re.escape(words)))


def test_kiosks_are_put_into_the_plan_changed_and_taken_out_with_the_mouse(page: Page) -> None:
    expect(page.get_by_test_id("unseated")).to_contain_text("3 kiosks have no seat yet")
    tile(page, "Kiosk 1").drag_to(seat(page, 1, 1))
    see(page, "Kiosk 1: row 1, seat 1.")
    tile(page, "Kiosk 2").drag_to(seat(page, 2, 3))
    see(page, "Kiosk 2: row 2, seat 3.")
    tile(page, "Kiosk 1").drag_to(seat(page, 2, 3))
    see(page, "Kiosk 1: row 2, seat 3. It changed places with Kiosk 2.")
    tile(page, "Kiosk 2").drag_to(page.get_by_test_id("unseated"))
    see(page, "Kiosk 2 is out of the plan")
    page.reload()
    expect(seat(page, 2, 3)).to_have_text("Kiosk 1")
    expect(seat(page, 1, 1)).to_have_text("")


def test_kiosks_are_moved_by_keys_and_each_move_is_said_and_keeps_the_focus(page: Page) -> None:
    page.get_by_test_id("arrange-all").click()
    expect(seat(page, 1, 3)).to_have_text("Kiosk 10")
    expect_taken_up(page)
    tile(page, "Kiosk 1").focus()
    # The next free seat: the two beside it are taken.
    page.keyboard.press("ArrowRight")
    see(page, "Kiosk 1: row 1, seat 4.")
    expect(tile(page, "Kiosk 1")).to_be_focused()
    page.keyboard.press("Shift+ArrowLeft")
    see(page, "Kiosk 1: row 1, seat 3. It changed places with Kiosk 10.")
    # Pressed faster than the server answers.
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    see(page, "Kiosk 1: row 3, seat 2.")
    page.keyboard.press("Delete")
    see(page, "Kiosk 1 is out of the plan")
    expect(tile(page, "Kiosk 1")).to_be_focused()
    page.keyboard.press("ArrowUp")
    see(page, "Kiosk 1: row 1, seat 1.")
    page.keyboard.press("ArrowUp")
    see(page, "The room ends here.")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("seat-row")).to_be_focused()
    expect(page.get_by_test_id("seat-kiosk").locator("option:checked")).to_contain_text("Kiosk 1 (1\u20131)")


def test_a_kiosk_is_dropped_on_the_letters_of_another(page: Page) -> None:
    page.get_by_test_id("arrange-all").click()
    expect(seat(page, 1, 3)).to_have_text("Kiosk 10")
    expect_taken_up(page)
    page.evaluate(DRAG_BY_LETTERS, ["Kiosk 1", "Kiosk 10"])
    see(page, "Kiosk 1: row 1, seat 3. It changed places with Kiosk 10.")


def test_a_press_of_a_screen_reader_leads_to_the_form_and_a_mouses_press_moves_nothing(page: Page) -> None:
    tile(page, "Kiosk 2").click()
    expect(page.get_by_test_id("seat-row")).not_to_be_focused()
    # It has neither a mouse nor a key that the page could hear.
    tile(page, "Kiosk 2").dispatch_event("click")
    expect(page.get_by_test_id("seat-row")).to_be_focused()
    expect(page.get_by_test_id("seat-kiosk").locator("option:checked")).to_have_text("Kiosk 2")


def test_a_move_after_the_visit_has_ended_says_so_and_is_made_again_in_the_next_one(page: Page) -> None:
    tile(page, "Kiosk 1").drag_to(seat(page, 1, 1))
    see(page, "Kiosk 1: row 1, seat 1.")
    tab = page.context.new_page()
    tab.goto("/learners")
    tab.get_by_test_id("sign-out").click()
    expect(tab.get_by_test_id("sign-in-form")).to_be_visible()
    tile(page, "Kiosk 1").drag_to(seat(page, 2, 2))
    see(page, "Nothing was moved. Sign in first")
    expect(page.get_by_test_id("signed-out")).to_be_visible()
    expect(seat(page, 1, 1)).to_have_text("Kiosk 1")
    tab.fill("#name", "rosa")
    tab.fill("#password", OWN_PASSWORD)
    tab.get_by_test_id("sign-in").click()
    tab.wait_for_url("/rooms/*")
    tile(page, "Kiosk 1").drag_to(seat(page, 2, 2))
    see(page, "Kiosk 1: row 2, seat 2.")
    expect(page.get_by_test_id("signed-out")).to_be_hidden()


def test_a_plan_that_a_colleague_changed_is_shown_as_it_is_and_not_overwritten(
    page: Page, browser: Browser, server: ServerProgram, prepared: Prepared
) -> None:
    context = open_context(browser, server)
    colleague = Trainer(WatchedPage(context.new_page(), server.url), server)
    colleague.take_up(prepared)
    open_plan(colleague.page)
    tile(colleague.page, "Kiosk 1").drag_to(seat(colleague.page, 1, 1))
    see(colleague.page, "Kiosk 1: row 1, seat 1.")
    context.close()
    assert colleague.watched.complaints == []
    tile(page, "Kiosk 2").drag_to(seat(page, 1, 1))
    see(page, "Nothing was moved: a colleague changed the plan")
    expect(seat(page, 1, 1)).to_have_text("Kiosk 1")
    expect(page.get_by_test_id("unseated").get_by_test_id("plan-tile")).to_have_count(2)


def test_a_move_that_finds_no_server_says_so_and_is_made_again_when_it_answers(
    page: Page, server: ServerProgram, watched: WatchedPage
) -> None:
    watched.forgiven = ("ERR_CONNECTION_REFUSED",)
    server.stop()
    tile(page, "Kiosk 1").drag_to(seat(page, 2, 2))
    see(page, "The server did not answer.")
    expect(seat(page, 2, 2)).to_have_text("")
    server.start()
    tile(page, "Kiosk 1").drag_to(seat(page, 2, 2))
    see(page, "Kiosk 1: row 2, seat 2.")
    expect(seat(page, 2, 2)).to_have_text("Kiosk 1")


@pytest.fixture
def without_javascript(page: Page, browser: Browser, server: ServerProgram, prepared: Prepared) -> Iterator[Page]:
    """Give the same plan in a browser that runs no JavaScript."""
    context = browser.new_context(base_url=server.url, ignore_https_errors=True, java_script_enabled=False)
    other = Trainer(WatchedPage(context.new_page(), server.url), server)
    other.take_up(prepared)
    other.page.goto(page.url)
    yield other.page
    context.close()


def test_a_plan_is_arranged_without_javascript(without_javascript: Page) -> None:
    page = without_javascript
    page.get_by_test_id("seat-kiosk").select_option(label="Kiosk 2")
    page.get_by_test_id("seat-row").select_option("2")
    page.get_by_test_id("seat-column").select_option("5")
    page.get_by_test_id("seat").click()
    expect(page.get_by_test_id("notice")).to_contain_text("Kiosk 2: row 2, seat 5.")
    expect(seat(page, 2, 5)).to_have_text("Kiosk 2")
    page.get_by_test_id("plan-columns").select_option("2")
    page.get_by_test_id("arrange-rest").click()
    expect(seat(page, 1, 2)).to_have_text("Kiosk 10")
    page.get_by_test_id("seat-kiosk").select_option(label="Kiosk 1 (1\u20131)")
    page.get_by_test_id("unseat").click()
    expect(page.get_by_test_id("unseated")).to_contain_text("1 kiosk has no seat yet")


def test_a_plan_is_printed_on_one_sheet_with_the_room_and_its_kiosks_alone(page: Page) -> None:
    page.get_by_test_id("arrange-all").click()
    expect(seat(page, 1, 3)).to_have_text("Kiosk 10")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(A4_LANDSCAPE.findall(printed)) == len(re.findall(rb"/Type /Page\b", printed)) == 1
    page.emulate_media(media="print")
    expect(page.get_by_test_id("seat-form")).to_be_hidden()
    expect(page.get_by_test_id("unseated")).to_be_hidden()
    expect(page.get_by_test_id("plan-said")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(seat(page, 1, 3)).to_be_visible()
    expect(seat(page, 4, 1)).to_be_hidden()
