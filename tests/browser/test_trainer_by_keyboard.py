"""Everything a trainer does can be done from the keyboard, and what has the focus is always seen."""

from playwright.sync_api import Page, expect

from tests.support.browser.server_program import ServerProgram
from tests.support.browser.trainers import OWN_PASSWORD, Slip, Trainer

TABS_AT_MOST = 60
FOCUSED_TEST_ID = "() => document.activeElement.dataset.testid || ''"
# An outline, or nothing: the ring is the only sign of the focus, so it must be there and wide enough to be seen.
RING_WIDTH = "() => parseFloat(getComputedStyle(document.activeElement).outlineWidth)"


def tab_to(page: Page, test_id: str) -> None:
    for _ in range(TABS_AT_MOST):
        page.keyboard.press("Tab")
        assert page.evaluate(RING_WIDTH) >= 2
        if page.evaluate(FOCUSED_TEST_ID) == test_id:
            return
    raise AssertionError(f"{test_id} was not reached by Tab")


def follow(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_trainer_signs_in_without_a_mouse(page: Page, server: ServerProgram) -> None:
    assert server.url
    page.goto("/sign-in")
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type("rosa")
    page.keyboard.press("Tab")
    page.keyboard.type(OWN_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("account")).to_have_text("rosa")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_kiosk_is_approved_and_a_session_started_and_ended_without_a_mouse(
    trainer: Trainer, slip: Slip, server: ServerProgram
) -> None:
    del slip
    page, waiting = trainer.page, server.kiosk("Window seat")
    page.goto("/")
    tab_to(page, "nav-kiosks")
    follow(page)
    tab_to(page, "words")
    page.keyboard.type(" ".join(waiting.words[-2:]))
    follow(page)
    trainer.see_notice("Window seat is approved")
    tab_to(page, "nav-room")
    follow(page)
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    tab_to(page, "session-title-field")
    page.keyboard.type("By hand")
    follow(page)
    trainer.see_notice("“By hand” was started")
    tab_to(page, "end-session")
    follow(page)
    expect(page.get_by_test_id("end-now")).to_be_focused()
    follow(page)
    trainer.see_notice("“By hand” has ended")


def test_the_focus_stays_on_a_tile_when_the_room_redraws(trainer: Trainer, slip: Slip, server: ServerProgram) -> None:
    del slip
    page, client = trainer.page, server.kiosk("Window seat")
    trainer.approve("Window seat", " ".join(client.words))
    page.goto("/")
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    tab_to(page, "tile")
    with client.stream():
        expect(trainer.tile("Window seat")).to_have_attribute("data-condition", "locked")
        expect(trainer.tile("Window seat")).to_be_focused()
