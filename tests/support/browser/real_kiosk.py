"""A real kiosk beside simulated ones: its agent, and its tutor in a terminal, as programs."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect

from kiosk_agent.link.state.identity import KEY_FILE, DeviceKey, from_base64url
from kiosk_agent.protocol.enrolment import fingerprint_words
from tests.support.browser.server_program import ServerProgram
from tests.support.checkout import ROOT
from tests.support.link.programs import KioskProgram
from tests.support.tutor.terminals import end_terminal
from tests.support.waiting import LIMIT_SECONDS, eventually


class RealKiosk:
    """What a learner has before them."""

    def __init__(self, program: KioskProgram, terminal: "pexpect.spawn[str]") -> None:
        self._program = program
        self._terminal = terminal

    @property
    def words(self) -> tuple[str, ...]:
        """The six words on its screen."""
        eventually((self._program.state / KEY_FILE).exists, "the kiosk has made its key")
        return fingerprint_words(from_base64url(DeviceKey.load_or_make(self._program.state).public_key))

    def see(self, words: str) -> None:
        """Wait until the screen says it."""
        self._terminal.expect(words)

    def type(self, keys: str) -> None:
        """Press keys."""
        self._terminal.send(keys)


@contextmanager
def real_kiosk(folder: Path, server: ServerProgram) -> Iterator[RealKiosk]:
    """Run one until the block ends."""
    program = KioskProgram(folder, server.url, server.ca_path, "Real kiosk")
    program.program.start()
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "kiosk_agent", "tutor", "--settings", str(folder / "kiosk.toml")],
        cwd=ROOT,
        env=os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
        dimensions=(24, 80),
        timeout=LIMIT_SECONDS,
        encoding="utf-8",
    )
    terminal.delaybeforesend = None
    try:
        yield RealKiosk(program, terminal)
    finally:
        end_terminal(terminal)
        program.program.stop()
