"""Kiosks' screens as a trainer sees them: only when asked for, live, and no longer than the page is looked at."""

from collections.abc import Iterator

from playwright.sync_api import expect

from kiosk_agent.protocol.acts.orders import KNOWN_ACTS
from kiosk_agent.protocol.events import ExerciseOpened
from kiosk_agent.protocol.paths import SCREENS_PATH
from kiosk_agent.protocol.screens import FULL_SECONDS, CellStyle, Run, ScreenFrame, ScreenShown, ScreenWatch, pack
from kiosk_agent.protocol.sessions import StreamEvent
from tests.support.browser.trainers import Slip, Trainer, WatchedPage
from tests.support.server.kiosk_client import KioskClient

STYLES = (CellStyle(ink="#e8e6e1", ground="#11151c"), CellStyle(ink="#ffb454", ground="#1a212c", bold=True))


def watch_of(events: Iterator[tuple[str, str]]) -> ScreenWatch:
    return next(ScreenWatch.model_validate_json(data) for name, data in events if name == StreamEvent.SCREEN_WATCH)


def see_end_of_look(events: Iterator[tuple[str, str]]) -> None:
    """Wait until the kiosk is told so: as long as it lasts, that is said again and again."""
    while watch_of(events).seconds:
        pass


def show(kiosk: KioskClient, sign_in_id: str, watch: ScreenWatch, *lines: str) -> None:
    rows: tuple[tuple[Run, ...], ...] = tuple(((line, len(line), number % 2),) for number, line in enumerate(lines))
    frame = ScreenFrame(columns=80, styles=STYLES, rows=rows)
    shown = ScreenShown(watch_id=watch.watch_id, sign_in_id=sign_in_id, frame=frame)
    assert kiosk.post(SCREENS_PATH, pack(shown)).status_code == 204


def test_a_rooms_screens_are_seen_when_asked_for_and_as_long_as_the_page_is_looked_at(
    trainer: Trainer, slip: Slip, kiosk: KioskClient
) -> None:
    trainer.start_session("Arrays")
    page, tile = trainer.page, trainer.tile("Window seat")
    picture, button = tile.get_by_test_id("screen-picture"), page.get_by_test_id("show-screens")
    with kiosk.stream() as events:
        sign_in = kiosk.sign_in(slip.number, slip.pin).sign_in_id
        expect(tile).to_have_attribute("data-condition", "signed_in")
        expect(button).to_have_attribute("aria-pressed", "false")
        button.focus()
        page.keyboard.press("Enter")
        watch = watch_of(events)
        show(kiosk, sign_in, watch, "let total = 0;", "<script>total</script>")
        expect(picture).to_be_visible()
        expect(picture).to_have_attribute("alt", "Window seat")
        first = picture.get_attribute("src")
        show(kiosk, sign_in, watch, "let total = 1;")
        expect(picture).not_to_have_attribute("src", first or "")
        # The tile is drawn anew by what happens in it, and keeps its screen.
        kiosk.send(kiosk.event(sign_in, ExerciseOpened(track="javascript", exercise="bus-fare")))
        expect(tile.get_by_test_id("tile-exercise")).to_have_text("bus-fare")
        expect(picture).to_be_visible()
        page.get_by_test_id("show-screens").click()
        see_end_of_look(events)
        expect(picture).to_have_count(0)
        page.get_by_test_id("show-screens").click()
        again = watch_of(events)
        assert again.watch_id != watch.watch_id
        page.goto("/learners")
        see_end_of_look(events)
        page.goto("/")
        expect(button).to_have_attribute("aria-pressed", "false")


