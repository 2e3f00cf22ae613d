"""Hands as a trainer works through them: in order, live, from the keyboard and without JavaScript."""

from playwright.sync_api import Browser, Locator, expect

from kiosk_agent.protocol.events import HandLowered, HandRaised
from tests.support.browser.server_program import ServerProgram
from tests.support.browser.trainers import Prepared, Slip, Trainer, WatchedPage, open_context
from tests.support.server.kiosk_client import KioskClient

# As when a colleague is faster than the answer of the server to "does my visit go on?".
ROW_GONE_WHEN_ASKED = """() => {
  const ask = window.fetch;
  window.fetch = (...request) => {
    document.getElementById("needs").replaceChildren();
    return ask(...request);
  };
}"""


def raise_hand(kiosk: KioskClient, sign_in_id: str, line: str = "") -> str:
    event = kiosk.event(sign_in_id, HandRaised(line=line))
    kiosk.send(event)
    return event.event_id


def middles(need: Locator, *acts: str) -> set[int]:
    """Return how far down the middle of each act stands: one number where they stand beside each other."""
    boxes = [need.get_by_test_id(act).bounding_box() for act in acts]
    return {round(box["y"] + box["height"] / 2) for box in boxes if box}


def test_hands_come_and_go_in_order_and_are_said_once(trainer: Trainer, slip: Slip, server: ServerProgram) -> None:
    page = trainer.page
    other = trainer.add_learner("Ben Ortiz", "1202")
    first, second = server.kiosk("First seat"), server.kiosk("Second seat")
    for name, kiosk in (("First seat", first), ("Second seat", second)):
        trainer.approve(name, " ".join(kiosk.words))
    trainer.start_session()
    with first.stream(), second.stream():
        ana = first.sign_in(slip.number, slip.pin).sign_in_id
        ben = second.sign_in(other.number, other.pin).sign_in_id
        expect(trainer.tile("Second seat")).to_have_attribute("data-condition", "signed_in")
        raise_hand(first, ana, "What is a loop?")
        raise_hand(second, ben)
        needs = page.get_by_test_id("need")
        expect(needs).to_have_count(2)
        expect(needs.nth(0)).to_contain_text("Ana Beltrán")
        expect(needs.nth(0).get_by_test_id("hand-line")).to_have_text("What is a loop?")
        assert middles(needs.nth(0), "claim-hand") == middles(needs.nth(0), "resolve-hand", "to-answer")
        expect(trainer.tile("Second seat").get_by_test_id("tile-condition")).to_contain_text("Hand 2")
        expect(page.get_by_test_id("needs-said")).to_contain_text("Ben Ortiz, Hand up")
        first.send(first.event(ana, HandLowered()))
        expect(needs).to_have_count(1)
        # A place that changed is no news.
        expect(trainer.tile("Second seat").get_by_test_id("tile-condition")).to_contain_text("Hand 1")
        expect(page.get_by_test_id("needs-said")).to_contain_text("Ben Ortiz, Hand up")
        needs.get_by_test_id("claim-hand").focus()
        page.keyboard.press("Enter")
        trainer.see_notice("Ben Ortiz reads that you are coming.")
        expect(needs).to_contain_text("rosa looks after it")
        needs.get_by_test_id("to-answer").click()
        page.get_by_test_id("answer").fill("Look at line 3.")
        page.keyboard.press("Enter")
        trainer.see_notice("Ben Ortiz has your answer.")
        page.get_by_test_id("resolve-hand").click()
        trainer.see_notice("The hand of Ben Ortiz is down.")
        page.get_by_test_id("to-room").click()
        expect(page.get_by_test_id("nobody-needs")).to_be_visible()


def test_a_press_counts_though_its_row_is_drawn_anew_before_it_is_sent(
    trainer: Trainer, slip: Slip, kiosk: KioskClient
) -> None:
    trainer.start_session()
    with kiosk.stream():
        raise_hand(kiosk, kiosk.sign_in(slip.number, slip.pin).sign_in_id)
        trainer.page.evaluate(ROW_GONE_WHEN_ASKED)
        trainer.page.get_by_test_id("resolve-hand").click()
        trainer.see_notice("The hand of Ana Beltrán is down.")


def test_an_answer_that_is_being_written_stays_while_the_kiosk_goes_on(
    trainer: Trainer, slip: Slip, kiosk: KioskClient
) -> None:
    trainer.start_session()
    with kiosk.stream():
        sign_in_id = kiosk.sign_in(slip.number, slip.pin).sign_in_id
        raise_hand(kiosk, sign_in_id)
        page = trainer.page
        page.get_by_test_id("to-answer").click()
        page.get_by_test_id("answer").fill("Look at")
        kiosk.send(kiosk.event(sign_in_id, HandLowered()))
        raise_hand(kiosk, sign_in_id, "and a second thing")
        expect(page.get_by_test_id("idle")).to_be_visible()
        expect(page.get_by_test_id("answer")).to_have_value("Look at")


def test_hands_are_looked_after_without_javascript(browser: Browser, server: ServerProgram, prepared: Prepared) -> None:
    context = open_context(browser, server, runs_scripts=False)
    watched = WatchedPage(context.new_page(), server.url)
    trainer, page = Trainer(watched, server), watched.page
    trainer.take_up(prepared)
    trainer.add_cohort("Mornings")
    slip, kiosk = trainer.add_learner("Ana Beltrán", "1201"), server.kiosk("Window seat")
    trainer.approve("Window seat", " ".join(kiosk.words))
    trainer.start_session()
    raise_hand(kiosk, kiosk.sign_in(slip.number, slip.pin).sign_in_id)
    page.goto("/")
    page.get_by_test_id("claim-hand").click()
    trainer.see_notice("It is kept. The kiosk does not answer now")
    page.get_by_test_id("resolve-hand").click()
    trainer.see_notice("The hand of Ana Beltrán is down.")
    context.close()
    assert watched.complaints == []
