"""A lesson as the trainer's room shows it, with kiosks that speak the protocol."""

import time
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import expect

from classroom_server.accounts.visitors import VISIT_COOKIE
from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.events import ExerciseOpened
from kiosk_agent.protocol.results import Verdict
from tests.support.browser.server_program import ServerProgram
from tests.support.browser.trainers import OWN_PASSWORD, Slip, Trainer, WatchedPage
from tests.support.promises import is_within
from tests.support.server.kiosk_client import KioskClient, attempt

SECONDS_TO_THE_TILE = 2.0
# As when a kiosk's news comes between a press and its sending: all of the session's part is other elements then.
DRAWN_ANEW_WHEN_ASKED = """() => {
  const ask = window.fetch;
  window.fetch = (...request) => {
    const session = document.getElementById("session");
    session.innerHTML = session.innerHTML;
    return ask(...request);
  };
}"""


def test_only_the_words_on_the_kiosks_own_screen_approve_it(
    trainer: Trainer, server: ServerProgram, watched: WatchedPage
) -> None:
    # The page says what was wrong beside what was typed, and the browser notes that it was.
    watched.forgiven = ("422",)
    first, second = server.kiosk("First"), server.kiosk("Second")
    page = trainer.page
    page.goto("/kiosks")
    shown = page.get_by_test_id("pending-kiosk").filter(has_text="First").get_by_test_id("fingerprint").inner_text()
    assert [word for word in first.words if word in shown] == list(first.words[:4])
    trainer.approve("First", " ".join(second.words[-2:]))
    expect(page.get_by_test_id("wrong")).to_contain_text("Nothing was approved")
    assert first.enrol("First").approval is Approval.PENDING
    trainer.approve("First", f"  {first.words[4].upper()}-{first.words[5]} ")
    trainer.see_notice("First is approved")
    assert first.enrol("First").approval is Approval.APPROVED
    page.get_by_test_id("pending-kiosk").get_by_test_id("refuse").click()
    trainer.see_notice("stays locked")
    assert second.enrol("Second").approval is Approval.REFUSED


def test_a_kiosk_is_renamed_and_its_approval_taken_back(trainer: Trainer, kiosk: KioskClient) -> None:
    page = trainer.page
    page.get_by_test_id("rename-field").fill("Door seat")
    page.get_by_test_id("rename").click()
    trainer.see_notice("Window seat is now named Door seat")
    page.get_by_test_id("to-retire").click()
    page.get_by_test_id("take-back").click()
    trainer.see_notice("Door seat is refused")
    assert kiosk.enrol().approval is Approval.REFUSED


def test_an_attempt_is_on_the_tile_within_two_seconds(trainer: Trainer, slip: Slip, kiosk: KioskClient) -> None:
    trainer.start_session("Arrays")
    trainer.see_notice("“Arrays” was started")
    page, tile = trainer.page, trainer.tile("Window seat")
    expect(tile).to_have_attribute("data-condition", "away")
    with kiosk.stream():
        expect(tile).to_have_attribute("data-condition", "open")
        sign_in = kiosk.sign_in(slip.number, slip.pin).sign_in_id
        expect(tile.get_by_test_id("tile-learner")).to_have_text("Ana Beltrán")
        kiosk.send(kiosk.event(sign_in, ExerciseOpened(track="javascript", exercise="bus-fare")))
        expect(tile.get_by_test_id("tile-exercise")).to_have_text("bus-fare")
        took = []
        for verdict, words in ((Verdict.WRONG_ANSWER, "✗ Not yet"), (Verdict.ACCEPTED, "✓ Passed")):
            kiosk.send(kiosk.event(sign_in, attempt(verdict=verdict, exercise="bus-fare")))
            sent = time.monotonic()
            expect(tile.get_by_test_id("tile-verdict")).to_have_text(words)
            took.append(time.monotonic() - sent)
        assert is_within(min(took), SECONDS_TO_THE_TILE), took
        expect(page.get_by_test_id("signed-in")).to_have_text("1 of 1")
    expect(tile).to_have_attribute("data-condition", "away")
    expect(page.get_by_test_id("need")).to_contain_text("look at its power and its cable")


