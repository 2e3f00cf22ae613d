"""`python -m tests.bench.server.echo bare|durable|fan_out --folder F --port P`: what the server is measured against.

The same web server with the same TLS and settings; the application takes a body and gives it back, at once or once
it stands in a SQLite table that keeps what it has acknowledged as ours does (WAL, synchronous=FULL); or sends it to
whoever listens, by FastAPI's own server-sent events.
"""

import asyncio
import sqlite3
import sys
import threading
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import Response

from classroom_server import commands
from classroom_server.app import wire
from classroom_server.core.limits.connections import prove_sender
from classroom_server.core.logs import log, start_logging
from classroom_server.serving import https_server, listen
from classroom_server.site import keys
from classroom_server.site.settings import ServerSettings
from kiosk_agent.command_line import CommandParser
from kiosk_agent.protocol.paths import EVENTS_PATH, STREAM_PATH, TIME_PATH

BARE, DURABLE, FAN_OUT = "bare", "durable", "fan_out"


async def body_of(request: Request) -> bytes:
    """Return what was sent."""
    return await request.body()


Body = Annotated[bytes, Depends(body_of)]


def app(kind: str, folder: Path) -> FastAPI:
    """Return the application."""
    echo = FastAPI()

    @echo.get(TIME_PATH)
    async def time() -> str:
        return "now"

    if kind == FAN_OUT:
        add_fan_out(echo)
        return echo

    if kind == BARE:

        @echo.post(EVENTS_PATH)
        async def give_back(body: Body) -> Response:
            return Response(body)

        return echo

    rows = sqlite3.connect(folder / "echo.sqlite", check_same_thread=False, isolation_level=None)
    rows.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE echoes (body BLOB)")
    turn = threading.Lock()

    @echo.post(EVENTS_PATH)
    def keep(body: Body) -> Response:
        with turn:
            rows.execute("INSERT INTO echoes VALUES (?)", (body,))
        return Response(body)

    return echo


def add_fan_out(echo: FastAPI) -> None:
    """Send what is posted to every listener."""
    listening: set[asyncio.Queue[str]] = set()

    @echo.get(STREAM_PATH, response_class=EventSourceResponse)
    async def listen_on(request: Request) -> AsyncIterator[ServerSentEvent]:
        # The web server lets strangers have few connections: each is somebody that it knows, as kiosks are.
        prove_sender(request, str(request.client))
        queue = asyncio.Queue[str]()
        listening.add(queue)
        yield ServerSentEvent(data="begun")
        try:
            while True:
                yield ServerSentEvent(data=await queue.get())
        finally:
            listening.discard(queue)

    @echo.post(EVENTS_PATH)
    async def say(body: Body) -> Response:
        for queue in listening:
            queue.put_nowait(body.decode())
        return Response(body)


def main(arguments: Sequence[str]) -> int:
    """Serve until told to stop."""
    parser = CommandParser()
    parser.add_argument("kind", choices=(BARE, DURABLE, FAN_OUT))
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    chosen = parser.parse_args(arguments)
    start_logging()
    settings = ServerSettings(chosen.folder, "127.0.0.1", chosen.port)
    listening = listen(settings.host, settings.port)
    parts = wire(settings, keys.ensure(settings, []), commands.open_database(settings))
    echo = app(chosen.kind, chosen.folder)
    echo.state.connections = parts.connections
    server = https_server(parts, echo)
    log("serving", port=listening.getsockname()[1])
    server.run(sockets=[listening])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
