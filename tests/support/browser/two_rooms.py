"""Two rooms of six simulated kiosks each, all on, and a real kiosk with its tutor in the second."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support.browser.real_kiosk import RealKiosk, real_kiosk
from tests.support.browser.server_program import ServerProgram
from tests.support.browser.trainers import Slip, Trainer
from tests.support.server.kiosk_client import KioskClient

KIOSKS_A_ROOM = 6


@dataclass(frozen=True)
class Rooms:
    """The morning as it begins."""

    trainer: Trainer
    server: ServerProgram
    kiosks: dict[str, list[KioskClient]]
    """By room."""
    real: RealKiosk
    """In the second room."""
    slips: dict[str, Slip]
    """By name."""

    @property
    def page(self) -> Page:
        return self.trainer.page

    def open(self, room: str) -> None:
        self.page.goto("/")
        self.page.get_by_test_id("room-tab").filter(has_text=room).click()
        expect(self.page).to_have_title(f"{room} · Outset")
        expect(self.page.locator("body")).to_have_attribute("data-live", "on")

    def start(self, cohort: str, minutes: str) -> None:
        self.page.get_by_test_id("session-cohort").select_option(label=f"{cohort} (2 learners)")
        self.page.get_by_test_id("session-minutes").fill(minutes)
        self.page.get_by_test_id("start-session").click()
        self.trainer.see_notice("was started")

    def end(self) -> None:
        self.page.get_by_test_id("end-session").click()
        self.page.get_by_test_id("end-now").click()

    def open_learner(self, name: str) -> None:
        self.page.goto("/learners")
        self.page.get_by_test_id("find").fill(name)
        self.page.get_by_test_id("find-now").click()
        self.page.get_by_test_id("learner").get_by_role("link", name=name).click()
        expect(self.page.get_by_test_id("learner-name")).to_have_text(name)

    def suspend(self, name: str) -> None:
        self.open_learner(name)
        self.page.get_by_test_id("suspension-reason").select_option("security")
        self.page.get_by_test_id("suspend").click()
        self.trainer.see_notice(f"{name} is suspended")


def approve(trainer: Trainer, words: str, *, room: str = "", replaces: str = "") -> None:
    trainer.page.goto("/kiosks")
    form = trainer.page.get_by_test_id("pending-kiosk").last
    form.get_by_test_id("words").fill(words)
    if room:
        form.get_by_test_id("kiosk-room").select_option(label=room)
    if replaces:
        form.get_by_test_id("replacing").locator("summary").click()
        form.get_by_test_id("replaces").fill(replaces)
    form.get_by_test_id("approve").click()


@contextmanager
def two_rooms(trainer: Trainer, server: ServerProgram, folder: Path) -> Iterator[Rooms]:
    """Give them, with two cohorts of two learners who have their slips."""
    page = trainer.page
    page.goto("/rooms")
    page.get_by_test_id("new-room-name").fill("Workshop")
    page.get_by_test_id("add-room").click()
    expect(page.get_by_test_id("listed-room")).to_have_count(2)
    slips = {}
    for cohort, learners in {"Mornings": ("Ana", "Ben"), "Evenings": ("Cora", "Dan")}.items():
        trainer.add_cohort(cohort)
        for name in learners:
            slips[name] = trainer.add_learner(name, f"12-{name}")
    kiosks: dict[str, list[KioskClient]] = {"Room 1": [], "Workshop": []}
    with ExitStack() as on:
        for room, clients in kiosks.items():
            for number in range(1, KIOSKS_A_ROOM + 1):
                client = server.kiosk(f"{room} kiosk {number}")
                clients.append(client)
                approve(trainer, " ".join(client.words), room=room)
                trainer.see_notice("is approved")
                on.enter_context(client.stream())
        real = on.enter_context(real_kiosk(folder / "real", server))
        real.see("waits to be approved")
        approve(trainer, " ".join(real.words), room="Workshop")
        trainer.see_notice("is approved")
        yield Rooms(trainer, server, kiosks, real, slips)


def terms_of(kiosk: KioskClient) -> str:
    with kiosk.stream() as events:
        return next(events)[0]
