"""One kiosk's folders, in which agents live one after the other, and a boot clock that a test may push."""

import asyncio
import contextlib
import getpass
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kiosk_agent.link import agent
from kiosk_agent.link.client import AgentClient
from kiosk_agent.link.state.boot import Boot
from kiosk_agent.protocol.local import KioskState
from kiosk_agent.settings import KioskSettings
from kiosk_agent.supervision import Supervisor
from tests.support.waiting import LIMIT_SECONDS


class PushedClock:
    """Seconds since the boot, and as many more as a test says; a test may stop it."""

    def __init__(self) -> None:
        self.pushed_seconds = 0.0
        self._stopped_at: float | None = None

    def __call__(self) -> float:
        return (self._stopped_at or time.monotonic()) + self.pushed_seconds

    def stop(self) -> None:
        """Let no time pass but what the test says."""
        self._stopped_at = time.monotonic()


@dataclass
class KioskHouse:
    """A kiosk switched on and off."""

    settings: KioskSettings
    clock: PushedClock
    boots: int = 1

    @classmethod
    def build(cls, folder: Path, server_url: str, ca_path: Path, *, name: str) -> "KioskHouse":
        run = folder / "run"
        run.mkdir(parents=True)
        settings = {
            "server_url": server_url,
            "ca_path": ca_path,
            "built_at": datetime(2026, 1, 1, tzinfo=UTC),
            "state_path": folder / "state",
            "agent_socket": run / "tutor.sock",
            "runner_socket": run / "runner.sock",
            "tracks_path": folder,
            "policies_path": folder,
            "node_modules_path": folder,
            "tutor_account": getpass.getuser(),
            "kiosk_name": name,
        }
        return cls(KioskSettings.model_validate(settings), PushedClock())

    def cut_power(self) -> None:
        """What starts next is another boot. What /run held stays here, so that the boot id alone must void it."""
        self.boots += 1

    @asynccontextmanager
    async def running(self) -> AsyncIterator[AgentClient]:
        """Run the agent until the block ends; yields a tutor's client of it."""
        stop = asyncio.Event()
        boot = Boot(id=f"boot-{self.boots}", seconds=self.clock)
        running = asyncio.create_task(agent.run(self.settings, boot, Supervisor({}), stop))
        try:
            async with AgentClient(self.settings.agent_socket) as client:
                yield client
        finally:
            stop.set()
            with contextlib.suppress(asyncio.CancelledError):
                await running


async def until(client: AgentClient, wanted: Callable[[KioskState], bool]) -> KioskState:
    """Return the first state that is as wanted."""
    async with asyncio.timeout(LIMIT_SECONDS):
        async for state in client.states():
            if wanted(state):
                return state
    raise AssertionError
