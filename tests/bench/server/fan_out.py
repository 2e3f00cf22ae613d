"""`python -m tests.bench.server.fan_out CA URL COUNT`: what telling a room is measured against.

So many listeners at FastAPI's own server-sent events, over the same TLS and by the client that kiosks have, all in one
process; one word is sent to all of them as it is, unsigned and kept nowhere. When all have it, a line says so.
"""

import asyncio
import contextlib
import json
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
from httpx_sse import aconnect_sse

from kiosk_agent import process
from kiosk_agent.link.server.tls import pinned_context
from kiosk_agent.protocol.paths import EVENTS_PATH, STREAM_PATH
from tests.bench.server.echo import FAN_OUT
from tests.support.checkout import ROOT
from tests.support.server.rooms import open_room
from tests.support.server.running_server import RunningServer
from tests.support.waiting import LIMIT_SECONDS

_PROGRAM = "tests.bench.server"


class Listeners:
    """When each had the word."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._moments: dict[str, list[float]] = {}

    def take(self, word: str) -> None:
        """Note it, and say so once all have it."""
        moments = self._moments.setdefault(word, [])
        moments.append(time.monotonic())
        if len(moments) == self._count:
            print(json.dumps({"told": word, "moments": self._moments.pop(word)}), flush=True)


async def listen(url: str, context: ssl.SSLContext, listeners: Listeners) -> None:
    """Be one of them until the process is ended."""
    async with (
        httpx.AsyncClient(verify=context, timeout=None) as client,  # noqa: S113 - it ends with the bench
        aconnect_sse(client, "GET", f"{url}{STREAM_PATH}") as source,
    ):
        async for event in source.aiter_sse():
            listeners.take(json.loads(event.data))


async def run(ca_path: Path, url: str, count: int) -> None:
    """Be all of them."""
    context, listeners = pinned_context(ca_path), Listeners(count)
    async with asyncio.TaskGroup() as group:
        for _ in range(count):
            group.create_task(listen(url, context, listeners))
            await asyncio.sleep(0.005)


def measure_fan_out(count: int, rounds: int) -> list[float]:
    """Return the milliseconds from the sending of a word to each listener's having it, over all rounds."""
    with tempfile.TemporaryDirectory() as folder:
        room = open_room(Path(folder) / "classroom")
        argv = (sys.executable, "-m", f"{_PROGRAM}.echo", FAN_OUT)
        server = RunningServer(room, Path(folder) / "echo.log", argv)
        server.start()
        try:
            with _listening(room.ca_path, server.url, count) as told:
                next(told)
                took: list[float] = []
                with httpx.Client(verify=pinned_context(room.ca_path), timeout=LIMIT_SECONDS) as sender:
                    for number in range(rounds):
                        began = time.monotonic()
                        sender.post(f"{server.url}{EVENTS_PATH}", content=f"word {number}")
                        moments = json.loads(next(told))["moments"]
                        took += [(moment - began) * 1000 for moment in moments]
                return took
        finally:
            server.stop_if_running()
            room.classroom.database.close()


@contextlib.contextmanager
def _listening(ca_path: Path, url: str, count: int) -> Iterator[Iterator[bytes]]:
    argv = [sys.executable, "-m", f"{_PROGRAM}.fan_out", str(ca_path), url, str(count)]
    child = process.start(argv, cwd=ROOT, stdout=subprocess.PIPE, stderr=sys.stderr.fileno(), new_session=False)
    assert child.stdout
    try:
        yield iter(child.stdout)
    finally:
        child.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.communicate(timeout=10)


def main(arguments: Sequence[str]) -> int:
    """Run them."""
    ca_path, url, count = arguments
    asyncio.run(run(Path(ca_path), url, int(count)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
