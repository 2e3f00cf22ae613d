"""The two real programs: a classroom server and a kiosk's agent, started, killed and started again by a test."""

import contextlib
import getpass
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from classroom_server import commands
from classroom_server.core.actors import COMMAND
from classroom_server.kiosks import service as kiosks
from classroom_server.learners import service as learners
from classroom_server.sessions import service as sessions
from classroom_server.site.settings import ServerSettings
from kiosk_agent import process
from kiosk_agent.link.server.tls import pinned_context
from kiosk_agent.protocol.paths import TIME_PATH
from tests.support.waiting import LIMIT_SECONDS, eventually

LEARNER_NUMBER = "1042"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Child:
    """A program of ours, with its log beside."""

    argv: list[str]
    log: Path
    child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        # What git, pytest or a shell left in the environment is nothing that a service has.
        self.child = process.start([sys.executable, "-m", *self.argv], log=self.log)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it with a signal and return its exit code."""
        if self.child is None:
            return 0
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.child.pid, number)
        code = self.child.wait(LIMIT_SECONDS)
        self.child = None
        return code

    def kill(self) -> None:
        """Let it die in the middle of whatever it does."""
        self.stop(signal.SIGKILL)


@dataclass
class Classroom:
    """A real server with a session open for one learner."""

    folder: Path
    port: int = field(default_factory=free_port)
    pin: str = ""

    def __post_init__(self) -> None:
        self.settings = ServerSettings(self.folder, "127.0.0.1", self.port)
        argv = [
            "classroom_server",
            "run",
            "--folder",
            str(self.folder),
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
        ]
        self.program = Child(argv, self.folder.with_suffix(".log"))

    def prepare(self) -> None:
        """Make the site, a learner and an open session."""
        commands.make_site(self.settings, ["127.0.0.1"])
        self.database = commands.open_database(self.settings)
        with self.database.write(COMMAND) as work:
            cohort = learners.add_cohort(work, "Monday group")
            learner = learners.add(work, cohort.cohort_id, LEARNER_NUMBER, "Learner 1042")
        self.cohort_id, self.learner_id = cohort.cohort_id, learner.learner_id
        self.pin = learners.make_pin_slips(self.database, COMMAND, [learner.learner_id])[0].pin
        self.open_session()

    def open_session(self) -> None:
        with self.database.write(COMMAND) as work:
            sessions.start(work, self.cohort_id, 60, "First lesson")

    def start(self) -> None:
        self.program.start()
        eventually(self.answers, "the server answers")

    def answers(self) -> bool:
        with httpx.Client(verify=pinned_context(self.settings.ca_path), trust_env=False) as client:
            try:
                return client.get(f"https://127.0.0.1:{self.port}{TIME_PATH}").is_success
            except httpx.TransportError:
                return False

    def approve(self, fingerprint: tuple[str, ...]) -> None:
        """Do what a person does who compares the words."""
        eventually(self._waiting, "a kiosk waits for approval")
        with self.database.write(COMMAND) as work:
            waiting = kiosks.waiting(work)
            assert [kiosk.fingerprint for kiosk in waiting] == [fingerprint]
            kiosks.approve(work, waiting[0].kiosk_id, " ".join(fingerprint))

    def _waiting(self) -> tuple[object, ...]:
        with self.database.read() as work:
            return kiosks.waiting(work)

    def rows(self, query: str) -> list[tuple[str, ...]]:
        with self.database.read() as work:
            return [tuple(row) for row in work.rows.connection().exec_driver_sql(query)]


@dataclass
class KioskProgram:
    """A real agent with folders of its own."""

    folder: Path
    server_url: str
    ca_path: Path

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self.run = self.folder / "run"
        self.run.mkdir()
        self.socket = self.run / "tutor.sock"
        settings = self.folder / "kiosk.toml"
        settings.write_text(f"""
            server_url = "{self.server_url}"
            ca_path = "{self.ca_path}"
            built_at = 2026-01-01T00:00:00Z
            state_path = "{self.folder / "state"}"
            agent_socket = "{self.socket}"
            runner_socket = "{self.run / "runner.sock"}"
            tracks_path = "{self.folder}"
            policies_path = "{self.folder}"
            node_modules_path = "{self.folder}"
            tutor_account = "{getpass.getuser()}"
            kiosk_name = "Seat 1"
        """)
        self.program = Child(["kiosk_agent", "agent", "--settings", str(settings)], self.folder / "agent.log")

    def cut_power(self) -> None:
        """The agent dies, and what was in /run is gone."""
        self.program.kill()
        for left in self.run.iterdir():
            left.unlink()
