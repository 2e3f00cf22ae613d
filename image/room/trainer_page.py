"""The trainer's pages in a real browser, driven as a trainer would: for the first lesson's check."""

import base64
import functools
import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from image.waiting import LIMIT_SECONDS, eventually
from kiosk_agent import process

CHROMIUM_HINT = "apt install chromium"
LIMIT_MILLISECONDS = LIMIT_SECONDS * 1000
RELOAD_MILLISECONDS = 500
DRAWN = "async (picture) => (await fetch(picture.src)).text()"
SIZE = ViewportSize(width=1280, height=800)


def _flags(ca_path: Path) -> list[str]:
    """Return Chromium's options: it trusts this site's own authority, and asks nobody else for anything."""
    key = x509.load_pem_x509_certificate(ca_path.read_bytes()).public_key()
    pin = hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    return [
        f"--ignore-certificate-errors-spki-list={base64.b64encode(pin).decode()}",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
        # Chromium refuses to sandbox itself as root; it sees no page but ours.
        "--no-sandbox",
    ]


@contextmanager
def open_browser(ca_path: Path) -> Iterator[Browser]:
    """Start Chromium, and end it with the block. Raises ProgramMissing."""
    chromium = process.find("chromium", hint=CHROMIUM_HINT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_flags(ca_path))
        try:
            yield browser
        finally:
            browser.close()


@dataclass(frozen=True)
class Slip:
    """What a learner gets on paper."""

    number: str
    pin: str


