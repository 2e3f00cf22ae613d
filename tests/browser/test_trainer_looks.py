"""Every page in every look, width and language; the pictures are kept to be looked at."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from kiosk_agent.protocol.events import AttemptMade
from kiosk_agent.protocol.results import ReportedTest, Results, Submission, Verdict
from tests.support.browser.server_program import ServerProgram
from tests.support.browser.trainers import Trainer
from tests.support.checkout import BUILD
from tests.support.judgements import judgement_of
from tests.support.server.kiosk_client import KioskClient, draft
from tests.support.work import work_of

PICTURES = BUILD / "pictures"
SIZES = {
    "wide": ViewportSize(width=1280, height=800),
    "middle": ViewportSize(width=768, height=1024),
    "narrow": ViewportSize(width=390, height=844),
}
SOURCE = "export function total(boxes) {\n  let sum = 0;\n  for (const n of boxes) {\n    sum += n;\n  }\n}\n"
BESIDE = "export const rounded = (price) => Math.round(price * 100) / 100;\n"
# As long as they may be, and of one word.
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff-Montgomery"
LONG_KIOSK_NAME = "By the third window, left of the door"
LEARNERS = {"1201": "Ana Beltrán", "1208": "Omar Haddad", "1215": LONG_NAME, "1222": "Iker Sáez"}
VERDICTS = {
    "1201": (Verdict.WRONG_ANSWER, Verdict.ACCEPTED),
    "1208": (Verdict.RUNTIME_ERROR,),
    "1215": (Verdict.WRONG_ANSWER,) * 5,
}
CUT_TABLES = "() => [...document.querySelectorAll('.table')].filter((box) => box.scrollWidth > box.clientWidth).length"
WIDER_THAN_THE_SCREEN = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


def attempt_of(verdict: Verdict) -> AttemptMade:
    passes = verdict is Verdict.ACCEPTED
    tests = (
        ReportedTest(name="gives 0 for no boxes", status="pass"),
        ReportedTest(
            name="adds two numbers", status="pass" if passes else "fail", message=None if passes else "expected 7"
        ),
    )
    results = Results(status="pass" if passes else "fail", tests=tests)
    judgement = judgement_of(verdict, results=results, output="7\n", milliseconds=24)
    files = work_of(SOURCE, "laundry-soap.js") | work_of(BESIDE, "lib/round-prices.js")
    submission = Submission(track="javascript", exercise="laundry-soap", files=files)
    return AttemptMade(submission=submission, judgement=judgement)


@pytest.fixture
def lesson(trainer: Trainer, server: ServerProgram) -> Iterator[Page]:
    """Give a room in the middle of a lesson: some pass, one is stuck, one is away, one kiosk waits."""
    trainer.add_cohort("Mornings")
    slips = [trainer.add_learner(name, number) for number, name in LEARNERS.items()]
    seats = [server.kiosk(f"Kiosk {number:02d}") for number in range(1, 8)]
    for number, seat in enumerate(seats[:6], start=1):
        trainer.approve(f"Kiosk {number:02d}", " ".join(seat.words))
    trainer.page.goto("/kiosks")
    trainer.page.get_by_test_id("rename-field").first.fill(LONG_KIOSK_NAME)
    trainer.page.get_by_test_id("rename").first.click()
    trainer.see_notice(LONG_KIOSK_NAME)
    trainer.start_session("Arrays and loops")
    with ExitStack() as streams:
        for seat in seats[:5]:
            streams.enter_context(seat.stream())
        for seat, slip in zip(seats, slips, strict=False):
            work(seat, slip.number, slip.pin)
        expect(trainer.page.get_by_test_id("tile-verdict")).to_have_count(3)
        # What nobody is signed in for is set aside.
        seats[5].send(seats[5].event(str(uuid.uuid4()), attempt_of(Verdict.ACCEPTED)))
        yield trainer.page


def work(seat: KioskClient, number: str, pin: str) -> None:
    sign_in = seat.sign_in(number, pin).sign_in_id
    made = [seat.event(sign_in, attempt_of(verdict)) for verdict in VERDICTS.get(number, ())]
    seat.send(*made, seat.event(sign_in, draft(SOURCE, "laundry-soap")))


def every_page(page: Page) -> Iterator[str]:
    """Open each page in turn and give its name."""
    for name, path in (
        ("room", "/"),
        ("kiosks", "/kiosks"),
        ("rooms", "/rooms"),
        ("learners", "/learners"),
        ("log", "/log"),
    ):
        page.goto(path)
        yield name
    page.goto("/learners")
    with page.expect_navigation():
        page.get_by_role("link", name="Ana Beltrán").click()
    yield "learner"
    with page.expect_navigation():
        page.get_by_test_id("draft").get_by_role("link").click()
    yield "draft"
    page.go_back()
    with page.expect_navigation():
        page.get_by_test_id("attempt").first.get_by_role("link").click()
    yield "attempt"
    page.goto("/rooms")
    page.get_by_test_id("to-plan").click()
    expect(page.get_by_test_id("plan")).to_be_visible()
    yield "plan"
    page.goto("/kiosks")
    with page.expect_navigation():
        page.get_by_test_id("to-retire").first.click()
    yield "retire"
    page.goto("/password")
    yield "password"
    page.goto("/set-aside")
    yield "set-aside"
    page.goto("/learners")
    page.get_by_test_id("tick").first.check()
    with page.expect_navigation():
        page.get_by_test_id("slips-chosen").click()
    yield "slips-question"
    with page.expect_navigation():
        page.get_by_test_id("slips-all").click()
    yield "slips"


def test_every_page_fits_every_look_and_width(lesson: Page) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for look, width in (
        ("dark", "wide"),
        ("light", "wide"),
        ("contrast", "wide"),
        ("light", "middle"),
        ("dark", "narrow"),
    ):
        lesson.set_viewport_size(SIZES[width])
        lesson.goto("/")
        lesson.get_by_test_id(f"look-{look}").click()
        expect(lesson.locator("html")).to_have_attribute("data-look", look)
        for name in every_page(lesson):
            assert not lesson.evaluate(WIDER_THAN_THE_SCREEN), f"{name} at {width}"
            assert not lesson.evaluate(CUT_TABLES), f"a table of {name} at {width}"
            lesson.screenshot(path=PICTURES / f"trainer-{name}-{look}-{width}.png", full_page=True)


def test_every_page_is_spanish_when_spanish_is_chosen(lesson: Page) -> None:
    lesson.goto("/")
    lesson.get_by_test_id("language-es").click()
    expect(lesson.locator("html")).to_have_attribute("lang", "es")
    for name, words in zip(
        every_page(lesson),
        (
            "Quién te necesita",
            "Quioscos",
            "Añadir un aula",
            "Alumnado",
            "La cadena está entera",
            "Intentos",
            "donde lo dejó",
            "Pruebas",
            "Parte delantera del aula",
            "No se pierde nada",
            "Contraseña",
            "Apartado",
            "No se ha cambiado ningún PIN",
            "PIN",
        ),
        strict=True,
    ):
        expect(lesson.locator("html")).to_have_attribute("lang", "es")
        expect(lesson.locator("main")).to_contain_text(words)
        lesson.screenshot(path=PICTURES / f"trainer-{name}-es.png", full_page=True)


def test_slips_are_printed_without_anything_around_them(trainer: Trainer) -> None:
    page = trainer.page
    trainer.add_cohort("Mornings")
    for number, name in LEARNERS.items():
        trainer.add_learner(name, number)
    ticks = page.get_by_test_id("tick")
    expect(ticks).to_have_count(len(LEARNERS))
    for tick in ticks.all():
        tick.check()
    page.get_by_test_id("slips-chosen").click()
    page.get_by_test_id("slips-all").click()
    expect(page.get_by_test_id("slip")).to_have_count(len(LEARNERS))
    page.emulate_media(media="print")
    # The printer's rules come with the style sheet, which may be later than the page.
    expect(page.locator("header")).to_be_hidden()
    expect(page.get_by_test_id("print")).to_be_hidden()
    page.screenshot(path=PICTURES / "trainer-slips-print.png", full_page=True)
