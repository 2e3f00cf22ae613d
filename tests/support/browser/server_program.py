"""The classroom server as the program that it is, so that a test can stop it and start it again."""

import signal
import sqlite3
import ssl
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from classroom_server.core import names
from kiosk_agent import process
from kiosk_agent.protocol.paths import TIME_PATH
from tests.support.checkout import ROOT
from tests.support.ports import held_port, number_of
from tests.support.server.kiosk_client import KioskClient
from tests.support.waiting import LIMIT_SECONDS, eventually

if TYPE_CHECKING:
    from subprocess import Popen


class ServerProgram:
    """`python -m classroom_server run` in a folder, always on the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Until it is closed: between two starts, too, nobody else gets it.
        self._held = held_port()
        self.port = number_of(self._held)
        self.url = f"https://127.0.0.1:{self.port}"
        self._log = folder.with_suffix(".log")
        self._child: Popen[bytes] | None = None
        self._kiosks: list[KioskClient] = []

    @property
    def ca_path(self) -> Path:
        """The site's authority."""
        return self.folder / "ca.pem"

    def start(self) -> None:
        """Start it and wait until it answers."""
        argv: list[str | Path] = [
            sys.executable,
            "-m",
            "classroom_server",
            "run",
            "--folder",
            self.folder,
            "--address",
            "127.0.0.1",
        ]
        argv += ["--host", "127.0.0.1", "--port", str(self.port)]
        self._child = process.start(argv, cwd=ROOT, log=self._log)
        eventually(self._answers, "the server answers")

    def _answers(self) -> bool:
        assert self._child is not None
        assert self._child.poll() is None, self._log.read_text()
        try:
            context = ssl.create_default_context(cafile=str(self.ca_path))
            return httpx.get(f"{self.url}{TIME_PATH}", verify=context).is_success
        except (OSError, httpx.TransportError):
            return False

    def stop(self, by: signal.Signals = signal.SIGTERM) -> None:
        """Stop it as systemd would; by SIGKILL as a power cut does, with no last word to anybody."""
        if self._child is not None:
            self._child.send_signal(by)
            self._child.wait(LIMIT_SECONDS)
            self._child = None

    def close(self) -> None:
        """Stop everything; a fault that the server logged fails the test."""
        for kiosk in self._kiosks:
            kiosk.http.close()
        self.stop()
        self._held.close()
        assert "Traceback" not in self._log.read_text()

    def create_account(self, name: str) -> str:
        """Return the one-time password of a new account, as IT reads it off the command."""
        argv: list[str | Path] = [
            sys.executable,
            "-m",
            "classroom_server",
            "accounts",
            "create",
            name,
            "--folder",
            self.folder,
        ]
        said = process.run(argv, cwd=ROOT, timeout_seconds=LIMIT_SECONDS)
        return said.strip().splitlines()[-1].rsplit(" ", 1)[-1]

    def change_database(self, statement: str) -> None:
        """Do what only somebody with the server's disk could; the server must be stopped."""
        with closing(sqlite3.connect(self.folder / "classroom.sqlite")) as rows:
            rows.execute(statement)
            rows.commit()

    def leave_minutes(self, title: str, minutes: int) -> None:
        """Let a session be so far on that this many minutes are left; kiosks hear it with the next word to them."""
        with closing(sqlite3.connect(self.folder / "classroom.sqlite")) as rows, rows:
            ending = "UPDATE class_sessions SET ends_at = datetime('now', ?) WHERE title = ? AND ended_at IS NULL"
            rows.execute(ending, (f"+{minutes} minutes", title))

    def kiosk(self, name: str) -> KioskClient:
        """Return a kiosk that has asked for approval, as if a trainer had opened for new ones and renamed it."""
        kiosk = KioskClient(self.url, self.ca_path)
        self._kiosks.append(kiosk)
        with closing(sqlite3.connect(self.folder / "classroom.sqlite")) as rows, rows:
            rows.execute("INSERT OR REPLACE INTO enrolment_window VALUES (1, datetime('now', '+1 day'))")
        kiosk_id = kiosk.kiosk_id
        with closing(sqlite3.connect(self.folder / "classroom.sqlite")) as rows, rows:
            renaming = "UPDATE kiosks SET name = ?, folded_name = ?, sort_key = ? WHERE kiosk_id = ?"
            rows.execute(renaming, (name, names.folded(name), names.sort_key(name), kiosk_id))
        return kiosk