def test_the_page_of_a_kiosk_shows_its_screen_in_full_size_until_it_is_left(
    trainer: Trainer, slip: Slip, kiosk: KioskClient
) -> None:
    trainer.start_session("Arrays")
    page, tile = trainer.page, trainer.tile("Window seat")
    picture, said = page.get_by_test_id("screen").get_by_test_id("screen-picture"), page.get_by_test_id("no-screen")
    kiosk.acts = KNOWN_ACTS
    kiosk.enrol()
    with kiosk.stream() as events:
        tile.click()
        expect(said).to_have_text("There is nothing to see while nobody is signed in.")
        sign_in = kiosk.sign_in(slip.number, slip.pin).sign_in_id
        expect(said).to_have_text("No picture has come yet. While a PIN is chosen, none comes.")
        watch = watch_of(events)
        assert watch.every_seconds == FULL_SECONDS
        show(kiosk, sign_in, watch, "let total = 0;")
        expect(picture).to_be_visible()
        expect(said).to_be_hidden()
        page.get_by_test_id("to-room").click()
        see_end_of_look(events)


def test_of_an_old_image_its_page_says_what_is_known_and_not_that_nobody_is_there(
    trainer: Trainer, slip: Slip, kiosk: KioskClient
) -> None:
    trainer.start_session("Arrays")
    said = trainer.page.get_by_test_id("no-screen")
    with kiosk.stream():
        kiosk.sign_in(slip.number, slip.pin)
        trainer.tile("Window seat").click()
        expect(trainer.page.get_by_test_id("learner")).to_be_visible()
        expect(said).to_contain_text("Its image is old, and may not be able to: update it.")
    expect(said).to_have_text("Nothing comes while this kiosk does not answer.")


def test_a_screen_goes_from_the_tile_with_the_learner(trainer: Trainer, slip: Slip, kiosk: KioskClient) -> None:
    trainer.start_session("Arrays")
    page, tile = trainer.page, trainer.tile("Window seat")
    with kiosk.stream() as events:
        sign_in = kiosk.sign_in(slip.number, slip.pin).sign_in_id
        expect(tile).to_have_attribute("data-condition", "signed_in")
        page.get_by_test_id("show-screens").click()
        show(kiosk, sign_in, watch_of(events), "let total = 0;")
        expect(tile.get_by_test_id("screen-picture")).to_be_visible()
        page.get_by_test_id("end-session").click()
        page.get_by_test_id("end-now").click()
        trainer.see_notice("has ended")
        expect(tile.get_by_test_id("screen-picture")).to_have_count(0)


def test_a_look_that_the_server_refuses_for_a_moment_is_asked_for_again(
    trainer: Trainer, slip: Slip, kiosk: KioskClient, watched: WatchedPage
) -> None:
    watched.forgiven = ("/screens/stream", "503")
    trainer.start_session("Arrays")
    page, tile = trainer.page, trainer.tile("Window seat")
    with kiosk.stream() as events:
        sign_in = kiosk.sign_in(slip.number, slip.pin).sign_in_id
        expect(tile).to_have_attribute("data-condition", "signed_in")
        page.route("**/screens/stream", lambda route: route.fulfill(status=503))
        with page.expect_response("**/screens/stream"):
            page.get_by_test_id("show-screens").click()
        page.unroute("**/screens/stream")
        show(kiosk, sign_in, watch_of(events), "let total = 0;")
        expect(tile.get_by_test_id("screen-picture")).to_be_visible()
        expect(page.get_by_test_id("show-screens")).to_have_attribute("aria-pressed", "true")


def test_a_look_that_the_server_cannot_write_down_says_so_and_begins_when_it_can(
    trainer: Trainer, slip: Slip, kiosk: KioskClient
) -> None:
    trainer.start_session("Arrays")
    page, tile = trainer.page, trainer.tile("Window seat")
    button, said = page.get_by_test_id("show-screens"), page.get_by_test_id("cannot-look")
    full_disk = "event: unwritten\ndata: \n\n"
    page.route("**/screens/stream", lambda route: route.fulfill(content_type="text/event-stream", body=full_disk))
    button.click()
    expect(said).to_contain_text("The server's disk may be full.")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.unroute("**/screens/stream")
    with kiosk.stream() as events:
        sign_in = kiosk.sign_in(slip.number, slip.pin).sign_in_id
        button.click()
        expect(said).to_be_hidden()
        show(kiosk, sign_in, watch_of(events), "let total = 0;")
        expect(tile.get_by_test_id("screen-picture")).to_be_visible()
