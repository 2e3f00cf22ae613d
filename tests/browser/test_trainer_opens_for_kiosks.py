"""A trainer lets new kiosks in for some minutes, in their own language."""

from playwright.sync_api import expect

from kiosk_agent.protocol.paths import ENROLMENTS_PATH
from tests.support.browser.server_program import ServerProgram
from tests.support.browser.trainers import Trainer
from tests.support.server.kiosk_client import KioskClient


def test_a_trainer_opens_for_new_kiosks_and_closes_again(trainer: Trainer, server: ServerProgram) -> None:
    page, kiosk = trainer.page, KioskClient(server.url, server.ca_path)
    refused = kiosk.post(ENROLMENTS_PATH, f'{{"public_key": "{kiosk.signer.key_id}"}}')
    assert refused.status_code == 403
    page.goto("/kiosks")
    page.get_by_test_id("open-enrolment").click()
    trainer.see_notice("New kiosks can ask for approval until")
    expect(page.get_by_test_id("enrolment-window")).to_contain_text("Open for new kiosks until")
    kiosk_id = kiosk.kiosk_id
    page.get_by_test_id("close-enrolment").click()
    trainer.see_notice("Closed for new kiosks")
    expect(page.get_by_test_id("open-enrolment")).to_be_visible()
    waiting = page.locator(f'[data-testid="pending-kiosk"][data-kiosk="{kiosk_id}"]')
    waiting.get_by_test_id("words").fill(" ".join(kiosk.words))
    waiting.get_by_test_id("approve").click()
    trainer.see_notice("is approved")
    page.goto("/log")
    acts = page.get_by_test_id("log-row").evaluate_all("rows => rows.map(row => row.dataset.act)")
    assert [act for act in acts if act.startswith("enrolment")] == ["enrolment_closed", "enrolment_opened"]
    kiosk.http.close()


def test_a_kiosk_that_asks_is_shown_with_no_reload(trainer: Trainer, server: ServerProgram) -> None:
    page, kiosk = trainer.page, KioskClient(server.url, server.ca_path)
    page.goto("/kiosks")
    page.get_by_test_id("open-enrolment").click()
    trainer.see_notice("New kiosks can ask for approval until")
    expect(page.get_by_test_id("none-waiting")).to_be_visible()
    kiosk_id = kiosk.kiosk_id
    waiting = page.locator(f'[data-testid="pending-kiosk"][data-kiosk="{kiosk_id}"]')
    expect(waiting).to_be_visible()
    expect(page.get_by_test_id("pending-count")).to_be_visible()
    waiting.get_by_test_id("words").fill(" ".join(kiosk.words))
    waiting.get_by_test_id("approve").click()
    trainer.see_notice("is approved")
    kiosk.http.close()


def test_kiosks_that_ask_while_words_are_typed_are_counted_and_the_words_stay(
    trainer: Trainer, server: ServerProgram
) -> None:
    page = trainer.page
    first, second = (KioskClient(server.url, server.ca_path) for _each in range(2))
    page.goto("/kiosks")
    page.get_by_test_id("open-enrolment").click()
    trainer.see_notice("New kiosks can ask for approval until")
    first.enrol()
    page.get_by_test_id("words").fill("half a w")
    second.enrol()
    expect(page.get_by_test_id("more-waiting")).to_contain_text("1 more waits.")
    expect(page.get_by_test_id("pending-count")).to_contain_text("2")
    expect(page.get_by_test_id("words")).to_have_value("half a w")
    page.get_by_role("link", name="Show all that wait").click()
    expect(page.get_by_test_id("pending-kiosk")).to_have_count(2)
    expect(page.get_by_test_id("more-waiting")).to_have_count(0)
    first.http.close()
    second.http.close()