def test_four_attempts_without_passing_call_the_trainer(trainer: Trainer, slip: Slip, kiosk: KioskClient) -> None:
    trainer.start_session()
    page = trainer.page
    with kiosk.stream():
        expect(page.get_by_test_id("nobody-needs")).to_be_visible()
        sign_in = kiosk.sign_in(slip.number, slip.pin).sign_in_id
        tries = [attempt(verdict=Verdict.WRONG_ANSWER, exercise="bus-fare") for _ in range(4)]
        kiosk.send(*(kiosk.event(sign_in, each) for each in tries))
        expect(page.get_by_test_id("need")).to_contain_text("4 attempts at bus-fare")
        expect(trainer.tile("Window seat").get_by_test_id("tile-condition")).to_contain_text("Needs you")


def test_starting_and_ending_say_what_they_did(trainer: Trainer, slip: Slip, kiosk: KioskClient) -> None:
    page = trainer.page
    with kiosk.stream():
        trainer.start_session()
        trainer.see_notice("“Mornings” was started. 1 of 1 kiosk answered")
        kiosk.sign_in(slip.number, slip.pin)
        page.get_by_test_id("more-minutes").click()
        trainer.see_notice("10 minutes were added")
        expect(page.get_by_test_id("minutes-left")).to_contain_text("70 min")
        page.get_by_test_id("end-session").click()
        page.get_by_test_id("end-now").click()
        trainer.see_notice("“Mornings” has ended. 1 learner was signed out.")
        expect(trainer.tile("Window seat")).to_have_attribute("data-condition", "locked")


def test_a_press_counts_though_the_room_is_drawn_anew_before_it_is_sent(
    trainer: Trainer, slip: Slip, kiosk: KioskClient
) -> None:
    assert slip.number, "a cohort is there"
    page = trainer.page
    with kiosk.stream():
        trainer.start_session()
        page.evaluate(DRAWN_ANEW_WHEN_ASKED)
        page.get_by_test_id("more-minutes").click()
        trainer.see_notice("10 minutes were added")
        expect(page.get_by_test_id("minutes-left")).to_contain_text("70 min")


def test_the_room_says_that_the_link_is_lost_and_comes_back_by_itself(
    trainer: Trainer, slip: Slip, kiosk: KioskClient, watched: WatchedPage, server: ServerProgram
) -> None:
    del slip
    # While nobody listens, whatever the page asks for is refused: its icon too, if that comes late.
    watched.forgiven = ("/stream", "/htmx.js", "ERR_CONNECTION_REFUSED")
    page = trainer.page
    trainer.start_session("Before")
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    server.stop()
    expect(page.get_by_test_id("live-lost")).to_be_visible()
    server.start()
    expect(page.get_by_test_id("live-lost")).to_be_hidden()
    with kiosk.stream():
        expect(trainer.tile("Window seat")).to_have_attribute("data-condition", "open")


def test_what_is_being_typed_survives_a_change_in_the_room(
    trainer: Trainer, slip: Slip, kiosk: KioskClient, server: ServerProgram
) -> None:
    del slip, kiosk
    page = trainer.page
    page.goto("/")
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    page.get_by_test_id("session-title-field").fill("Half a tit")
    server.kiosk("Late comer")
    expect(page.get_by_test_id("pending-count")).to_contain_text("1")
    expect(page.get_by_test_id("need")).to_contain_text("Late comer")
    expect(page.get_by_test_id("session-title-field")).to_have_value("Half a tit")
    expect(page.get_by_test_id("session-title-field")).to_be_focused()


def test_twelve_kiosks_keep_their_seats_in_the_order_of_their_names(trainer: Trainer, server: ServerProgram) -> None:
    names = [f"Seat {number:02d}" for number in range(12, 0, -1)]
    with ThreadPoolExecutor(4) as pool:
        waiting = dict(zip(names, pool.map(server.kiosk, names), strict=True))
    for name, client in waiting.items():
        trainer.approve(name, " ".join(client.words))
    trainer.page.goto("/")
    tiles = trainer.page.get_by_test_id("tile")
    expect(tiles).to_have_count(len(names))
    assert [tile.get_attribute("data-kiosk-name") for tile in tiles.all()] == sorted(names)


