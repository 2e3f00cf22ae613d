"""`./outset up --check`: a first lesson, played end to end on the image that ships, with a person's means only.

The trainer uses a browser; the learner types on the kiosk's keyboard; what they see is read from the screens. Only the
last word, that the attempts are in the server's database, is read from the database.
"""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Protocol

from image.building.kernel_image import Flavour
from image.emulator.faults import NotSeen
from image.emulator.machine import Machine
from image.emulator.plan import Plan
from image.room.local_kiosk import LocalKiosk
from image.room.programs import BUILD, Program, build_image, wait_until
from image.room.room import TRAINER, copy_site, create_trainer, start_server
from image.room.terminal import Terminal
from image.room.trainer_page import Slip, TrainerPage, open_browser

FOLDER = BUILD / "check"
PICTURES = BUILD / "pictures"
QR_PREFIX = "outset-kiosk:"
OWN_PIN = "482915"
HALF_A_LINE = "// the hours of the we"
# What the design promises for a draft, and then the power is cut.
DRAFT_SECONDS = 10
# An emulated kiosk on a loaded machine is twenty times slower than a cheap PC.
SCREEN_SECONDS = 300


class Screen(Protocol):
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
            machine.wait_for_text(words[-1], SCREEN_SECONDS)
            machine.picture(PICTURES / "kiosk-approval.png")
        with step("a second kiosk, in a terminal"):
            terminal = self._sit_at_local_kiosk()
            other_words = read_fingerprint(terminal)
        with step("the kiosk is approved by its words; by them the second one is not"):
            kiosk_id = trainer.approve(words, "Kiosk 01")
            require(trainer.is_refused_by(other_words, words), "the second kiosk got in by the first one's words")
            machine.wait_for_text("Kiosk 01", SCREEN_SECONDS)
            machine.picture(PICTURES / "kiosk-locked.png")
            terminal.wait_for_text(other_words[0], SCREEN_SECONDS)
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
            terminal.wait_for_text("Hello", SCREEN_SECONDS)
            terminal.press("enter")
            terminal.wait_for_text(HALF_A_LINE, SCREEN_SECONDS)
            terminal.picture(PICTURES / "kiosk-second.png")
            trainer.open_room()
            trainer.wait_for_tile(second_id, "Learner 1042", "Pay day")
            trainer.picture(PICTURES / "trainer-room-end.png")

    def _open_page(self) -> TrainerPage:
        copy_site(self._classroom)
        self._room.enter_context(start_server(self._port, self._classroom))
        password = create_trainer(self._classroom)
        require(password is not None, "a new classroom has a trainer already")
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
        machine.wait_for_text("Hello", SCREEN_SECONDS)
        machine.press("enter")
        machine.wait_for_text("export const kilosPerBox", SCREEN_SECONDS)
        machine.press("end", *["backspace"] * len('"";'))
        machine.type_text('"pasta";')
        machine.press("ctrl-r")
        machine.wait_for_text("1 of 3", SCREEN_SECONDS)
        machine.picture(PICTURES / "kiosk-exercise.png")
        trainer.wait_for_tile(kiosk_id, "Learner 1042", "Delivery note", "1 attempt")
        for value in ("12", "5"):
            machine.press("down", "end", *["backspace"] * len("0;"))
            machine.type_text(f"{value};")
        machine.press("ctrl-r")
        machine.wait_for_text("3 of 3|[Aa]ll 3|passed", SCREEN_SECONDS)
        machine.picture(PICTURES / "kiosk-passed.png")
        trainer.wait_for_tile(kiosk_id, "2 attempts")
        trainer.picture(PICTURES / "trainer-room.png")
        found = self._rows("SELECT verdict FROM attempts ORDER BY sequence")
        require(found == ["wrong_answer", "accepted"], f"the server's database holds these attempts: {found}")
        require(len(trainer.attempts_shown()) == len(found), "the learner's page does not list both attempts")

    def _leave_half_a_line(self, machine: Machine) -> None:
        machine.press("f8")
        machine.wait_for_text("Pay day", SCREEN_SECONDS)
        machine.press("enter")
        machine.type_text(HALF_A_LINE)
        machine.wait_for_text("saved", SCREEN_SECONDS)
        query = "SELECT source FROM drafts WHERE exercise = 'pay-day'"
        arrived = wait_until(
            lambda: any(HALF_A_LINE in each for each in self._rows(query)), timeout_seconds=DRAFT_SECONDS
        )
        require(
            arrived, f"the half line was not on the server {DRAFT_SECONDS} s after the kiosk said that it was saved"
        )

    def _rows(self, query: str) -> list[str]:
        database = next(self._classroom.glob("*.sqlite"))
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return [str(row[0]) for row in connection.execute(query)]


def read_fingerprint(screen: Screen) -> tuple[str, ...]:
    """Return the words of the QR code on a kiosk's screen. Raises NotSeen."""
    said = screen.wait_for_qr(2 * SCREEN_SECONDS)
    require(said.startswith(QR_PREFIX), f"the QR code on the kiosk says {said!r}")
    return tuple(said.removeprefix(QR_PREFIX).split("-"))


def sign_in(screen: Screen, slip: Slip, *, change_to: str | None = None) -> None:
    """Type number and PIN, and choose an own PIN where the kiosk asks for it."""
    screen.wait_for_text("Your number", SCREEN_SECONDS)
    screen.type_text(slip.number)
    screen.press("enter")
    screen.type_text(slip.pin)
    screen.press("enter")
    if change_to is not None:
        screen.wait_for_text("New PIN", SCREEN_SECONDS)
        screen.type_text(change_to)
        screen.press("enter")
        screen.type_text(change_to)
        screen.press("enter")


def require(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as a sentence
    """Raise NotSeen with `otherwise` unless the condition holds."""
    if not holds:
        raise NotSeen(otherwise, hint=f"look at {PICTURES} and {BUILD / 'log'}, then run: ./outset up --check")


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say a step, and when it is done how long it took."""
    started = time.monotonic()
    print(f"… {what}", flush=True)
    yield
    print(f"✓ {what}: {time.monotonic() - started:.0f} s", flush=True)
