"""The root shell on the serial port, which only a development image has."""

import base64
import contextlib
import itertools
import socket
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from image.emulator.faults import MachineStopped
from image.emulator.qmp import GONE_HINT, connect
from image.waiting import NotSeen

CHUNK_BYTES = 65536
# A terminal line holds 4096 characters; longer commands go over in pieces.
PIECE_CHARACTERS = 1000
HINT = "a production image has no shell here: boot the development one"


@dataclass(frozen=True)
class Outcome:
    """How a command in the kiosk ended, with what it wrote to stdout and stderr together."""

    exit_code: int
    output: str

    @property
    def lines(self) -> list[str]:
        """The lines of the output that are not empty."""
        return [line for line in self.output.splitlines() if line.strip()]


class SerialShell:
    """A conversation with the shell. The kiosk must have started it: keys sent earlier would reach the firmware.

    What comes is read at once, whoever asks for it: a kiosk whose serial port is full stands still.
    """

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._pending = b""
        self._hung_up = False
        self._heard = threading.Condition()
        self._numbers = itertools.count(1)
        threading.Thread(target=self._listen, name="serial port", daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while received := self._channel.recv(CHUNK_BYTES):
                with self._heard:
                    self._pending += received
                    self._heard.notify_all()
        with self._heard:
            self._hung_up = True
            self._heard.notify_all()

    @classmethod
    def open(cls, path: Path, timeout_seconds: float) -> Self:
        """Connect to QEMU's end of the serial port and quieten the shell. Raises NotSeen."""
        shell = cls(connect(path))
        deadline = time.monotonic() + timeout_seconds
        # Not bash, whose line editing throws away what comes while it redraws. The sum parts the mark from its echo.
        shell._send("\nexec sh -c 'stty -echo; export PS1= PS2=; echo outset-$((6 * 7)); exec sh'\n")
        shell._read_until("outset-42\r\n", deadline, "a root shell on the serial port")
        return shell

    def close(self) -> None:
        """Hang up."""
        with contextlib.suppress(OSError):
            self._channel.shutdown(socket.SHUT_RDWR)
        self._channel.close()

    def run(self, command: str, timeout_seconds: float) -> Outcome:
        """Run `command` in a shell of its own. Raises NotSeen when it does not end in time."""
        mark = f"outset-{next(self._numbers)}-{time.monotonic_ns()}"
        encoded = base64.b64encode(command.encode()).decode()
        self._send("C=\n")
        for start in range(0, len(encoded), PIECE_CHARACTERS):
            self._send(f"C=${{C}}{encoded[start : start + PIECE_CHARACTERS]}\n")
        self._send(
            f'echo {mark}-begin; sh -c "$(echo $C | base64 -d)" </dev/null 2>&1; S=$?; echo; echo {mark}-end $S\n'
        )
        deadline = time.monotonic() + timeout_seconds
        what = f"the end of this command in the kiosk: {command}"
        self._read_until(f"{mark}-begin\r\n", deadline, what)
        output = self._read_until(f"\n{mark}-end ", deadline, what)
        exit_code = self._read_until("\r\n", deadline, what)
        return Outcome(int(exit_code), output.replace("\r\n", "\n").rstrip("\r\n"))

    def _send(self, text: str) -> None:
        self._channel.sendall(text.encode())

    def _read_until(self, mark: str, deadline: float, what: str) -> str:
        """Return what comes before `mark`, which is left behind."""
        wanted = mark.encode()
        with self._heard:
            self._heard.wait_for(
                lambda: wanted in self._pending or self._hung_up, timeout=max(0.0, deadline - time.monotonic())
            )
            if wanted not in self._pending:
                if self._hung_up:
                    raise MachineStopped("the emulated kiosk stopped", hint=GONE_HINT)
                showed = self._pending[-500:]
                raise NotSeen(f"the serial port did not show {what}; it showed: {showed!r}", hint=HINT)
            before, self._pending = self._pending.split(wanted, 1)
        return before.decode(errors="replace")
