"""The locked screen of an approved kiosk says what kind of kiosk it is."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError  # noqa: A004 - it is the page's own

from image.emulator.machine import BOOT_SECONDS, Machine
from image.emulator.plan import Plan
from image.emulator.snapshot import Snapshot
from image.paths import BUILD
from image.room.first_lesson import read_fingerprint
from image.room.server import TRAINER, copy_site, create_trainer, start_server
from image.room.trainer_page import TrainerPage, open_browser
from tests.support.vm import booted

# Each is waited for by the page for half a minute.
CALLS_AWAITED = 8
PICTURES = BUILD / "pictures"


@pytest.fixture(scope="module")
def room(machines: Path) -> Iterator[tuple[int, TrainerPage]]:
    """A classroom server with nobody in it yet, and its trainer at their page."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    folder = machines / "classroom"
    with ExitStack() as stack:
        copy_site(folder)
        stack.enter_context(start_server(port, folder))
        password = create_trainer(folder)
        assert password is not None
        trainer = TrainerPage(stack.enter_context(open_browser(folder / "ca.pem")), f"https://127.0.0.1:{port}")
        trainer.sign_in(TRAINER, password)
        yield port, trainer


def approve(trainer: TrainerPage, words: tuple[str, ...], name: str) -> None:
    """Approve the kiosk once it has called: after its long sleep that takes a while."""
    for _ in range(CALLS_AWAITED):
        try:
            trainer.approve(words, name)
        except TimeoutError:
            continue
        return
    raise AssertionError(f"the kiosk {words} did not call the server")


@pytest.fixture
def locked_text(room: tuple[int, TrainerPage], machines: Path) -> Callable[[Plan, str], str]:
    """Return what approves a kiosk that goes on from its snapshot, and reads its locked screen."""
    port, trainer = room

    def lock(plan: Plan, name: str) -> str:
        reaching = replace(plan, server_port=port)
        with Snapshot.named(reaching, booted.NAME).resume(reaching, machines / "locked") as machine:
            approve(trainer, read_fingerprint(machine), name)
            text = machine.wait_for_text(name, BOOT_SECONDS)
            machine.picture(PICTURES / f"{name.lower().replace(' ', '-')}-locked.png")
            return text

    return lock


def test_development_kiosk_is_marked_as_one(
    kiosk: Machine, development_plan: Plan, locked_text: Callable[[Plan, str], str]
) -> None:
    assert kiosk.pid  # it has booted once, so there is a snapshot
    assert "DEVELOPMENT" in locked_text(development_plan, "Development kiosk")


def test_production_kiosk_is_not(
    production_kiosk: Machine, production_plan: Plan, locked_text: Callable[[Plan, str], str]
) -> None:
    assert production_kiosk.pid
    assert "DEVELOPMENT" not in locked_text(production_plan, "Production kiosk")
