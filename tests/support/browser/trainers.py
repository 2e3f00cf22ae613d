"""A trainer at a browser: what they do, in their words."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, ViewportSize, expect

from classroom_server.accounts.visitors import VISIT_COOKIE
from tests.support.browser.server_program import ServerProgram
from tests.support.waiting import LIMIT_MILLISECONDS

ROOMY = (1280, 800)
OWN_PASSWORD = "four quiet words here"  # noqa: S105 - chosen by the test for a server that ends with it


class WatchedPage:
    """A page that keeps every complaint of the browser."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.forgiven: tuple[str, ...] = ()
        self._host = urlsplit(url).netloc
        page.on("console", self._hear)
        page.on("pageerror", lambda fault: self._complain(str(fault)))
        page.on("dialog", lambda dialog: self._complain(f"dialog: {dialog.message}"))
        page.on("request", self._see)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._complain(f"{message.text} {message.location}")

    def _see(self, request: Request) -> None:
        if urlsplit(request.url).netloc != self._host:
            self._complain(f"a request left for {request.url}")

    def _complain(self, text: str) -> None:
        if not any(words in text for words in self.forgiven):
            self.complaints.append(text)


@dataclass(frozen=True)
class Slip:
    """What a learner gets on paper."""

    number: str
    pin: str


@dataclass(frozen=True)
class Prepared:
    """A site's folder, and the cookie of a trainer who is signed in there."""

    folder: Path
    visit_cookie: str


def open_context(
    browser: Browser, server: ServerProgram, size: tuple[int, int] = ROOMY, *, runs_scripts: bool = True
) -> BrowserContext:
    """Return a fresh browser, as another person's."""
    context = browser.new_context(
        base_url=server.url,
        ignore_https_errors=True,
        viewport=ViewportSize(width=size[0], height=size[1]),
        locale="en-GB",
        java_script_enabled=runs_scripts,
    )
    # Its own limit, of thirty seconds, is not for a busy machine.
    context.set_default_timeout(LIMIT_MILLISECONDS)
    return context


class Trainer:
    """Somebody with an account."""

    def __init__(self, watched: WatchedPage, server: ServerProgram, name: str = "rosa") -> None:
        self.watched = watched
        self.page = watched.page
        self.server = server
        self.name = name

    def take_up(self, prepared: Prepared) -> None:
        """Go on in the visit that was prepared."""
        cookie = {"name": VISIT_COOKIE, "value": prepared.visit_cookie, "url": self.server.url}
        self.page.context.add_cookies([{**cookie, "secure": True, "httpOnly": True}])  # type: ignore[typeddict-item]

    def sign_in_for_the_first_time(self) -> None:
        one_time = self.server.create_account(self.name)
        self.page.goto("/sign-in")
        self.page.fill("#name", self.name)
        self.page.fill("#password", one_time)
        self.page.get_by_test_id("sign-in").click()
        self.choose_password(one_time, OWN_PASSWORD)
        self.page.wait_for_url("/rooms/*")

    def choose_password(self, old: str, new: str, again: str | None = None) -> None:
        self.page.fill("#old", old)
        self.page.fill("#new", new)
        self.page.fill("#again", new if again is None else again)
        self.page.get_by_test_id("change-password").click()

    def add_cohort(self, name: str) -> None:
        self.page.goto("/learners")
        self.page.get_by_test_id("cohort-name").fill(name)
        self.page.get_by_test_id("add-cohort").click()
        expect(self.page.get_by_test_id("cohort-tab").filter(has_text=name)).to_be_visible()

    def add_learner(self, name: str, number: str) -> Slip:
        """Add a learner to the cohort that is open, and return the new slip."""
        self.page.get_by_test_id("display-name").fill(name)
        self.page.get_by_test_id("number").fill(number)
        self.page.get_by_test_id("add-learner").click()
        self.page.get_by_test_id("slips-without").click()
        slip = self.page.get_by_test_id("slip")
        kept = Slip(slip.get_by_test_id("slip-number").inner_text(), slip.get_by_test_id("slip-pin").inner_text())
        expect(self.page.get_by_test_id("slips-ready")).to_be_visible()
        self.page.get_by_test_id("slips-done").click()
        return kept

    def approve(self, name: str, words: str) -> None:
        self.page.goto("/kiosks")
        waiting = self.page.get_by_test_id("pending-kiosk").filter(has_text=name)
        waiting.get_by_test_id("words").fill(words)
        waiting.get_by_test_id("approve").click()
        expect(self.page.get_by_test_id("notice").or_(self.page.get_by_test_id("wrong"))).to_be_visible()

    def start_session(self, title: str = "") -> None:
        self.page.goto("/")
        self.page.get_by_test_id("session-title-field").fill(title)
        self.page.get_by_test_id("start-session").click()
        expect(self.page.get_by_test_id("notice")).to_be_visible()

    def tile(self, kiosk_name: str) -> Locator:
        return self.page.locator(f'[data-testid="tile"][data-kiosk-name="{kiosk_name}"]')

    def see_notice(self, words: str) -> None:
        """Wait for the page that says so: the one before may have a notice too."""
        expect(self.page.get_by_test_id("notice")).to_contain_text(words)
