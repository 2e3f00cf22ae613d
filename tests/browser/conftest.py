"""A real server program, a real browser, and kiosks that speak the protocol."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from classroom_server.accounts.visitors import VISIT_COOKIE
from tests.support.browser.chromium import chromium
from tests.support.browser.server_program import ServerProgram
from tests.support.browser.trainers import Prepared, Slip, Trainer, WatchedPage, open_context
from tests.support.server.kiosk_client import KioskClient


# Not for the whole session: only one such driver may run at a time, and the VM tier starts its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give Debian's Chromium."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def prepared(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Make a site with a trainer once: keys and passwords are slow on purpose."""
    program = ServerProgram(tmp_path_factory.mktemp("prepared") / "classroom")
    program.start()
    context = open_context(browser, program)
    Trainer(WatchedPage(context.new_page(), program.url), program).sign_in_for_the_first_time()
    visit = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == VISIT_COOKIE)
    context.close()
    program.close()
    return Prepared(program.folder, visit)


@pytest.fixture
def server(prepared: Prepared, tmp_path: Path) -> Iterator[ServerProgram]:
    """Give the server of a copy of that site, running."""
    shutil.copytree(prepared.folder, tmp_path / "classroom")
    program = ServerProgram(tmp_path / "classroom")
    program.start()
    yield program
    program.close()


@pytest.fixture
def watched(browser: Browser, server: ServerProgram) -> Iterator[WatchedPage]:
    """Give a page of a fresh browser; any complaint of it, or request to another host, fails the test."""
    context = open_context(browser, server)
    page = WatchedPage(context.new_page(), server.url)
    yield page
    context.close()
    assert page.complaints == []


@pytest.fixture
def page(watched: WatchedPage) -> Page:
    """Give the page of a browser in which nobody is signed in."""
    return watched.page


@pytest.fixture
def trainer(watched: WatchedPage, server: ServerProgram, prepared: Prepared) -> Trainer:
    """Give a trainer who is signed in."""
    rosa = Trainer(watched, server)
    rosa.take_up(prepared)
    return rosa


@pytest.fixture
def slip(trainer: Trainer) -> Slip:
    """Give the slip of the only learner of the only cohort."""
    trainer.add_cohort("Mornings")
    return trainer.add_learner("Ana Beltrán", "1201")


@pytest.fixture
def kiosk(trainer: Trainer, server: ServerProgram) -> KioskClient:
    """Give an approved kiosk named Window seat."""
    client = server.kiosk("Window seat")
    trainer.approve("Window seat", " ".join(client.words[-2:]))
    return client
