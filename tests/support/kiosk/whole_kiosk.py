"""A whole kiosk as the programs that it is, at a classroom server of its own: any of them may be killed at any moment.

Each comes back as its unit says (provisioning/roles): nothing but the killed one starts again. With the runner go its
jails and its socket; what the agent has in /run stays for the next one; with the tutor goes its screen.
"""

import getpass
import shutil
import signal
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from image.room.local_kiosk import bundles
from image.room.terminal import Terminal
from kiosk_agent import process
from tests.support.checkout import ROOT
from tests.support.link.programs import Child
from tests.support.server.rooms import Room, open_room
from tests.support.server.running_server import RunningServer
from tests.support.waiting import LIMIT_SECONDS, eventually

COLUMNS, ROWS = 120, 40
MINUTES = 8 * 60


class Part(StrEnum):
    """One of the kiosk's programs."""

    TUTOR = "tutor"
    AGENT = "agent"
    RUNNER = "runner"


class WholeKiosk:
    """Use it as a context manager: its programs and its server run while it is entered."""

    def __init__(self, folder: Path) -> None:
        """`folder` may be read and written by every account: the runner has one of its own."""
        self.folder = folder
        self.room: Room = open_room(folder / "classroom")
        self.server = RunningServer(self.room, folder / "server.log")
        self.state, self.run = folder / "state", folder / "run"
        self.run.mkdir()
        self.runner_socket = folder / "runner.sock"
        settings = str(folder / "kiosk.toml")
        self._programs = {
            Part.AGENT: Child(["kiosk_agent", "agent", "--settings", settings], folder / "agent.log"),
            # It becomes the account that may have jails, and stays the same process.
            Part.RUNNER: Child(["outset", "kiosk", "runner", "--settings", settings], folder / "runner.log"),
        }
        self._settings = Path(settings)
        self.screen: Terminal | None = None

    def __enter__(self) -> Self:
        self.server.start()
        self.slip = self.room.add_learner("1042")
        self.room.start_session(MINUTES)
        self.room.open_for_kiosks()
        self.room.approve_key(self.state, "Kiosk 04")
        values = {
            "server_url": self.server.url,
            "ca_path": self.room.ca_path,
            "state_path": self.state,
            "agent_socket": self.run / "agent.sock",
            "runner_socket": self.runner_socket,
            "tracks_path": bundles(self.folder / "tracks"),
            "policies_path": ROOT / "policies",
            "node_modules_path": ROOT / "build/npm/node_modules",
            "tutor_account": getpass.getuser(),
            "kiosk_name": "Kiosk 04",
        }
        lines = [f'{key} = "{value}"' for key, value in values.items()]
        self._settings.write_text("\n".join([*lines, "built_at = 2026-01-01T00:00:00Z", ""]), encoding="utf-8")
        self.start(*Part)
        self.wait_for_runner()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.screen is not None:
            self.screen.power_cut()
        for program in self._programs.values():
            program.stop()
        self.server.stop_if_running()

    @property
    def shown(self) -> Terminal:
        """The tutor's screen."""
        assert self.screen is not None, "the tutor does not run"
        return self.screen

    def kill(self, *parts: Part) -> None:
        """Let them die in the middle of whatever they do, all of them before one could miss another."""
        for part in parts:
            if part is not Part.TUTOR:
                self._programs[part].send(signal.SIGKILL)
            elif self.screen is not None:
                self.screen.send(signal.SIGKILL)
        for part in parts:
            if part is not Part.TUTOR:
                self._programs[part].kill()
            elif self.screen is not None:
                self.screen.power_cut()
                self.screen = None
        if Part.RUNNER in parts:
            # RuntimeDirectory= of its unit.
            self.runner_socket.unlink(missing_ok=True)

    def start(self, *parts: Part) -> None:
        """Start them again, as their units do."""
        for part in parts:
            if part is Part.TUTOR:
                argv = [*Child.PYTHON, "kiosk_agent", "tutor", "--settings", str(self._settings)]
                environment = {"PYTHONPATH": str(ROOT)}
                self.screen = Terminal(argv, environment=environment, columns=COLUMNS, rows=ROWS)
            else:
                self._programs[part].start()

    def wait_for_runner(self) -> None:
        """Wait until the runner takes programs."""
        log = self._programs[Part.RUNNER].log
        eventually(self.runner_socket.is_socket, "the runner takes programs", said=log.read_text)

    def copy_outbox(self, folder: Path) -> Path:
        """Copy what a killed agent left on its disk, before the next one opens it; return the copy."""
        folder.mkdir()
        for part in self.state.glob("outbox.sqlite3*"):
            shutil.copy2(part, folder)
        return folder / "outbox.sqlite3"

    def check_log(self) -> None:
        """See that the server's log can be read and fits, and that none of the programs met a fault of its own."""
        argv = [*Child.PYTHON, "classroom_server", "verify-log", "--folder", str(self.room.parts.settings.folder)]
        assert "rows fit" in process.run(argv, cwd=ROOT, timeout_seconds=LIMIT_SECONDS)
        assert "Traceback" not in self.logs()
        assert list(self.state.glob("*.damaged-*")) == []

    def logs(self) -> str:
        """Return all that the programs and the server have said."""
        return "\n".join(path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("*.log")))
