"""What stays still under the hand while the room changes, and how much of it is seen at once."""

import re
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from kiosk_agent.protocol.events import ExerciseOpened
from kiosk_agent.protocol.results import Verdict
from tests.support.browser import lessons
from tests.support.browser.server_program import ServerProgram
from tests.support.browser.trainers import Slip, Trainer, WatchedPage
from tests.support.checkout import BUILD
from tests.support.server.kiosk_client import KioskClient, attempt
from tests.support.waiting import LIMIT_MILLISECONDS

KEEP = "(tile) => { window.kept = tile; tile.focus(); }"
KEEP_EVERYTHING = """() => {
  const parts = [...document.querySelectorAll("#main [sse-swap]:not(#clock, #elsewhere)")];
  window.due = new Set(parts);
  parts.forEach((part) => part.addEventListener("htmx:sseMessage", () => window.due.delete(part)));
  window.kept = [...document.querySelectorAll("#main [sse-swap] *")];
  return window.kept.length;
}"""
GONE = "() => window.kept.filter((each) => !each.isConnected).map((each) => each.outerHTML)"
FIVE_MINUTES_LATER = """() => {
  const now = performance.now.bind(performance);
  performance.now = () => now() + 5 * 60 * 1000;
}"""
# However long this machine has taken for what came between.
A_MOMENT_AGO = re.compile(r"just now|sec ago|\b[1-4] min ago")
FIVE_MINUTES_OR_MORE = re.compile(r"\b([5-9]|1\d) min ago")
MARK = "(text) => document.getSelection().selectAllChildren(text)"
MARKED = "() => document.getSelection().toString()"
MARK_NOTHING = "() => document.getSelection().removeAllRanges()"
PICTURES = BUILD / "pictures"
# So many of the fullest tile as there are kiosks; what they say makes no difference to where they stand.
AS_MANY = """number => {
  const list = document.querySelector("[data-testid=tiles]");
  while (list.children.length < number) list.append(list.firstElementChild.cloneNode(true));
  return Math.round(list.lastElementChild.getBoundingClientRect().bottom);
}"""
IS_KEPT = "() => window.kept.isConnected && document.activeElement === window.kept"


def test_a_tile_that_changes_keeps_the_focus(trainer: Trainer, slip: Slip, kiosk: KioskClient) -> None:
    page = trainer.page
    with kiosk.stream():
        trainer.start_session()
        tile = trainer.tile("Window seat")
        expect(tile).to_have_attribute("data-condition", "open")
        tile.evaluate(KEEP)
        sign_in = kiosk.sign_in(slip.number, slip.pin).sign_in_id
        kiosk.send(kiosk.event(sign_in, ExerciseOpened(track="javascript", exercise="bus-fare")))
        expect(tile.get_by_test_id("tile-exercise")).to_have_text("bus-fare")
        assert page.evaluate(IS_KEPT)


def test_a_kiosk_that_comes_moves_no_focus_from_another_tile(
    trainer: Trainer, kiosk: KioskClient, server: ServerProgram, watched: WatchedPage
) -> None:
    del kiosk
    page = trainer.page
    page.goto("/")
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    trainer.tile("Window seat").evaluate(KEEP)
    first = server.kiosk("First seat")
    other = page.context.new_page()
    Trainer(WatchedPage(other, watched.page.url), server).approve("First seat", " ".join(first.words))
    expect(page.get_by_test_id("tile")).to_have_count(2)
    assert page.evaluate(IS_KEPT)
    assert page.get_by_test_id("tile").first.get_attribute("data-kiosk-name") == "First seat"


def test_what_a_page_has_from_its_start_stays_when_its_live_link_comes(
    trainer: Trainer, slip: Slip, watched: WatchedPage
) -> None:
    """Whoever presses at that moment presses something: the first that comes is everything that is there already."""
    del slip
    watched.forgiven = ("/stream", "/htmx.js", "ERR_FAILED")
    page = trainer.page
    page.route("**/stream", lambda route: route.abort())
    page.goto("/")
    expect(page.get_by_test_id("live-lost")).to_be_visible()
    every = page.evaluate(KEEP_EVERYTHING)
    page.unroute("**/stream")
    page.wait_for_function("() => window.due.size === 0", timeout=LIMIT_MILLISECONDS)
    assert every > 10
    assert page.evaluate(GONE) == []


def test_what_is_pressed_is_not_drawn_anew_until_it_is_let_go(
    trainer: Trainer, slip: Slip, server: ServerProgram, watched: WatchedPage
) -> None:
    del slip
    page = trainer.page
    page.goto("/")
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    cohorts = page.get_by_test_id("session-cohort").locator("option")
    page.get_by_role("heading", name="No session is on").hover()
    page.mouse.down()
    other = Trainer(WatchedPage(page.context.new_page(), watched.page.url), server)
    other.add_cohort("Evenings")
    first = server.kiosk("First seat")
    other.approve("First seat", " ".join(first.words))
    # It came after the cohort, or with it.
    expect(page.get_by_test_id("tile")).to_have_count(1)
    expect(cohorts).to_have_count(1)
    page.mouse.up()
    expect(cohorts).to_have_count(2)