class TrainerPage:
    """One trainer at one page."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._page: Page = browser.new_page(viewport=SIZE, base_url=url)
        self._page.set_default_timeout(LIMIT_MILLISECONDS)
        expect.set_options(timeout=LIMIT_MILLISECONDS)

    def sign_in(self, name: str, one_time_password: str) -> None:
        """Sign in for the first time, and choose an own password."""
        page = self._page
        page.goto("/sign-in")
        page.fill("#name", name)
        page.fill("#password", one_time_password)
        page.get_by_test_id("sign-in").click()
        own = secrets.token_urlsafe(18)
        page.fill("#old", one_time_password)
        page.fill("#new", own)
        page.fill("#again", own)
        page.get_by_test_id("change-password").click()
        expect(page.get_by_test_id("account")).to_be_visible()

    def approve(self, words: tuple[str, ...], name: str) -> str:
        """Find the kiosk whose screen shows `words`, approve it by them, and return its id."""
        page = self._page
        waiting = self._waiting(words)
        kiosk_id = waiting.get_attribute("data-kiosk") or ""
        waiting.get_by_test_id("words").fill(" ".join(words))
        waiting.get_by_test_id("kiosk-name").fill(name)
        waiting.get_by_test_id("approve").click()
        expect(page.locator(f'[data-testid="approved-kiosk"][data-kiosk="{kiosk_id}"]')).to_be_visible()
        return kiosk_id

    def see_refused_by(self, words: tuple[str, ...], others: tuple[str, ...]) -> None:
        """Try to approve the kiosk that shows `words` by another one's, and see that it still waits."""
        waiting = self._waiting(words)
        kiosk_id = waiting.get_attribute("data-kiosk")
        waiting.get_by_test_id("words").fill(" ".join(others))
        waiting.get_by_test_id("approve").click()
        expect(waiting.get_by_test_id("wrong")).to_be_visible()
        expect(self._page.locator(f'[data-testid="pending-kiosk"][data-kiosk="{kiosk_id}"]')).to_be_visible()

    def _waiting(self, words: tuple[str, ...]) -> Locator:
        """Return the kiosk that shows `words`, once it has called the server: the page is not live.

        Where the server is not open for new kiosks, or not any more, open it.
        """
        waiting = self._page.get_by_test_id("pending-kiosk").filter(has_text=words[0]).filter(has_text=words[1])

        def has_called() -> bool:
            self._page.goto("/kiosks")
            if (opening := self._page.get_by_test_id("open-enrolment")).is_visible():
                opening.click()
                # Or the next look would go to the page anew before the press has reached the server.
                expect(self._page.get_by_test_id("close-enrolment")).to_be_visible()
            return waiting.is_visible()

        pause = functools.partial(self._page.wait_for_timeout, RELOAD_MILLISECONDS)
        what = f"a kiosk that shows {' '.join(words)} on the trainer's page"
        eventually(has_called, what, pause=pause, said=self._page.locator("main").inner_text)
        return waiting

    def add_learner(self, cohort: str, number: str, name: str) -> Slip:
        """Add a cohort with one learner and return what their PIN slip says."""
        page = self._page
        page.goto("/learners")
        page.get_by_test_id("cohort-name").fill(cohort)
        page.get_by_test_id("add-cohort").click()
        page.get_by_test_id("display-name").fill(name)
        page.get_by_test_id("number").fill(number)
        page.get_by_test_id("add-learner").click()
        page.get_by_test_id("slips-without").click()
        slip = page.get_by_test_id("slip")
        return Slip(slip.get_by_test_id("slip-number").inner_text(), slip.get_by_test_id("slip-pin").inner_text())

    def start_session(self, title: str, minutes: int) -> None:
        """Open the room for the only cohort."""
        page = self._page
        self.open_room()
        page.get_by_test_id("session-title-field").fill(title)
        page.get_by_test_id("session-minutes").fill(str(minutes))
        page.get_by_test_id("start-session").click()
        expect(page.get_by_test_id("session-on")).to_be_visible()

    def open_room(self) -> None:
        """Go to the page of the whole room."""
        self._page.goto("/")

    def wait_for_tile(self, kiosk_id: str, *texts: str) -> None:
        """Wait until the kiosk's tile shows every text, with no reload: the room is live."""
        tile = self._page.locator(f'[data-testid="tile"][data-kiosk="{kiosk_id}"]')
        for text in texts:
            expect(tile).to_contain_text(text)

    def see_attempts(self, number: int) -> None:
        """See that the page of the only learner lists so many attempts, and go back to the room."""
        page = self._page
        page.goto("/learners")
        page.get_by_test_id("learner").get_by_role("link").click()
        expect(page.get_by_test_id("attempt")).to_have_count(number)
        self.open_room()

    def ask_machines(self, act: str) -> None:
        """Press one of the buttons by which all kiosks of the room are woken, restarted or switched off."""
        self.open_room()
        power = self._page.get_by_test_id("power")
        power.locator("summary").click()
        power.get_by_test_id(act).click()

    def ask_attention(self, minutes: int) -> None:
        """Ask all kiosks of the room for attention."""
        self.open_room()
        self._page.get_by_test_id("attention-minutes").select_option(str(minutes))
        self._page.get_by_test_id("ask-attention").click()

    def let_go(self) -> None:
        """Take back the attention that is asked."""
        self._page.get_by_test_id("let-go").click()

    def look_at(self, kiosk_id: str) -> None:
        """Open the page of a kiosk, on which its screen is seen."""
        self.open_room()
        self._page.locator(f'[data-testid="tile"][data-kiosk="{kiosk_id}"]').click()
        expect(self._page.get_by_test_id("kiosk-name")).to_be_visible()

    def see_work(self, words: str) -> None:
        """Wait until the program on the page of a kiosk has these words, with no reload."""
        expect(self._page.locator("#kiosk-code")).to_contain_text(words)

    def screen_drawn(self) -> str:
        """Return the picture of its screen on the page of a kiosk, as the SVG that it is; empty while there is none."""
        picture = self._page.get_by_test_id("screen-picture")
        return str(picture.first.evaluate(DRAWN)) if picture.count() else ""

    def see_asked(self, words: str) -> None:
        """Wait until the newest act says so, with no reload."""
        expect(self._page.get_by_test_id("act").first).to_contain_text(words)

    def see_logged(self, words: str) -> None:
        """Wait until the log says so: it is not live."""

        def is_there() -> bool:
            self._page.goto("/log")
            return words in self._page.locator("main").inner_text()

        pause = functools.partial(self._page.wait_for_timeout, RELOAD_MILLISECONDS)
        eventually(is_there, f"{words} in the log", pause=pause, said=self._page.locator("main").inner_text)

    def picture(self, path: Path) -> Path:
        """Write the page as PNG and return the path."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._page.screenshot(path=path)
        return path
