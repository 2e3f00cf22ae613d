"""The server as the program that it is, so that it can be killed."""

import json
import os
import resource
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from kiosk_agent import process
from kiosk_agent.link.server.tls import pinned_context
from kiosk_agent.protocol.paths import TIME_PATH
from tests.support.ports import held_port, number_of
from tests.support.server.kiosk_client import KioskClient
from tests.support.server.rooms import Room
from tests.support.waiting import LIMIT_SECONDS, eventually

if TYPE_CHECKING:
    import subprocess

SERVE = (sys.executable, "-m", "classroom_server", "run", "--host", "127.0.0.1")


class RunningServer:
    """A started program. It serves a folder that a Room has filled."""

    def __init__(self, room: Room, log_path: Path, argv: Sequence[str] = SERVE) -> None:
        self.room = room
        self.log_path = log_path
        self._argv = argv
        # It may be killed and started again, and nobody else gets the port meanwhile.
        self._held = held_port()
        self.port = number_of(self._held)
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    @property
    def process_id(self) -> int:
        assert self._child is not None
        return self._child.pid

    def start(self) -> None:
        folder = self.room.parts.settings.folder
        seen = len(self._lines())
        argv = [*self._argv, "--folder", str(folder), "--port", str(self.port)]
        self._child = process.start(argv, log=self.log_path)
        assert eventually(lambda: self._serving(seen), "the server says that it serves") == [self.port]
        eventually(self._answers, "the server answers")

    def kill(self) -> None:
        """Take the program away as a cut of the power does."""
        assert self._child is not None
        self._child.send_signal(signal.SIGKILL)
        self._child.wait()
        self._child = None

    def stop(self) -> int:
        """Ask it to end and return its exit code."""
        assert self._child is not None
        self._child.send_signal(signal.SIGTERM)
        code = self._child.wait(LIMIT_SECONDS)
        self._child = None
        return code

    def stop_if_running(self) -> None:
        if self._child is not None:
            self.kill()

    def limit_files(self, size_bytes: int) -> None:
        """Let no file of the program grow over a size, as on a full disk."""
        resource.prlimit(self.process_id, resource.RLIMIT_FSIZE, (size_bytes, resource.RLIM_INFINITY))

    def memory_bytes(self) -> int:
        pages = Path(f"/proc/{self.process_id}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def kiosk(self) -> KioskClient:
        client = KioskClient(self.url, self.room.ca_path)
        self.room.open_for_kiosks()
        self.room.approve(client.kiosk_id, " ".join(client.words))
        return client

    def _serving(self, seen: int) -> list[int]:
        assert self._child is not None
        assert self._child.poll() is None, self.log_path.read_text(encoding="utf-8")
        lines = [json.loads(line) for line in self._lines()[seen:] if line.endswith("}")]
        return [int(line["port"]) for line in lines if line["message"] == "serving"]

    def _lines(self) -> list[str]:
        return self.log_path.read_text(encoding="utf-8").splitlines() if self.log_path.exists() else []

    def _answers(self) -> bool:
        # As kiosks do, which look at no date.
        context = pinned_context(self.room.ca_path)
        try:
            return httpx.get(f"{self.url}{TIME_PATH}", verify=context).is_success
        except httpx.TransportError:
            return False
