"""One kiosk as its page shows it, with a kiosk that speaks the protocol."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import lessons
from tests.support.browser.trainers import Slip, Trainer, WatchedPage
from tests.support.checkout import BUILD
from tests.support.server.kiosk_client import KioskClient

PICTURES = BUILD / "pictures"
HOSTILE = "</code></pre><img src=x onerror=alert(1)><script>alert(2)</script>\u202e'\x1b[31m"


@pytest.fixture
def sign_in_id(trainer: Trainer, slip: Slip, kiosk: KioskClient) -> Iterator[str]:
    """Give the sign-in of a learner who tries for the fifth time."""
    trainer.start_session("Arrays")
    with kiosk.stream():
        signed_in = kiosk.sign_in(slip.number, slip.pin).sign_in_id
        kiosk.send(*(kiosk.event(signed_in, run) for run in lessons.STUCK_RUNS))
        trainer.page.goto("/")
        yield signed_in


def open_kiosk(page: Page) -> None:
    page.get_by_test_id("tile").first.press("Enter")
    expect(page.get_by_test_id("kiosk-name")).to_contain_text("Window seat")
    expect(page.locator("body")).to_have_attribute("data-live", "on")


def test_a_tile_opens_the_kiosk_with_its_program_tests_and_attempts(trainer: Trainer, sign_in_id: str) -> None:
    assert sign_in_id
    page = trainer.page
    open_kiosk(page)
    expect(page.get_by_test_id("learner")).to_have_text("Ana Beltrán")
    expect(page.get_by_test_id("exercise")).to_have_text("Stock count")
    expect(page.get_by_test_id("source")).to_contain_text("export function total(boxes)")
    expect(page.get_by_test_id("code-facts")).to_contain_text("as it was run last")
    expect(page.get_by_test_id("verdict")).to_contain_text("0 of 3 tests pass")
    expect(page.get_by_test_id("step")).to_have_count(len(lessons.STUCK_RUNS))
    expect(page.get_by_test_id("diff").first).to_contain_text("+   count;")
    expect(page.locator(".code-word").first).to_be_visible()


def test_what_is_typed_and_run_comes_to_the_page_and_takes_nothing_away(
    trainer: Trainer, kiosk: KioskClient, sign_in_id: str
) -> None:
    page = trainer.page
    open_kiosk(page)
    # By its own name: a newer one comes above it.
    read = page.locator(f"#{page.get_by_test_id('step').nth(1).get_attribute('id')}")
    read.locator("summary").click()
    diff = read.get_by_test_id("diff")
    diff.focus()
    diff.evaluate("box => box.dataset.read = 'yes'")
    kiosk.send(kiosk.event(sign_in_id, lessons.typed(lessons.TYPING)))
    expect(page.get_by_test_id("source")).to_contain_text("is it 7?")
    expect(page.get_by_test_id("code-facts")).to_contain_text("changed since the last run")
    kiosk.send(kiosk.event(sign_in_id, lessons.run_of(lessons.TYPING, 3)))
    expect(page.get_by_test_id("verdict")).to_have_attribute("data-verdict", "accepted")
    expect(page.get_by_test_id("step")).to_have_count(len(lessons.STUCK_RUNS) + 1)
    expect(diff).to_be_focused()
    # The very element that was read is still there.
    expect(diff).to_have_attribute("data-read", "yes")


def test_a_program_in_which_somebody_marked_words_waits_with_what_is_typed(
    trainer: Trainer, kiosk: KioskClient, sign_in_id: str
) -> None:
    page = trainer.page
    open_kiosk(page)
    page.locator(".code-word").first.evaluate("word => document.getSelection().selectAllChildren(word)")
    kiosk.send(kiosk.event(sign_in_id, lessons.run_of(lessons.TYPING, 3)))
    expect(page.get_by_test_id("verdict")).to_have_attribute("data-verdict", "accepted")
    expect(page.get_by_test_id("step")).to_have_count(len(lessons.STUCK_RUNS) + 1)
    assert page.evaluate("() => document.getSelection().toString()") == "export"
    page.evaluate("() => document.getSelection().removeAllRanges()")
    expect(page.get_by_test_id("source")).to_contain_text("is it 7?")


def test_a_learners_text_is_no_markup_anywhere(
    trainer: Trainer, kiosk: KioskClient, sign_in_id: str, watched: WatchedPage
) -> None:
    page = trainer.page
    open_kiosk(page)
    hostile = lessons.run_of(HOSTILE, 0, received=HOSTILE)
    kiosk.send(kiosk.event(sign_in_id, hostile))
    kiosk.send(kiosk.event(sign_in_id, lessons.typed(HOSTILE + "\n" + HOSTILE)))
    expect(page.get_by_test_id("source")).to_contain_text("onerror=alert(1)")
    expect(page.get_by_test_id("step").first).to_contain_text("onerror=alert(1)")
    expect(page.get_by_test_id("source")).to_contain_text("[202E]")
    expect(page.locator("main img")).to_have_count(0)
    assert "\u202e" not in page.content()
    assert "\x1b" not in page.content()
    page.goto("/")
    expect(page.get_by_test_id("need")).to_be_visible()
    assert "\u202e" not in page.content()
    assert watched.complaints == []


def test_a_learner_is_signed_out_and_the_page_goes_on(trainer: Trainer, sign_in_id: str) -> None:
    assert sign_in_id
    page = trainer.page
    open_kiosk(page)
    page.get_by_test_id("sign-learner-out").press("Enter")
    trainer.see_notice("was signed out; the work is kept.")
    expect(page.get_by_test_id("nobody")).to_have_text("nobody")
