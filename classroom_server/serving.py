"""Serving HTTPS: the port, TLS, and a stop that no open stream holds up."""

import asyncio
import errno
import gc
import os
import signal
import socket
import ssl
import sys
from asyncio import sslproto
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from classroom_server.app import ServerParts, create_app
from classroom_server.core.errors import CannotListen
from classroom_server.core.limits.connections import Connections, CountingListener, raise_descriptors
from classroom_server.core.limits.plain_requests import PlainProtocol
from classroom_server.core.live.events import Hub
from classroom_server.core.logs import log

# A peer that acknowledges nothing for so long is gone (its cable is out): its stream ends and its tile says so.
PEER_SILENT_MILLISECONDS = 12_000
STOP_SECONDS = 5
_BACKLOG = 512
_TICKS_A_SECOND = 10
_LAST_BYTES_SECONDS = 0.3
_PORT_UNPRIVILEGED = 1024
_TLS_RECORD_BYTES = 16 * 1024


def listen(host: str, port: int) -> CountingListener:
    """Return a socket that takes connections. Raises CannotListen, with what to do."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = CountingListener(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, PEER_SILENT_MILLISECONDS)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    try:
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise _port_fault(host, port, error) from error
    return listening


def _port_fault(host: str, port: int, error: OSError) -> CannotListen:
    if error.errno == errno.EADDRINUSE:
        hint = f"stop the other program (ss -ltnp 'sport = :{port}' names it) or choose another --port"
        return CannotListen(f"port {port} is in use", hint=hint)
    if error.errno == errno.EACCES and port < _PORT_UNPRIVILEGED:
        return CannotListen(f"port {port} is for root only", hint="choose a --port of 1024 or higher")
    return CannotListen(f"cannot listen on {host} port {port}: {os.strerror(error.errno or 0)}", hint="check --host")


class HttpsServer(uvicorn.Server):
    """Serves until `should_exit`, and then ends streams first."""

    def __init__(self, config: uvicorn.Config, hub: Hub, connections: Connections) -> None:
        super().__init__(config)
        self._hub = hub
        self._connections = connections

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Count connections from the first one on."""
        for listening in sockets or []:
            if isinstance(listening, CountingListener):
                listening.connections = self._connections
        await super().startup(sockets)

    async def on_tick(self, counter: int) -> bool:
        """End, each second, the connections over which nothing is asked; uvicorn has no limit before a request."""
        if counter % _TICKS_A_SECOND == 0:
            self._connections.drop_silent()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End streams first, then requests; uvicorn would wait for both, and for each idle client's farewell."""
        self._hub.close()
        hanging_up = asyncio.create_task(self._hang_up())
        await super().shutdown(sockets)
        hanging_up.cancel()

    async def _hang_up(self) -> None:
        """Cut connections that have no request any more: a client that sleeps would take its time to agree."""
        if self.server_state.tasks:
            await asyncio.wait(set(self.server_state.tasks))
        await asyncio.sleep(_LAST_BYTES_SECONDS)
        for connection in list(self.server_state.connections):
            transport = getattr(connection, "transport", None)
            if isinstance(transport, asyncio.WriteTransport):
                transport.abort()


def https_server(parts: ServerParts, app: ASGIApp) -> HttpsServer:
    """Return the server of an application that is made of these parts."""
    config = uvicorn.Config(
        app,
        ssl_certfile=parts.site.tls_path,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=STOP_SECONDS,
        timeout_keep_alive=75,
        # Connections have limits of their own; this one would answer 503 to kiosks while strangers hold theirs.
        limit_concurrency=None,
        ws="none",
        http=PlainProtocol,
        loop="asyncio",
    )
    # Each connection keeps such a buffer as long as it lasts, and of asyncio's 256 KiB none is used: TLS brings 16 KiB
    # at a time.
    sslproto.SSLProtocol.max_size = _TLS_RECORD_BYTES
    config.load()
    if isinstance(config.ssl, ssl.SSLContext):
        config.ssl.minimum_version = ssl.TLSVersion.TLSv1_3
    return HttpsServer(config, parts.classroom.hub, parts.connections)


def serve(parts: ServerParts, listening: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT, then end streams, finish requests, and return."""
    raise_descriptors()
    server = https_server(parts, create_app(parts))
    # uvicorn raises the signal again once it has stopped: that must be a clean end.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    log("serving", addresses=", ".join(parts.site.addresses), port=listening.getsockname()[1])
    # What the imports made is never garbage, and what a request makes is freed by counting: a full search for cycles
    # comes while a room waits to be told.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    try:
        server.run(sockets=[listening])
    except SystemExit as ended:
        if ended.code:
            raise
    finally:
        listening.close()
    log("stopped")


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)
