"""In and out of the trainer's pages."""

from playwright.sync_api import Browser, Page, expect

from tests.support.browser.server_program import ServerProgram
from tests.support.browser.trainers import OWN_PASSWORD, Prepared, Trainer, WatchedPage, open_context


def test_who_is_not_signed_in_sees_only_the_sign_in_page(page: Page) -> None:
    for path in ("/", "/kiosks", "/learners", "/learners.csv", "/log", "/slips", "/password", "/attempts/1"):
        page.goto(path)
        assert page.url.endswith("/sign-in"), path


def test_a_wrong_password_is_told_in_words_and_keeps_the_name(page: Page, watched: WatchedPage) -> None:
    watched.forgiven = ("422",)
    page.goto("/sign-in")
    page.fill("#name", "rosa")
    page.fill("#password", "not this one")
    page.get_by_test_id("sign-in").click()
    expect(page.get_by_test_id("wrong")).to_contain_text("do not go together")
    expect(page.locator("#name")).to_have_value("rosa")
    expect(page.locator("#password")).to_have_value("")


def test_a_one_time_password_opens_nothing_until_it_is_changed(
    page: Page, watched: WatchedPage, server: ServerProgram
) -> None:
    watched.forgiven = ("422",)
    one_time = server.create_account("omar")
    trainer = Trainer(watched, server)
    page.goto("/sign-in")
    page.fill("#name", "Omar")
    page.fill("#password", one_time)
    page.get_by_test_id("sign-in").click()
    page.wait_for_url("**/password")
    for path in ("/", "/kiosks", "/log"):
        page.goto(path)
        assert page.url.endswith("/password"), path
    trainer.choose_password(one_time, "four quiet words here", "four other words here")
    expect(page.get_by_test_id("wrong")).to_contain_text("differ")
    trainer.choose_password(one_time, "omar omar omar")
    expect(page.get_by_test_id("wrong")).to_contain_text("easy to guess")
    trainer.choose_password(one_time, OWN_PASSWORD)
    expect(page.get_by_test_id("account")).to_have_text("omar")


def test_after_signing_out_neither_the_back_button_nor_the_cookie_shows_the_room(
    trainer: Trainer, prepared: Prepared
) -> None:
    page = trainer.page
    page.goto("/")
    page.get_by_test_id("sign-out").click()
    expect(page.get_by_test_id("notice")).to_contain_text("signed out")
    page.go_back()
    expect(page.get_by_test_id("sign-in-form")).to_be_visible()
    trainer.take_up(prepared)
    page.goto("/")
    expect(page.get_by_test_id("sign-in-form")).to_be_visible()


def test_a_password_changed_elsewhere_ends_this_visit_and_its_room_says_so(
    trainer: Trainer, server: ServerProgram, browser: Browser
) -> None:
    trainer.page.goto("/")
    other = open_context(browser, server).new_page()
    elsewhere = Trainer(WatchedPage(other, server.url), server)
    other.goto("/sign-in")
    other.fill("#name", "rosa")
    other.fill("#password", OWN_PASSWORD)
    other.get_by_test_id("sign-in").click()
    expect(other.get_by_test_id("account")).to_be_visible()
    other.goto("/password")
    elsewhere.choose_password(OWN_PASSWORD, "another four quiet words")
    expect(other.get_by_test_id("notice")).to_contain_text("changed")
    expect(trainer.page.get_by_test_id("visit-ended")).to_be_visible()
    other.context.close()
