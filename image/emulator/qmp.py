"""QEMU's own control channel (QMP): one JSON line per message over a Unix socket.

Format: https://www.qemu.org/docs/master/interop/qmp-spec.html
"""

import json
import os
import select
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from image.emulator.faults import MachineStopped
from image.waiting import LIMIT_SECONDS

Json = dict[str, object]
LINE_BYTES = 65536
GONE_HINT = "see its log beside the disk, then start the machine again"


def connect(path: Path) -> socket.socket:
    """Connect to a Unix socket however long its path is (the kernel takes 108 bytes). Raises OSError."""
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        channel.connect(f"/proc/self/fd/{folder}/{path.name}")
    except OSError:
        channel.close()
        raise
    finally:
        os.close(folder)
    return channel


class Qmp:
    """A conversation with one QEMU. Every method raises MachineStopped once QEMU is gone."""

    def __init__(self, channel: socket.socket, last_words: Callable[[], str]) -> None:
        self._channel = channel
        self._last_words = last_words
        self._pending = b""
        self.events: list[str] = []

    @classmethod
    def open(cls, path: Path, last_words: Callable[[], str]) -> Self:
        """Connect and leave the greeting behind; `last_words` says what QEMU said, should it end.

        Raises OSError while QEMU does not listen yet.
        """
        qmp = cls(connect(path), last_words)
        qmp._receive(time.monotonic() + LIMIT_SECONDS)
        qmp.execute("qmp_capabilities")
        return qmp

    def close(self) -> None:
        """Hang up."""
        self._channel.close()

    def execute(self, command: str, *, timeout_seconds: float = LIMIT_SECONDS, **arguments: object) -> object:
        """Carry out one command (`_` in an argument's name stands for `-`) and return what QEMU answers."""
        named = {name.rstrip("_").replace("_", "-"): value for name, value in arguments.items()}
        request = json.dumps({"execute": command, "arguments": named}).encode() + b"\n"
        try:
            self._channel.sendall(request)
        except OSError as error:
            raise self._gone() from error
        deadline = time.monotonic() + timeout_seconds
        while True:
            message = self._receive(deadline)
            if message is None:
                raise MachineStopped(f"QEMU did not answer {command} in {timeout_seconds:g} s", hint=GONE_HINT)
            if "return" in message:
                return message["return"]
            if "error" in message:
                raise MachineStopped(f"QEMU refused {command}: {message['error']}", hint="report this as a fault")

    def pause(self, seconds: float) -> None:
        """Let `seconds` pass, noting QEMU's events meanwhile, and returning at once with MachineStopped if it ends."""
        deadline = time.monotonic() + seconds
        while self._receive(deadline) is not None:
            pass

    def _gone(self) -> MachineStopped:
        return MachineStopped(f"the emulated kiosk stopped.{self._last_words()}", hint=GONE_HINT)

    def _receive(self, deadline: float) -> Json | None:
        """Return the next message, with events noted, or None when the deadline has passed."""
        while b"\n" not in self._pending:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._channel], [], [], left)[0]:
                return None
            try:
                received = self._channel.recv(LINE_BYTES)
            except OSError:
                received = b""
            if not received:
                raise self._gone()
            self._pending += received
        line, self._pending = self._pending.split(b"\n", 1)
        message: Json = json.loads(line)
        if "event" in message:
            self.events.append(str(message["event"]))
        return message