def test_a_start_form_that_is_being_filled_in_stays_while_kiosks_come_and_go(
    trainer: Trainer, kiosk: KioskClient
) -> None:
    page = trainer.page
    trainer.add_cohort("Mornings")
    trainer.add_cohort("Evenings")
    trainer.add_learner("Omar Haddad", "1202")
    page.goto("/")
    title, tile = page.get_by_test_id("session-title-field"), page.get_by_test_id("tile")
    title.click()
    title.evaluate("field => { field.wasThere = true; }")
    with kiosk.stream():
        expect(tile).to_have_attribute("data-condition", "locked")
        expect(title).to_have_js_property("wasThere", value=True)
        title.fill("Loops")
        page.get_by_test_id("session-cohort").select_option(index=1)
        page.get_by_test_id("session-minutes").fill("35")
        # Whoever looks around meanwhile has not left it: what was chosen waits for its button.
        page.get_by_role("heading", level=1).click()
        expect(page.get_by_test_id("session-minutes")).not_to_be_focused()
    expect(tile).to_have_attribute("data-condition", "away")
    expect(title).to_have_value("Loops")
    expect(page.get_by_test_id("session-minutes")).to_have_value("35")
    expect(page.get_by_test_id("session-cohort")).to_have_js_property("selectedIndex", 1)


def test_a_form_that_is_sent_while_the_server_is_down_is_kept_and_goes_when_it_is_back(
    trainer: Trainer, server: ServerProgram, watched: WatchedPage
) -> None:
    watched.forgiven = ("ERR_CONNECTION_REFUSED",)
    page = trainer.page
    page.goto("/learners")
    page.get_by_test_id("cohort-name").fill("Mornings")
    server.stop()
    page.get_by_test_id("add-cohort").click()
    expect(page.get_by_test_id("server-away")).to_contain_text("nothing was sent")
    expect(page.get_by_test_id("cohort-name")).to_have_value("Mornings")
    server.start()
    page.get_by_test_id("add-cohort").click()
    expect(page.get_by_test_id("cohort-tab").filter(has_text="Mornings")).to_be_visible()
    expect(page.get_by_test_id("server-away")).to_be_hidden()


def test_a_form_that_is_sent_after_the_visit_ended_is_kept_and_goes_after_the_next_sign_in(trainer: Trainer) -> None:
    page = trainer.page
    page.goto("/learners")
    page.get_by_test_id("cohort-name").fill("Mornings")
    page.context.clear_cookies(name=VISIT_COOKIE)
    page.get_by_test_id("add-cohort").click()
    expect(page.get_by_test_id("signed-out")).to_contain_text("nothing was sent")
    with page.context.expect_page() as opened:
        page.get_by_test_id("signed-out").get_by_role("link").click()
    other = opened.value
    other.fill("#name", "rosa")
    other.fill("#password", OWN_PASSWORD)
    other.get_by_test_id("sign-in").click()
    expect(other.get_by_test_id("account")).to_have_text("rosa")
    page.get_by_test_id("add-cohort").click()
    expect(page.get_by_test_id("cohort-tab").filter(has_text="Mornings")).to_be_visible()


def test_eight_tabs_of_the_room_leave_the_browser_able_to_ask_for_more(trainer: Trainer) -> None:
    tabs = [trainer.page.context.new_page() for _ in range(8)]
    for tab in tabs:
        tab.goto("/")
    expect(tabs[0].get_by_test_id("elsewhere")).to_contain_text("not live any more")
    expect(tabs[0].get_by_test_id("visit-ended")).to_be_hidden()
    expect(tabs[-1].locator("body")).to_have_attribute("data-live", "on")
    trainer.page.goto("/learners")
    expect(trainer.page.get_by_role("heading", level=1)).to_be_visible()


def test_a_tab_stays_in_its_room_when_another_tab_went_to_the_next_one(trainer: Trainer) -> None:
    page = trainer.page
    page.goto("/rooms")
    page.get_by_test_id("new-room-name").fill("Workshop")
    page.get_by_test_id("add-room").click()
    trainer.see_notice("Workshop was added")
    page.goto("/")
    shown = page.get_by_test_id("room-tab").and_(page.locator('[aria-current="page"]'))
    name = shown.inner_text()
    other = page.context.new_page()
    other.goto(page.get_by_test_id("room-tab").last.get_attribute("href") or "")
    expect(other.get_by_test_id("session-off")).to_be_visible()
    page.reload()
    expect(shown).to_have_text(name)
