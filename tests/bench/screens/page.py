"""A trainer's page in a real Chromium."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, ViewportSize, expect

from classroom_server.accounts.visitors import VISIT_COOKIE
from tests.bench.server.classroom import TrainersBrowser
from tests.support.waiting import LIMIT_MILLISECONDS

# A room of forty is on one such screen.
_SIZE = ViewportSize(width=1920, height=1080)


@contextmanager
def open_room_page(browser: Browser, url: str, trainer: TrainersBrowser) -> Iterator[Page]:
    """Keep the room's page open in the block, in the trainer's visit."""
    context = browser.new_context(base_url=url, ignore_https_errors=True, viewport=_SIZE)
    context.set_default_timeout(LIMIT_MILLISECONDS)
    visit = trainer.http.cookies[VISIT_COOKIE]
    context.add_cookies([{"name": VISIT_COOKIE, "value": visit, "url": url, "secure": True, "httpOnly": True}])
    page = context.new_page()
    page.goto("/")
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    yield page
    context.close()


def see_pictures(page: Page, count: int) -> None:
    """Wait until so many screens are on the page."""
    expect(page.get_by_test_id("screen-picture")).to_have_count(count)
