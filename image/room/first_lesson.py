"""`./outset up --check`: a first lesson, played end to end on the image that ships, with a person's means only.

The trainer uses a browser; the learner types on the kiosk's keyboard; what they see is read from the screens. Only the
last word, that the attempts are in the server's database, is read from the database.
"""

import functools
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Protocol

from playwright.sync_api import Error as BrowserError

from image.building.build import Image
from image.building.kernel_image import Flavour
from image.emulator.machine import BOOT_SECONDS, Machine
from image.emulator.plan import Plan
from image.paths import BUILD, CURRENT
from image.room.local_kiosk import LocalKiosk
from image.room.programs import Program, build_image
from image.room.server import TRAINER, copy_site, create_trainer, refuse_taken, start_server
from image.room.terminal import Terminal
from image.room.trainer_page import Slip, TrainerPage, open_browser
from image.waiting import NotSeen, eventually
from kiosk_agent.protocol.enrolment import qr_words

FOLDER = BUILD / "check"
PICTURES = BUILD / "pictures"
HINT = f"look at {PICTURES} and {BUILD / 'log'}, then run: ./outset up --check"
OWN_PIN = "482915"
HALF_A_LINE = "// the hours of the we"


class Console(Protocol):
    """A kiosk as the person before it has it: keys and a screen."""

    def press(self, *chords: str) -> None:
        """Press each chord in turn."""

    def type_text(self, text: str) -> None:
        """Type text."""

    def wait_for_text(self, pattern: str, timeout_seconds: float = ...) -> str:
        """Wait for text that matches a regular expression."""

    def wait_for_qr(self, timeout_seconds: float = ...) -> str:
        """Wait for a QR code and return what it says."""


def play(port: int) -> int:
    """Play the lesson, saying each step with its seconds. Returns 0; raises OutsetError where it goes wrong."""
    refuse_taken(port, folder=FOLDER / "classroom")
    build_image()
    shutil.rmtree(FOLDER, ignore_errors=True)
    with ExitStack() as room:
        _Lesson(room, port).play()
    print(f"The first lesson went well. Pictures: {PICTURES}")
    return 0


