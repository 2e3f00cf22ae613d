"""The agent as the program that it is, started, killed and started again by a test."""

import asyncio
import contextlib
import getpass
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from kiosk_agent import process
from kiosk_agent.link.client import AgentClient
from tests.support.checkout import ROOT
from tests.support.waiting import LIMIT_SECONDS


@dataclass
class Child:
    """A program of ours, with its log beside."""

    PYTHON: ClassVar = (sys.executable, "-m")

    argv: list[str]
    log: Path
    child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        # What git, pytest or a shell left in the environment is nothing that a service has.
        self.child = process.start([*self.PYTHON, *self.argv], cwd=ROOT, log=self.log)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it with a signal and return its exit code."""
        if self.child is None:
            return 0
        self.send(number)
        code = self.child.wait(LIMIT_SECONDS)
        self.child = None
        return code

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, and do not wait for what comes of that."""
        if self.child is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.child.pid, number)

    def kill(self) -> None:
        """Let it die in the middle of whatever it does."""
        self.stop(signal.SIGKILL)


@dataclass
class KioskProgram:
    """A real agent with folders of its own."""

    folder: Path
    server_url: str
    ca_path: Path
    name: str = "Seat 1"

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self.run = self.folder / "run"
        self.run.mkdir()
        self.state = self.folder / "state"
        self.socket = self.run / "tutor.sock"
        settings = self.folder / "kiosk.toml"
        settings.write_text(f"""
            server_url = "{self.server_url}"
            ca_path = "{self.ca_path}"
            built_at = 2026-01-01T00:00:00Z
            state_path = "{self.state}"
            agent_socket = "{self.socket}"
            runner_socket = "{self.run / "runner.sock"}"
            tracks_path = "{self.folder}"
            policies_path = "{self.folder}"
            node_modules_path = "{self.folder}"
            tutor_account = "{getpass.getuser()}"
            kiosk_name = "{self.name}"
        """)
        self.program = Child(["kiosk_agent", "agent", "--settings", str(settings)], self.folder / "agent.log")

    def cut_power(self) -> None:
        """The agent dies, and what was in /run is gone."""
        self.program.kill()
        for left in self.run.iterdir():
            left.unlink()

    def play(self, lesson: Callable[[AgentClient], Awaitable[None]]) -> None:
        """Play a lesson with a tutor's client of this agent; what it logged is shown if that fails."""

        async def open_client() -> None:
            async with AgentClient(self.socket) as client:
                await lesson(client)

        try:
            asyncio.run(open_client())
        except BaseException:
            print(self.program.log.read_text())
            raise
