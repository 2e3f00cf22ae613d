"""A real server program, a real browser, and kiosks that speak the protocol."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kiosk_agent import process
from tests.browser.trainers import Trainer, WatchedPage
from tests.browser.server_program import ServerProgram

CHROMIUM_FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--no-first-run",
    # Chromium refuses to sandbox itself as root; it sees no page but ours.
    "--no-sandbox",
]
ROOMY = (1280, 800)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give Debian's Chromium."""
    chromium = process.find("chromium", hint="apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield started
        started.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProgram]:
    """Give a new site's server, running."""
    program = ServerProgram(tmp_path / "classroom")
    program.start()
    yield program
    program.close()


@pytest.fixture
def watched(browser: Browser, server: ServerProgram) -> Iterator[WatchedPage]:
    """Give a page of a fresh browser; any complaint of it, or request to another host, fails the test."""
    context = browser.new_context(
        base_url=server.url,
        ignore_https_errors=True,
        viewport={"width": ROOMY[0], "height": ROOMY[1]},
        locale="en-GB",
    )
    page = WatchedPage(context.new_page(), server.url)
    yield page
    context.close()
    assert page.complaints == []


@pytest.fixture
def page(watched: WatchedPage) -> Page:
    """Give the page of a browser in which nobody is signed in."""
    return watched.page


@pytest.fixture
def trainer(watched: WatchedPage, server: ServerProgram) -> Trainer:
    """Give a trainer who has signed in and chosen a password."""
    rosa = Trainer(watched, server)
    rosa.sign_in_for_the_first_time()
    return rosa
