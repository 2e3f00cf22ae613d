"""`python -m kiosk_agent agent --settings FILE`: the agent as a service."""

import asyncio
import fcntl
import logging
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kiosk_agent.command_line import CommandParser
from kiosk_agent.errors import OutsetError
from kiosk_agent.files import make_private_folder
from kiosk_agent.link import agent
from kiosk_agent.link.state.boot import Boot
from kiosk_agent.settings import KioskSettings
from kiosk_agent.supervision import Supervisor, start_log

logger = logging.getLogger(__name__)
LOCK_FILE = "agent.lock"


class AgentRunning(OutsetError):
    """Another agent has the same folder."""


def main(arguments: Sequence[str]) -> int:
    """Run the agent until it is told to stop; 0 then. Raises OutsetError for what cannot be begun."""
    parser = CommandParser(prog="./outset kiosk agent", description="Talks with the server.")
    parser.add_argument("--settings", type=Path, required=True, help="the kiosk's settings (TOML)")
    settings = KioskSettings.load(parser.parse_args(arguments).settings)
    start_log("kiosk-agent")
    make_private_folder(settings.state_path)
    with _alone(settings.state_path / LOCK_FILE):
        asyncio.run(_serve(settings))
    return 0


async def _serve(settings: KioskSettings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await agent.run(settings, Boot.current(), Supervisor(), stop)
    logger.info("the agent stopped")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AgentRunning(
                f"another agent uses {path.parent}", hint="stop it, or name another folder as state_path"
            ) from error
        yield