class _Lesson:
    def __init__(self, room: ExitStack, port: int) -> None:
        self._room = room
        self._port = port
        self._classroom = FOLDER / "classroom"

    def play(self) -> None:
        with step("a server, its first trainer at their page"):
            trainer = self._open_page()
        with step("a kiosk boots with Secure Boot on, and shows who it is"):
            plan = Plan.of_image(Flavour.PRODUCTION, server_port=self._port)
            machine = self._room.enter_context(Machine.boot(plan, FOLDER / "machine"))
            words = read_fingerprint(machine)
            machine.wait_for_text(words[-1])
            machine.picture(PICTURES / "kiosk-approval.png")
        with step("a second kiosk, in a terminal"):
            terminal = self._sit_at_local_kiosk()
            other_words = read_fingerprint(terminal)
        with step("the kiosk is approved by its words; by them the second one is not"):
            kiosk_id = trainer.approve(words, "Kiosk 01")
            trainer.see_refused_by(other_words, words)
            machine.wait_for_text("Kiosk 01")
            machine.picture(PICTURES / "kiosk-locked.png")
            terminal.wait_for_text(other_words[0])
        with step("a learner, a slip, a session"):
            slip = trainer.add_learner("Monday group", "1042", "Learner 1042")
            trainer.start_session("First lesson", 90)
        with step("number and PIN on the virtual keyboard, then a PIN of their own"):
            sign_in(machine, slip, change_to=OWN_PIN)
        with step("a first exercise: not yet, then solved by typing"):
            self._solve(machine, trainer, kiosk_id)
        with step("half a line, and the power is cut"):
            self._leave_half_a_line(machine)
            machine.power_cut()
        with step("the same learner finds it at the second kiosk"):
            second_id = trainer.approve(other_words, "Kiosk 02")
            sign_in(terminal, Slip(slip.number, OWN_PIN))
            terminal.wait_for_text("Hello")
            terminal.press("enter")
            terminal.wait_for_text(HALF_A_LINE)
            terminal.picture(PICTURES / "kiosk-second.png", Image(CURRENT.resolve()).root)
            trainer.open_room()
            trainer.wait_for_tile(second_id, "Learner 1042", "Pay day")
            trainer.picture(PICTURES / "trainer-room-end.png")

    def _open_page(self) -> TrainerPage:
        copy_site(self._classroom)
        self._room.enter_context(start_server(self._port, self._classroom))
        password = create_trainer(self._classroom)
        browser = self._room.enter_context(open_browser(self._classroom / "ca.pem"))
        trainer = TrainerPage(browser, f"https://127.0.0.1:{self._port}")
        trainer.sign_in(TRAINER, password or "")
        return trainer

    def _sit_at_local_kiosk(self) -> Terminal:
        kiosk = LocalKiosk(FOLDER / "local", self._port, "Kiosk 02")
        programs: list[Program] = [kiosk.runner(), kiosk.agent()]
        for program in programs:
            self._room.enter_context(program)
        return self._room.enter_context(Terminal(kiosk.tutor_argv(), environment=kiosk.tutor_environment()))

    def _solve(self, machine: Machine, trainer: TrainerPage, kiosk_id: str) -> None:
        machine.wait_for_text("Hello")
        machine.press("enter")
        machine.wait_for_text("export const kilosPerBox")
        machine.press("end", *["backspace"] * len('"";'))
        machine.type_text('"pasta";')
        machine.press("ctrl-r")
        machine.wait_for_text("1 of 3")
        machine.picture(PICTURES / "kiosk-exercise.png")
        trainer.wait_for_tile(kiosk_id, "Learner 1042", "Delivery note", "Not yet")
        for value in ("12", "5"):
            machine.press("down", "end", *["backspace"] * len("0;"))
            machine.type_text(f"{value};")
        machine.press("ctrl-r")
        machine.wait_for_text("3 of 3|[Aa]ll 3|passed")
        machine.picture(PICTURES / "kiosk-passed.png")
        trainer.wait_for_tile(kiosk_id, "2 attempts")
        trainer.picture(PICTURES / "trainer-room.png")
        judged = "SELECT verdict FROM attempts ORDER BY sequence"
        self._wait_for_rows(judged, lambda found: found == ["wrong_answer", "accepted"], "both attempts")
        trainer.see_attempts(2)

    def _leave_half_a_line(self, machine: Machine) -> None:
        machine.press("f8")
        machine.wait_for_text("Pay day")
        machine.type_text(HALF_A_LINE)
        machine.wait_for_text("saved")
        drafts = "SELECT json_each.value FROM drafts, json_each(drafts.files) WHERE exercise = 'pay-day'"
        # How soon it must be there is for the tests of the link: this kiosk is emulated, and the machine may be busy.
        self._wait_for_rows(drafts, lambda found: any(HALF_A_LINE in each for each in found), "the half line")

    def _wait_for_rows(self, query: str, are_right: Callable[[list[str]], bool], what: str) -> None:
        found = functools.partial(self._rows, query)
        eventually(lambda: are_right(found()), f"{what} in the server's database", said=found, hint=HINT)

    def _rows(self, query: str) -> list[str]:
        database = next(self._classroom.glob("*.sqlite"))
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return [str(row[0]) for row in connection.execute(query)]


def read_fingerprint(console: Console) -> tuple[str, ...]:
    """Return the words of the QR code on a kiosk's screen. Raises NotSeen."""
    said = console.wait_for_qr(BOOT_SECONDS)
    words = qr_words(said)
    if words is None:
        raise NotSeen(f"the QR code on the kiosk says {said!r}", hint=HINT)
    return words


def sign_in(console: Console, slip: Slip, *, change_to: str | None = None) -> None:
    """Type number and PIN, and choose an own PIN where the kiosk asks for it."""
    console.wait_for_text("Your number")
    console.type_text(slip.number)
    console.press("enter")
    console.type_text(slip.pin)
    console.press("enter")
    if change_to is not None:
        console.wait_for_text("New PIN")
        console.type_text(change_to)
        console.press("enter")
        console.type_text(change_to)
        console.press("enter")


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say a step, and when it is done how long it took. Raises NotSeen for what the trainer's page did not show."""
    started = time.monotonic()
    print(f"… {what}", flush=True)
    try:
        yield
    except (AssertionError, BrowserError) as error:
        raise NotSeen(f"{what}: {error}", hint=HINT) from error
    print(f"✓ {what}: {time.monotonic() - started:.0f} s", flush=True)
