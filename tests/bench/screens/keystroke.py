"""A real tutor in a terminal, its agent, the server, and a page that looks: how long a letter is on its way."""

import random
import re
import shutil
import string
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, Page, Response

from classroom_server.core.actors import NOBODY
from classroom_server.kiosks import service as kiosks
from kiosk_agent.files import make_private_folder
from kiosk_agent.link.state.identity import DeviceKey
from kiosk_agent.protocol.enrolment import EnrolmentRequest
from tests.bench.kiosk.keys import drain
from tests.bench.kiosk.program import start
from tests.bench.screens.frames import DOWN, TRACKS
from tests.bench.screens.page import open_room_page, see_pictures
from tests.bench.server.classroom import TRAINER_NAME, BenchClassroom, TrainersBrowser
from tests.bench.server.room import processor_seconds
from tests.support.link.programs import KioskProgram
from tests.support.server.rooms import Room, open_room
from tests.support.server.running_server import RunningServer
from tests.support.waiting import eventually

if TYPE_CHECKING:
    import pexpect

OWN_PIN = "264815"
LINES = 4
LETTERS = 30
# No part of the time between two frames, so that letters fall on every part of it.
KEY_SECONDS = 0.31
# When a picture came into the page, by the machine's clock.
_NOTE_PICTURES = """() => {
  window.placed = [];
  new MutationObserver((changes) => {
    const nodes = changes.flatMap((change) => [...change.addedNodes]);
    const pictures = nodes.filter((node) => node instanceof HTMLImageElement && node.classList.contains("screen"));
    pictures.forEach((picture) => window.placed.push([picture.src, performance.timeOrigin + performance.now()]));
  }).observe(document.body, { childList: true, subtree: true });
}"""
_LETTERS = re.compile(r"<text[^>]*>([^<]*)</text>")


@dataclass(frozen=True)
class KeyFigures:
    """What was measured of one kiosk that is looked at."""

    seen: Sequence[float]
    """Milliseconds from each key to its letter's being in the page."""
    tutor_percent: float
    """Of one processor, of a tutor that somebody types into."""
    tutor_unseen_percent: float
    agent_percent: float
    agent_unseen_percent: float


@dataclass(frozen=True)
class _Typed:
    """A letter: all that its line held then, and when its key was pressed, in milliseconds of the machine's clock."""

    line: str
    pressed_at: float


class _Kiosk:
    """A learner in an exercise, at a terminal."""

    def __init__(self, program: KioskProgram, tutor: "pexpect.spawn[str]") -> None:
        self._program = program
        self._tutor = tutor
        self._random = random.Random(1)  # noqa: S311 - letters to type
        self._lines = 0

    def type_lines(self, lines: int, letters: int) -> list[_Typed]:
        """Type comments, each a line that was not there before."""
        typed: list[_Typed] = []
        for _ in range(lines):
            self._lines += 1
            line = f"// {self._lines:02} "
            self._tutor.send(f"\r{line}")
            drain(self._tutor.child_fd, KEY_SECONDS)
            for letter in self._random.choices(string.ascii_lowercase, k=letters):
                line += letter
                began = time.monotonic()
                typed.append(_Typed(line, time.time() * 1000))
                self._tutor.send(letter)
                drain(self._tutor.child_fd, 0.05)
                time.sleep(max(0.0, KEY_SECONDS - (time.monotonic() - began)))
        return typed

    def used(self) -> tuple[float, float]:
        """Return the processor seconds of the tutor and of the agent."""
        assert self._tutor.pid is not None
        assert self._program.program.child is not None
        return processor_seconds(self._tutor.pid), processor_seconds(self._program.program.child.pid)


def measure_keys(browser: Browser, lines: int = LINES, letters: int = LETTERS) -> KeyFigures:
    """Type with nobody looking, then as much while a page does."""
    with tempfile.TemporaryDirectory() as folder, _lesson(Path(folder)) as (kiosk, url, trainer):
        _, *unseen = _cost(kiosk, lines, letters)
        with open_room_page(browser, url, trainer) as page:
            page.get_by_test_id("tile").first.click()
            see_pictures(page, 1)
            answers: list[Response] = []
            page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - it must be a function
            page.evaluate(_NOTE_PICTURES)
            typed, *seen = _cost(kiosk, lines, letters)
            return KeyFigures(_times(page, answers, typed), seen[0], unseen[0], seen[1], unseen[1])


def _cost(kiosk: _Kiosk, lines: int, letters: int) -> tuple[list[_Typed], float, float]:
    """Return what was typed, and the per cent of a processor that tutor and agent used meanwhile."""
    before, began = kiosk.used(), time.monotonic()
    typed = kiosk.type_lines(lines, letters)
    took = time.monotonic() - began
    tutor, agent = ((after - was) / took * 100 for after, was in zip(kiosk.used(), before, strict=True))
    return typed, tutor, agent


def _times(page: Page, answers: Sequence[Response], typed: Sequence[_Typed]) -> list[float]:
    """Return how long each letter took until a picture that has it was in the page."""
    read: dict[str, str] = {}

    def texts() -> list[tuple[float, str]]:
        for answer in answers:
            if answer.request.resource_type == "image" and answer.url not in read:
                read[answer.url] = _text_of(answer.text()) if answer.ok and answer.status == 200 else ""
        placed: list[tuple[str, float]] = page.evaluate("() => window.placed")
        return [(at, read.get(address, "")) for address, at in placed]

    eventually(lambda: any(typed[-1].line in text for _, text in texts()), "the last letter")
    shown = texts()
    return [next(at for at, text in shown if letter.line in text) - letter.pressed_at for letter in typed]


def _text_of(picture: str) -> str:
    return unescape("".join(_LETTERS.findall(picture))).replace("\N{NO-BREAK SPACE}", " ")


@contextmanager
def _lesson(folder: Path) -> Iterator[tuple[_Kiosk, str, TrainersBrowser]]:
    """Give a kiosk at which somebody is in an exercise, and a trainer at the pages."""
    room = open_room(folder / "classroom")
    slip = room.add_learner("1042")
    server = RunningServer(room, folder / "server.log")
    one_time = room.create_account(TRAINER_NAME)
    room.start_session()
    server.start()
    program = KioskProgram(folder / "kiosk", server.url, room.ca_path, "Kiosk 01")
    try:
        shutil.copytree(TRACKS / "javascript", program.folder / "javascript")
        _approve(room, program.state)
        program.program.start()
        eventually(program.socket.exists, "the agent listens")
        tutor = start(program.folder / "kiosk.toml")
        for words in (slip.number, slip.pin):
            tutor.send(f"{words}\r")
        tutor.expect("Choose your own PIN")
        tutor.send(f"{OWN_PIN}\r{OWN_PIN}\r")
        tutor.expect("Carry on")
        tutor.send(f"{DOWN}\r")
        tutor.expect("Panels")
        try:
            yield _Kiosk(program, tutor), server.url, TrainersBrowser(server.url, BenchClassroom(room, (), one_time))
        finally:
            tutor.close(force=True)
    finally:
        program.program.stop()
        server.stop_if_running()
        room.classroom.database.close()


def _approve(room: Room, state: Path) -> None:
    """Have the kiosk approved before it ever starts."""
    make_private_folder(state)
    device = DeviceKey.load_or_make(state)
    room.open_for_kiosks()
    with room.classroom.database.write(NOBODY) as work:
        kiosk = kiosks.enrol(work, EnrolmentRequest(public_key=device.public_key))
    room.approve(kiosk.kiosk_id, " ".join(device.fingerprint))