def test_marked_text_stays_marked_and_as_it_was_until_nothing_is_marked_any_more(
    trainer: Trainer, slip: Slip, kiosk: KioskClient, server: ServerProgram, watched: WatchedPage
) -> None:
    page = trainer.page
    with kiosk.stream():
        trainer.start_session()
        tile, needs = trainer.tile("Window seat"), page.get_by_test_id("need")
        sign_in = kiosk.sign_in(slip.number, slip.pin).sign_in_id
        kiosk.send(kiosk.event(sign_in, ExerciseOpened(track="javascript", exercise="bus-fare")))
        expect(tile.get_by_test_id("tile-exercise")).to_have_text("bus-fare")
        tile.get_by_test_id("tile-exercise").evaluate(MARK)
        tries = [attempt(verdict=Verdict.WRONG_ANSWER, exercise="cold-store") for _ in range(4)]
        kiosk.send(*(kiosk.event(sign_in, each) for each in tries))
        # What came to the page beside the tile came after it, or with it.
        expect(needs).to_contain_text("Ana Beltrán")
        # A kiosk that comes draws the whole room.
        other, first = page.context.new_page(), server.kiosk("First seat")
        Trainer(WatchedPage(other, watched.page.url), server).approve("First seat", " ".join(first.words))
        expect(page.get_by_test_id("tile")).to_have_count(2)
        assert page.evaluate(MARKED) == "bus-fare"
        page.evaluate(MARK_NOTHING)
        expect(tile.get_by_test_id("tile-exercise")).to_have_text("Cold store")
        expect(tile.get_by_test_id("tile-verdict")).to_be_visible()


def test_who_needs_somebody_is_said_once_and_only_what_is_new(
    trainer: Trainer, slip: Slip, kiosk: KioskClient, server: ServerProgram
) -> None:
    page = trainer.page
    said = page.get_by_test_id("needs-said")
    with kiosk.stream():
        trainer.start_session()
        expect(page.locator("body")).to_have_attribute("data-live", "on")
        expect(said).to_be_empty()
        sign_in = kiosk.sign_in(slip.number, slip.pin).sign_in_id
        tries = [attempt(verdict=Verdict.WRONG_ANSWER, exercise="bus-fare") for _ in range(4)]
        kiosk.send(*(kiosk.event(sign_in, each) for each in tries))
        expect(said).to_contain_text("Ana Beltrán")
        server.kiosk("Late comer")
        expect(said).to_contain_text("Late comer")
        expect(said).not_to_contain_text("Ana Beltrán")


def test_how_long_ago_goes_on_in_the_browser_alone(
    trainer: Trainer, slip: Slip, kiosk: KioskClient, server: ServerProgram, watched: WatchedPage
) -> None:
    watched.forgiven = ("/stream", "/htmx.js", "ERR_CONNECTION_REFUSED")
    page = trainer.page
    with kiosk.stream():
        trainer.start_session()
        kiosk.sign_in(slip.number, slip.pin)
        expect(trainer.tile("Window seat").get_by_test_id("tile-active")).to_have_text(A_MOMENT_AGO)
        # While the kiosk is there: of one that is away, the tile says something else.
        server.stop(signal.SIGKILL)
    # What the server said last is there now: it would set the page's clock once more.
    expect(page.get_by_test_id("live-lost")).to_be_visible()
    page.evaluate(FIVE_MINUTES_LATER)
    expect(trainer.tile("Window seat").get_by_test_id("tile-active")).to_have_text(FIVE_MINUTES_OR_MORE)


@pytest.fixture
def room(trainer: Trainer, server: ServerProgram) -> Iterator[Page]:
    """Give one of two rooms, in which a learner with a long name is stuck."""
    page = trainer.page
    trainer.add_cohort("Mornings")
    slip = trainer.add_learner("Maria dels Àngels Fernández Montgomery", "1201")
    page.goto("/rooms")
    page.get_by_test_id("new-room-name").fill("Workshop")
    page.get_by_test_id("add-room").click()
    trainer.see_notice("Workshop was added")
    kiosk = server.kiosk("Kiosk 12")
    trainer.approve("Kiosk 12", " ".join(kiosk.words))
    trainer.start_session("Arrays and loops")
    with kiosk.stream():
        signed_in = kiosk.sign_in(slip.number, slip.pin).sign_in_id
        kiosk.send(*(kiosk.event(signed_in, run) for run in lessons.STUCK_RUNS))
        # Without the notice of the start.
        page.goto("/")
        expect(page.get_by_test_id("tile-trail")).to_be_visible()
        expect(page.locator("body")).to_have_attribute("data-live", "on")
        yield page


@pytest.mark.parametrize(("tiles", "width", "height"), [(12, 1280, 800), (40, 1920, 1080)])
def test_so_many_tiles_are_seen_without_scrolling(room: Page, tiles: int, width: int, height: int) -> None:
    room.set_viewport_size(ViewportSize(width=width, height=height))
    lowest = room.evaluate(AS_MANY, tiles)
    PICTURES.mkdir(parents=True, exist_ok=True)
    room.screenshot(path=PICTURES / f"trainer-room-{tiles}-tiles.png")
    assert lowest <= height
