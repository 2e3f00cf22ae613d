"""Everyone out: one key asks, the same key does it, and what the server does meanwhile is said where it was pressed."""

import re
import time

from playwright.sync_api import Page, Route, expect

from tests.support.browser.server_program import ServerProgram
from tests.support.browser.trainers import Slip, Trainer, WatchedPage
from tests.support.promises import is_within
from tests.support.server.kiosk_client import KioskClient

KEY = "F8"
SECONDS = 2.0


def lesson(trainer: Trainer) -> Page:
    trainer.start_session()
    expect(trainer.page.locator("body")).to_have_attribute("data-live", "on")
    return trainer.page


def test_two_presses_of_one_key_empty_the_room_within_two_seconds_of_the_second_and_the_reason_comes_later(
    trainer: Trainer, slip: Slip, kiosk: KioskClient
) -> None:
    page = lesson(trainer)
    with kiosk.stream() as events:
        assert next(events)[0] == "lease"
        kiosk.sign_in(slip.number, slip.pin)
        assert next(events)[0] == "lease"
        page.keyboard.press(KEY)
        expect(page.get_by_test_id("out-now")).to_be_focused()
        began = time.monotonic()
        page.keyboard.press(KEY)
        assert next(events)[0] == "closed"
        took = time.monotonic() - began
        expect(page.get_by_test_id("out-said")).to_contain_text("1 of 1 kiosk answers and locks now")
        expect(page.get_by_test_id("out-close")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_test_id("out")).to_be_hidden()
        expect(page.get_by_test_id("session-off")).to_be_visible()
        expect(trainer.tile("Window seat")).to_have_attribute("data-condition", "locked")
    assert is_within(took, SECONDS), took
    need = page.get_by_test_id("need").filter(has_text="Everyone was sent out")
    need.get_by_role("link").click()
    page.get_by_test_id("why-drill").check()
    page.get_by_test_id("why-note").fill("The monthly one.")
    page.get_by_test_id("say-why").click()
    trainer.see_notice("The reason is kept: a drill.")
    expect(need).to_have_count(0)


def test_a_key_that_is_held_down_or_one_press_too_many_empties_no_room(trainer: Trainer, slip: Slip) -> None:
    del slip
    page = lesson(trainer)
    for _ in range(5):
        page.keyboard.down(KEY)
    page.keyboard.up(KEY)
    expect(page.get_by_test_id("out-now")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("out")).to_be_hidden()
    page.keyboard.press(f"Control+{KEY}")
    expect(page.get_by_test_id("out")).to_be_hidden()
    expect(page.get_by_test_id("session-on")).to_be_visible()


def test_it_works_by_the_mouse_and_while_a_field_is_filled_in(trainer: Trainer, slip: Slip) -> None:
    del slip
    page = lesson(trainer)
    page.get_by_test_id("everyone-out").click()
    expect(page.get_by_test_id("out-now")).to_be_focused()
    page.get_by_test_id("out-now").click()
    expect(page.get_by_test_id("out-said")).to_contain_text("Everyone out")
    page.get_by_test_id("out-close").click()
    page.get_by_test_id("session-title-field").click()
    page.keyboard.press(KEY)
    page.keyboard.press(KEY)
    expect(page.get_by_test_id("out-said")).to_contain_text("every kiosk is locked")


def test_a_server_that_does_not_answer_is_told_again_and_again_until_it_has_heard(
    trainer: Trainer, slip: Slip, watched: WatchedPage, server: ServerProgram
) -> None:
    del slip
    watched.forgiven = ("ERR_CONNECTION_REFUSED", "/stream", "/htmx.js", "/out")
    page = lesson(trainer)
    server.stop()
    page.keyboard.press(KEY)
    page.keyboard.press(KEY)
    expect(page.get_by_test_id("out")).to_contain_text("switch the kiosks off")
    server.start()
    expect(page.get_by_test_id("out-said")).to_contain_text("Everyone out")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("session-off")).to_be_visible()


def test_nothing_is_asked_of_the_server_before_it_is_told(trainer: Trainer, slip: Slip) -> None:
    del slip
    page, asked = lesson(trainer), list[str]()

    def note(route: Route) -> None:
        asked.append(re.sub(r"[0-9a-f-]{36}", "…", f"{route.request.method} {route.request.url}"))
        route.continue_()

    page.route("**/*", note)
    page.keyboard.press(KEY)
    page.keyboard.press(KEY)
    expect(page.get_by_test_id("out-said")).to_contain_text("Everyone out")
    assert asked[0].endswith("/rooms/…/out")
    assert asked[0].startswith("POST ")


def test_whoever_has_signed_in_again_in_another_tab_is_not_asked_to_load_the_page(
    trainer: Trainer, slip: Slip, watched: WatchedPage
) -> None:
    del slip
    watched.forgiven = ("403",)
    page = lesson(trainer)
    page.locator("#out input[name=form_token]").evaluate("field => { field.value = 'of an earlier visit'; }")
    page.keyboard.press(KEY)
    page.keyboard.press(KEY)
    expect(page.get_by_test_id("out-said")).to_contain_text("Everyone out")
    page.keyboard.press("Escape")
    page.context.clear_cookies(name="__Host-outset-visit")
    page.keyboard.press(KEY)
    page.keyboard.press(KEY)
    expect(page.get_by_test_id("out")).to_contain_text("You are signed out.")


def test_the_end_of_a_session_is_asked_for_once(trainer: Trainer, slip: Slip, kiosk: KioskClient) -> None:
    page = lesson(trainer)
    kiosk.sign_in(slip.number, slip.pin)
    page.get_by_test_id("end-session").click()
    expect(page.get_by_test_id("end-says")).to_contain_text("1 learner is signed in, and is signed out.")
    page.get_by_text("Let it go on").click()
    expect(page.get_by_test_id("session-on")).to_be_visible()


def test_minutes_are_taken_away_as_they_are_added(trainer: Trainer, slip: Slip) -> None:
    del slip
    page = lesson(trainer)
    page.get_by_test_id("less-minutes").click()
    trainer.see_notice("It ends 10 minutes sooner.")
    expect(page.get_by_test_id("minutes-left")).to_contain_text("50 min")
