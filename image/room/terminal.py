"""A local kiosk's terminal: a program in a pty, with the same hands and eyes as an emulated kiosk."""

import fcntl
import os
import pty
import re
import signal
import struct
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pexpect
import pyte
import zxingcpp
from pexpect.fdpexpect import fdspawn

from image.emulator.screen import QR_CODES
from image.room.terminal_picture import HOST, draw
from image.waiting import LIMIT_SECONDS, NotSeen, eventually
from kiosk_agent import process

CHUNK_CHARACTERS = 65536
STOP_SECONDS = 5.0
# Shorter than a cursor takes to blink.
STILL_SECONDS = 0.3
# Requests that a plain terminal does not know, and whose letters the screen model would show.
UNKNOWN_REQUESTS = re.compile(r"\x1b\[[<>=][0-9;]*[a-zA-Z]")
UNFINISHED_REQUEST = re.compile(r"\x1b(\[[<>=?]?[0-9;]*\$?)?$")
# Synchronised output (DEC private mode 2026): between its marks a program draws, and nobody sees half of that.
DOES_IT_KNOW_FRAMES, IT_DOES = "\x1b[?2026$p", "\x1b[?2026;2$y"
FRAME_BEGINS, FRAME_ENDS = "\x1b[?2026h", "\x1b[?2026l"
KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "backspace": "\x7f", "space": " ", "delete": "\x1b[3~",
    "insert": "\x1b[2~", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H",
    "end": "\x1b[F", "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "shift-tab": "\x1b[Z", "f1": "\x1bOP",
    "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~", "f7": "\x1b[18~",
    "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~", "f11": "\x1b[23~", "f12": "\x1b[24~",
}  # fmt: skip


def bytes_of_chord(chord: str) -> str:
    """Return what a terminal sends for a chord such as `ctrl-r`, `f2` or `shift-tab`. Raises ValueError."""
    lowered = chord.lower()
    if lowered in KEYS:
        return KEYS[lowered]
    if len(chord) == 1:
        return chord
    if lowered.startswith("ctrl-") and len(lowered) == len("ctrl-x"):
        return chr(ord(lowered[-1]) & 0x1F)
    if lowered.startswith("alt-"):
        return "\x1b" + bytes_of_chord(chord.removeprefix("alt-"))
    raise ValueError(f"no key of a terminal is called {chord!r}")


class Terminal:
    """One program in a terminal of its own. Use it as a context manager: the program does not outlive the block."""

    def __init__(
        self, argv: Sequence[str], *, environment: Mapping[str, str], columns: int = 100, rows: int = 30
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._changed = threading.Condition()
        self._ended = False
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._child = process.start(
            ["setsid", "--ctty", "--", *argv],
            extra_environment={"TERM": "xterm-256color", "COLORTERM": "truecolor"} | dict(environment),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            new_session=False,  # setsid makes one, with the pty as its terminal
            hint="apt install util-linux",
        )
        os.close(theirs)
        self._pty = fdspawn(ours, encoding="utf-8", codec_errors="replace", timeout=None)
        # It reads all the time: a program whose terminal is full stands still.
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        held = ""
        while True:
            try:
                held += self._pty.read_nonblocking(CHUNK_CHARACTERS, timeout=None)
            except (pexpect.EOF, OSError, ValueError):  # it ended, or we hung up
                break
            unfinished = UNFINISHED_REQUEST.search(held)
            cut = unfinished.start() if unfinished else len(held)
            if held.rfind(FRAME_ENDS) < (begun := held.rfind(FRAME_BEGINS)):
                cut = min(cut, begun)
            self._show(held[:cut])
            held = held[cut:]
        self._show(held)
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _show(self, said: str) -> None:
        if DOES_IT_KNOW_FRAMES in said:
            self._pty.send(IT_DOES)
        with self._changed:
            self._stream.feed(UNKNOWN_REQUESTS.sub("", said))
            self._changed.notify_all()

    def press(self, *chords: str) -> None:
        """Press each chord in turn. Raises ValueError."""
        for keys in [bytes_of_chord(chord) for chord in chords]:
            self._pty.send(keys)

    def type_text(self, text: str) -> None:
        """Type `text`; a newline is the Enter key."""
        self._pty.send(text.replace("\n", "\r"))

    def text(self) -> str:
        """Return the text on the screen, one line a row."""
        with self._changed:
            return "\n".join(line.rstrip() for line in self._screen.display)

    def wait_for_text(self, pattern: str, timeout_seconds: float = LIMIT_SECONDS) -> str:
        """Wait until the screen's text matches `pattern` (a regular expression); return the text. Raises NotSeen."""
        wanted = re.compile(pattern)
        self.wait_for(lambda: bool(wanted.search(self.text())), f"text like {pattern!r}", timeout_seconds)
        return self.text()

    def wait_for_qr(self, timeout_seconds: float = LIMIT_SECONDS) -> str:
        """Wait until the screen shows a QR code; return what it says. Raises NotSeen."""
        found: list[str] = []

        def seen() -> bool:
            with self._changed:
                codes = zxingcpp.read_barcodes(draw(self._screen), formats=QR_CODES)
            found.extend(code.text for code in codes)
            return bool(found)

        self.wait_for(seen, "a QR code", timeout_seconds)
        return found[0]

    def wait_for(self, condition: Callable[[], bool], what: str, timeout_seconds: float = LIMIT_SECONDS) -> None:
        """Wait until `condition` holds, looking whenever the screen changes. Raises NotSeen, naming `what`."""
        hint = "read what the terminal says"

        def until_it_changes() -> None:
            with self._changed:
                if self._ended:
                    raise NotSeen(f"{what}: the program ended. The terminal says:\n{self.text().strip()}", hint=hint)
                # Half a second at most, for conditions that are not about the screen.
                self._changed.wait(0.5)

        eventually(
            condition,
            what,
            timeout_seconds=timeout_seconds,
            pause=until_it_changes,
            said=lambda: f"this terminal:\n{self.text().strip()}",
            hint=hint,
        )

    def picture(self, path: Path, root: Path = HOST) -> Path:
        """Write the screen, once it stands still, to `path` as PNG and return the path.

        `root` is where the kiosk's fonts are installed.
        """
        deadline = time.monotonic() + LIMIT_SECONDS
        with self._changed:
            while self._changed.wait(STILL_SECONDS) and time.monotonic() < deadline:
                pass
            image = draw(self._screen, root)
        path.parent.mkdir(parents=True, exist_ok=True)
        image.save(path)
        return path

    def send(self, number: signal.Signals) -> None:
        """Send the program and all that it started a signal, and do not wait for what comes of that."""
        if self._child.poll() is None:
            try:
                os.killpg(self._child.pid, number)
            except ProcessLookupError:
                # It has not made a session of its own yet.
                self._child.send_signal(number)

    def power_cut(self) -> None:
        """Kill the program and all that it started, at once; do nothing if it has ended."""
        self._end(signal.SIGKILL)

    def close(self) -> int:
        """Hang up, as when a terminal's window is closed, and return the exit code (negative: the signal)."""
        return self._end(signal.SIGHUP)

    def _end(self, number: signal.Signals) -> int:
        for each in (number, signal.SIGKILL):
            if self._child.poll() is None:
                self.send(each)
                with self._changed:
                    self._changed.wait_for(lambda: self._ended, STOP_SECONDS)
        code = self._child.wait()
        self._reader.join(STOP_SECONDS)
        self._pty.close()
        return code

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.power_cut()
