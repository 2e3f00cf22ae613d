"""A trainer whose browser runs no JavaScript can do everything that is not live by nature."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from kiosk_agent.protocol.problem import ProblemCode
from tests.support.browser.server_program import ServerProgram
from tests.support.browser.trainers import Prepared, Trainer, WatchedPage, open_context
from tests.support.server.kiosk_client import problem


@pytest.fixture
def trainer(browser: Browser, server: ServerProgram, prepared: Prepared) -> Iterator[Trainer]:
    """Give a trainer whose browser runs no script; any complaint of it fails the test."""
    context = open_context(browser, server, runs_scripts=False)
    watched = WatchedPage(context.new_page(), server.url)
    rosa = Trainer(watched, server)
    rosa.take_up(prepared)
    yield rosa
    context.close()
    assert watched.complaints == []


def test_a_lesson_is_prepared_held_and_ended_without_javascript(trainer: Trainer, server: ServerProgram) -> None:
    page, kiosk = trainer.page, server.kiosk("Window seat")
    trainer.add_cohort("Mornings")
    slip = trainer.add_learner("Ana Beltrán", "1201")
    trainer.approve("Window seat", " ".join(kiosk.words))
    trainer.see_notice("Window seat is approved")
    trainer.start_session("By hand")
    trainer.see_notice("“By hand” was started")
    kiosk.sign_in(slip.number, slip.pin)
    # What is live by nature: here the page is asked for again.
    page.goto("/")
    expect(trainer.tile("Window seat").get_by_test_id("tile-learner")).to_have_text("Ana Beltrán")

    page.get_by_test_id("ask-attention").click()
    trainer.see_notice("1 kiosk is asked to look at you.")
    page.get_by_test_id("let-go").click()
    trainer.see_notice("The kiosks are let go.")
    page.get_by_test_id("writing").locator("summary").click()
    page.get_by_test_id("standard").select_option("break")
    page.get_by_test_id("send-message").click()
    trainer.see_notice("The message is sent to 1 kiosk.")

    page.goto("/learners?find=beltran")
    page.get_by_test_id("learner").get_by_role("link").click()
    page.get_by_test_id("suspension-reason").select_option("own_wish")
    page.get_by_test_id("suspend").click()
    trainer.see_notice("is suspended")
    expect(page.get_by_test_id("suspended-why")).to_have_text("their own wish")
    assert problem(kiosk.try_sign_in(slip.number, slip.pin)).code is ProblemCode.MAY_NOT_SIGN_IN
    page.get_by_test_id("lift-suspension").click()
    trainer.see_notice("may sign in again")
    kiosk.sign_in(slip.number, slip.pin)

    page.goto("/")
    page.get_by_test_id("end-session").click()
    page.get_by_test_id("end-now").click()
    trainer.see_notice("“By hand” has ended")
    page.goto("/log")
    expect(page.locator('[data-act="learner_suspended"]')).to_contain_text("Ana Beltrán")


def test_slips_that_take_a_while_say_when_they_are_ready_without_javascript(
    trainer: Trainer, server: ServerProgram
) -> None:
    page = trainer.page
    trainer.add_cohort("Mornings")
    page.goto("/learners")
    lines = "\n".join(f"{number},Learner {number}" for number in range(1000, 1100))
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": f"number,name\n{lines}\n".encode()}
    page.get_by_test_id("import-file").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_test_id("import").click()
    trainer.see_notice("100 learners were added")
    page.get_by_test_id("slips-without").click()
    expect(page.get_by_test_id("slip")).to_have_count(100)
    expect(page.get_by_test_id("slips-ready")).to_be_visible()
    assert server.url
