"""Every page can be read and used by everybody: axe finds nothing serious in it, and the keyboard goes through it."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from classroom_server.app import create_app
from kiosk_agent.protocol.languages import LANGUAGES, SOURCE_LANGUAGE, Language
from tests.support.browser.filled_site import LEARNERS, Lesson, fill, lesson
from tests.support.browser.page_walk import BEFORE_SIGN_IN, NO_PAGES, STREAMS, addresses, routes
from tests.support.browser.refused_forms import refused_forms
from tests.support.browser.server_program import ServerProgram
from tests.support.browser.trainers import Prepared, Trainer, WatchedPage, open_context
from tests.support.checkout import BUILD
from tests.support.server.rooms import open_room
from tests.support.server.staff_routes import staff_routes

WIDE, NARROW = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
# A4 upright, at a browser's own margins.
SHEET = ViewportSize(width=718, height=1047)
WHOLE: Final[dict[str, Any]] = {"resultTypes": ["violations"]}
# The rows of a list are one template's: looking at a few says as much as looking at hundreds.
FEW_ROWS: Final[dict[str, Any]] = {"exclude": [["tbody tr:nth-child(n+13)"]]}
CONTRAST: Final[dict[str, Any]] = {**WHOLE, "runOnly": ["color-contrast"]}
# A page is loaded once and turned: each size with all rules, each look with those of contrast at least.
TURNS: Final = (
    (WIDE, "light", WHOLE),
    (NARROW, "dark", WHOLE),
    (WIDE, "dark", CONTRAST),
    (WIDE, "contrast", CONTRAST),
)
BAD: Final = ("serious", "critical")
SET_LOOK = "look => { document.documentElement.dataset.look = look; }"
TABS = 30
FOCUS = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return {name: "nothing", ring: 9, seen: true};
  const box = focused.getBoundingClientRect();
  const seen = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  const name = focused.dataset.testid || focused.id || focused.className || focused.tagName;
  return {name, ring: parseFloat(getComputedStyle(focused).outlineWidth), seen};
}"""
ADDED = "one => getComputedStyle(one, '::after').content"
# What can be pressed or filled, and no key comes to.
OUT_OF_REACH = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea")]
  .filter((one) => one.checkVisibility() && one.tabIndex < 0).map((one) => one.outerHTML)"""


# What is cut, what widens the page, and what is too small to be hit (WCAG 2.2, 2.5.8: 24 by 24, but within a sentence).
MISFITS = """() => {
  const root = document.documentElement;
  const found = root.scrollWidth > root.clientWidth ? [`the page is ${root.scrollWidth} wide`] : [];
  for (const box of document.querySelectorAll(".table")) {
    if (box.scrollWidth > box.clientWidth) found.push("a table is cut");
  }
  for (const one of document.querySelectorAll("button, a.button, input:not([type=hidden]), select, summary, nav a")) {
    const { width, height } = one.getBoundingClientRect();
    if (one.checkVisibility() && Math.min(width, height) < 23.5 && !one.closest(".skip")) {
      found.push(`${one.dataset.testid ?? one.id ?? one.textContent}: ${Math.round(width)} by ${Math.round(height)}`);
    }
  }
  return found;
}"""
PICTURES = BUILD / "pictures"
# A picture costs more than all else that is looked at here; Romanian has the longest words.
PICTURED: Final[tuple[Language, ...]] = (SOURCE_LANGUAGE, "ro")
AXE_LANGUAGES: Final[tuple[Language, ...]] = (SOURCE_LANGUAGE, "es")


@pytest.fixture(scope="module")
def server(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProgram]:
    """Give the server of one lesson for all tests here: none of them changes what it shows."""
    folder = tmp_path_factory.mktemp("everybody") / "classroom"
    shutil.copytree(prepared.folder, folder)
    program = ServerProgram(folder)
    yield program
    program.close()


@pytest.fixture(scope="module")
def trainer(browser: Browser, server: ServerProgram, prepared: Prepared) -> Iterator[Trainer]:
    """Give the trainer of that lesson."""
    context = open_context(browser, server)
    rosa = Trainer(WatchedPage(context.new_page(), server.url), server)
    rosa.take_up(prepared)
    yield rosa
    context.close()


@pytest.fixture(scope="module")
def here(server: ServerProgram, trainer: Trainer) -> Iterator[Lesson]:
    """Give what the pages are about."""
    filled = fill(server.folder)
    server.start()
    with lesson(trainer, server, filled) as under_way:
        yield under_way


@pytest.fixture(scope="module")
def pages(trainer: Trainer, here: Lesson) -> dict[str, str]:
    """Give the pages by name."""
    return addresses(trainer, here)


def faults_of(page: Page, name: str, *, in_colours: bool = True) -> list[str]:
    """Return what axe finds in a page, turned each way; `in_colours` also in the looks that change nothing else."""
    found = []
    for size, look, options in TURNS if in_colours else TURNS[:2]:
        page.set_viewport_size(size)
        page.evaluate(SET_LOOK, look)
        for violation in Axe().run(page, context=FEW_ROWS, options=options).response["violations"]:
            if violation["impact"] in BAD:
                places = [f"{node['html']} {node['failureSummary']}" for node in violation["nodes"][:3]]
                found.append(f"{name} {size['width']} {look}: {violation['id']} {places}")
    page.set_viewport_size(WIDE)
    return found


def shown(pages: dict[str, str], here: Lesson) -> dict[str, Callable[[Page], object]]:
    """Return what shows each page, and each answer to a form that is refused."""
    return {**{name: partial(Page.goto, url=address) for name, address in pages.items()}, **refused_forms(here)}


def speak(page: Page, language: Language) -> None:
    """Have the pages in a language, whichever the test before left them in."""
    page.goto("/password")
    with page.expect_navigation():
        page.get_by_test_id(f"language-{language}").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_each_page_that_the_application_has_is_looked_at_here(pages: dict[str, str], tmp_path: Path) -> None:
    room = open_room(tmp_path / "classroom")
    every = [route.path for route in staff_routes(create_app(room.parts).routes) if route.method == "GET"]
    room.classroom.database.close()
    ours = {path for path in every if path not in NO_PAGES and not path.endswith(STREAMS)}
    assert ours == routes(pages) | {BEFORE_SIGN_IN}


@dataclass(frozen=True)
class Walked:
    """What was found on the way through all pages in one language."""

    faults: list[str]
    misfits: list[str]


@pytest.fixture(scope="module")
def walk(trainer: Trainer, pages: dict[str, str], here: Lesson) -> Callable[[Language], Walked]:
    """Return what walks through all pages in a language, once for all that is looked at."""

    @cache
    def walked(language: Language) -> Walked:
        page, found = trainer.page, Walked([], [])
        speak(page, language)
        for name, show in shown(pages, here).items():
            show(page)
            found.misfits.extend(misfits_of(page, name, language))
            if language in AXE_LANGUAGES:
                # No language has colours of its own.
                found.faults.extend(faults_of(page, name, in_colours=language == SOURCE_LANGUAGE))
        return found

    return walked


def misfits_of(page: Page, name: str, language: Language) -> list[str]:
    """Return what does not fit a page on a laptop and a phone; its pictures are kept."""
    misfits = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        misfits += [f"{name} {size['width']}: {fault}" for fault in page.evaluate(MISFITS)]
        if language in PICTURED:
            called = re.sub(r"[^a-z]+", "-", f"page {name}".lower()).strip("-")
            page.screenshot(path=PICTURES / f"{called}-{language}-{size['width']}.png", full_page=True)
    page.set_viewport_size(WIDE)
    return misfits


@pytest.mark.parametrize("language", AXE_LANGUAGES)
def test_axe_finds_nothing_serious_on_any_page_in_any_size_or_look(
    walk: Callable[[Language], Walked], language: Language
) -> None:
    assert walk(language).faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_fits_a_laptop_and_a_phone_in_each_language(
    walk: Callable[[Language], Walked], language: Language
) -> None:
    assert walk(language).misfits == []


def test_a_list_is_printed_as_a_table_without_what_can_only_be_pressed(trainer: Trainer, here: Lesson) -> None:
    assert here.attempt_id
    page = trainer.page
    page.goto("/learners")
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print")
    row = page.get_by_test_id("learners").locator("tbody tr").first
    assert row.evaluate("row => getComputedStyle(row).display") == "table-row"
    assert page.evaluate("document.documentElement.scrollWidth") <= SHEET["width"]
    for pressed in ("find", "only", "slips-chosen"):
        expect(page.get_by_test_id(pressed)).to_be_hidden()
    expect(row.get_by_test_id("tick")).to_be_hidden()
    # Paper is read later: it says when somebody was there, and not how long ago that was.
    seen = page.get_by_test_id("learners").locator("time").first
    expect(seen.locator("span")).to_be_hidden()
    expect(seen).to_be_visible()
    assert seen.evaluate(ADDED) in {"attr(title)", f'"{seen.get_attribute("title")}"'}
    page.emulate_media(media="screen")
    page.set_viewport_size(WIDE)


def test_axe_finds_nothing_serious_before_anybody_signed_in(
    browser: Browser, server: ServerProgram, here: Lesson
) -> None:
    assert here.attempt_id
    context = open_context(browser, server)
    page = context.new_page()
    page.goto(BEFORE_SIGN_IN)
    found = faults_of(page, BEFORE_SIGN_IN)
    context.close()
    assert found == []


def test_axe_would_find_a_field_without_a_label_and_words_too_pale(trainer: Trainer, here: Lesson) -> None:
    assert here.attempt_id
    trainer.page.goto("/password")
    trainer.page.evaluate("document.querySelectorAll('label').forEach((label) => label.remove())")
    trainer.page.evaluate("document.querySelector('h1').style.color = '#ccc'")
    found = "\n".join(faults_of(trainer.page, "/password"))
    assert "/password 1280 light: label" in found
    assert "/password 390 dark: label" in found
    assert "/password 1280 light: color-contrast" in found


def test_the_focus_is_seen_on_each_page_and_nothing_is_out_of_its_reach(
    trainer: Trainer, pages: dict[str, str]
) -> None:
    page = trainer.page
    page.set_viewport_size(WIDE)
    for name, address in pages.items():
        page.goto(address)
        assert page.evaluate(OUT_OF_REACH) == [], name
        page.keyboard.press("Tab")
        # Where a form is all there is, its first field has the focus already.
        assert page.locator(".skip:focus, :root:has([autofocus])").count(), name
        for _ in range(TABS):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            assert (focus["ring"] >= 2, focus["seen"]) == (True, True), f"{name}: {focus['name']}"


def test_a_learner_is_added_to_a_list_of_hundreds_in_less_than_ten_tabs(trainer: Trainer, here: Lesson) -> None:
    assert here.attempt_id
    page, tabs = trainer.page, 0
    speak(page, SOURCE_LANGUAGE)

    def tab_until(reached: str) -> None:
        nonlocal tabs
        while not page.locator(reached).evaluate("one => one === document.activeElement"):
            page.keyboard.press("Tab")
            tabs += 1
            assert tabs < 10, reached

    page.goto("/learners")
    expect(page.locator("caption")).to_contain_text(str(LEARNERS))
    tab_until(".skip")
    page.keyboard.press("Enter")
    tab_until('[data-testid="to-add-learner"]')
    page.keyboard.press("Enter")
    tab_until("#display-name")
    page.keyboard.type("Typed by hand")
    tab_until("#number")
    page.keyboard.type("77")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    trainer.see_notice("Typed by hand was added")
