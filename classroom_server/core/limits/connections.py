"""Who may hold a connection: one that never says who it is has seconds to ask for something, and gives way to others.

Kiosks that are approved and browsers with a visit prove theirs by a request, and keep them.
"""

import asyncio
import resource
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from classroom_server.core.answers import too_many_requests
from classroom_server.core.limits.allowances import Allowances
from classroom_server.core.live.presence import Heard
from classroom_server.core.logs import log

FIRST_REQUEST_SECONDS = 10.0
# A little more than the web server keeps a connection that nothing is sent over.
NEXT_REQUEST_SECONDS = 90.0
UNPROVEN_AN_ADDRESS = 128
UNPROVEN_MAXIMUM = 512
# A kiosk has a few, and a browser six a server: who has more has many hands, and keeps others waiting.
PROVEN_A_HOLDER = 32
# A browser that opens a page asks for a dozen files, and a kiosk that waits each two seconds. What comes faster than
# this over connections that are not proven waits, so that it costs whoever asks time, and nobody else.
UNPROVEN_REQUESTS_AT_ONCE = 200
UNPROVEN_REQUESTS_A_SECOND = 50.0
UNPROVEN_WAIT_SECONDS = 5.0
_LOG_EVERY_SECONDS = 60.0
_TCP_INFO_BYTES = 60
_TCP_ESTABLISHED = 1

Peer = tuple[str, int]


@dataclass
class _Held:
    connection: socket.socket
    since: float
    holder: str = ""
    """Who is at the other end: the key of an approved kiosk, or a visit; empty as long as that is not proven."""
    is_serving: bool = False
    """A request came, with all its headers, and its answer has not ended."""
    seconds: float = FIRST_REQUEST_SECONDS
    """How long after `since` the next request must have come."""


class Connections:
    """Every connection that was taken, by its peer's address and port. Safe from any thread."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._held: dict[Peer, _Held] = {}
        self._dropped: Counter[str] = Counter()
        self._logged_at = 0.0

    def take(self, peer: Peer, connection: socket.socket) -> None:
        """Note a connection that was accepted; the oldest that is not proven gives way when there are too many."""
        with self._lock:
            self._held[peer] = _Held(connection, self._seconds())
            unproven = [other for other, held in self._held.items() if not held.holder]
            counts = Counter(address for address, _port in unproven)
            if counts[peer[0]] > UNPROVEN_AN_ADDRESS:
                self._drop_oldest(unproven, peer[0])
            elif len(unproven) > UNPROVEN_MAXIMUM:
                self._drop_oldest(unproven, counts.most_common(1)[0][0])

    def begin(self, peer: Peer) -> None:
        """Note that a request came over a connection."""
        with self._lock:
            if peer in self._held:
                self._held[peer].is_serving = True

    def end(self, peer: Peer) -> None:
        """Note that its answer ended: the next request may take its time, but not for ever."""
        with self._lock:
            if held := self._held.get(peer):
                held.is_serving, held.since, held.seconds = False, self._seconds(), NEXT_REQUEST_SECONDS

    def is_proven(self, peer: Peer) -> bool:
        """Tell whether it is known who is at the other end."""
        with self._lock:
            return peer in self._held and bool(self._held[peer].holder)

    def prove(self, peer: Peer, holder: str) -> None:
        """Note that an approved kiosk, or a browser with a visit, is at the other end.

        One that holds too many already loses this one, which counts as a stranger's: it does not come back at once.
        """
        with self._lock:
            held = self._held.get(peer)
            if held is None or held.holder == holder:
                return
            held.holder = holder
            if sum(each.holder == holder for each in self._held.values()) > PROVEN_A_HOLDER:
                self._drop(peer)

    def hearing(self, peer: Peer) -> Callable[[], Heard] | None:
        """Return what tells when the other end of a connection was heard, after its end too; None when there is none.

        It may be called from any thread.
        """
        with self._lock:
            held = self._held.get(peer)
            return held.connection.heard if held and isinstance(held.connection, _Counted) else None

    def lose(self, peer: Peer, connection: socket.socket) -> None:
        """Forget a connection that ended."""
        with self._lock:
            if peer in self._held and self._held[peer].connection is connection:
                del self._held[peer]

    def drop_silent(self) -> None:
        """End connections over which no whole request came in time: to be called about every second."""
        with self._lock:
            now = self._seconds()
            late = [
                peer for peer, held in self._held.items() if not held.is_serving and now > held.since + held.seconds
            ]
            for peer in late:
                self._drop(peer)
            if self._dropped and self._seconds() - self._logged_at > _LOG_EVERY_SECONDS:
                address, number = self._dropped.most_common(1)[0]
                log("connections without a request were ended", number=self._dropped.total(), most=address, of=number)
                self._logged_at = self._seconds()
                self._dropped.clear()

    def _drop_oldest(self, unproven: list[Peer], address: str) -> None:
        """Drop one of an address: rather one over which nothing is asked now."""
        theirs = [peer for peer in unproven if peer[0] == address]
        self._drop(next((peer for peer in theirs if not self._held[peer].is_serving), theirs[0]))

    def _drop(self, peer: Peer) -> None:
        held = self._held.pop(peer)
        self._dropped[peer[0]] += 1
        try:
            # The event loop sees the end and closes what it has of it, a handshake under way too.
            held.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # It ended by itself meanwhile.


def connections_of(connection: HTTPConnection) -> Connections:
    """Return the connections of the application that a request came to."""
    connections: Connections = connection.app.state.connections
    return connections


def prove_sender(request: HTTPConnection, holder: str) -> None:
    """Note who sent a request: an approved kiosk, by its key, or a browser, by its visit."""
    if request.client is not None:
        connections_of(request).prove((request.client.host, request.client.port), holder)


def hearing_of(request: HTTPConnection) -> Callable[[], Heard] | None:
    """Return what tells when whoever sent a request was heard; None when there is none."""
    return connections_of(request).hearing((request.client.host, request.client.port)) if request.client else None


class ConnectionNotes:
    """ASGI middleware: notes when a request over a connection begins and ends, and lets strangers ask at a pace."""

    def __init__(self, app: ASGIApp, connections: Connections) -> None:
        self._app = app
        self._connections = connections
        self._strangers = Allowances(UNPROVEN_REQUESTS_AT_ONCE, UNPROVEN_REQUESTS_A_SECOND)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        client = scope.get("client")
        if scope["type"] != "http" or client is None:
            await self._app(scope, receive, send)
            return
        peer = (client[0], client[1])
        self._connections.begin(peer)
        try:
            if self._connections.is_proven(peer):
                await self._app(scope, receive, send)
            else:
                await self._serve_stranger(peer, scope, receive, send)
        finally:
            self._connections.end(peer)

    async def _serve_stranger(self, peer: Peer, scope: Scope, receive: Receive, send: Send) -> None:
        wait = self._strangers.turn(peer[0], UNPROVEN_WAIT_SECONDS)
        if wait is None:
            await too_many_requests(scope["path"], UNPROVEN_WAIT_SECONDS)(scope, receive, send)
            return
        await asyncio.sleep(wait)
        await self._app(scope, receive, send)
        if self._connections.is_proven(peer):
            self._strangers.give_back(peer[0])


class _Counted(socket.socket):
    """A connection that says when its other end was heard last, and when it is closed."""

    connections: Connections
    peer: Peer

    def __init__(self, family: int, kind: int, protocol: int, descriptor: int) -> None:
        super().__init__(family, kind, protocol, fileno=descriptor)
        # Its number is another connection's once it is closed.
        self._asking = threading.Lock()
        self._heard_last: Heard | None = None

    def heard(self) -> Heard:
        """Return what is known of the other end."""
        with self._asking:
            return self._heard_last or _ask_kernel(self)

    def close(self) -> None:
        with self._asking:
            if self._heard_last is None:
                self._heard_last = replace(_ask_kernel(self), is_owed=True)
        self.connections.lose(self.peer, self)
        super().close()


def _ask_kernel(connection: socket.socket) -> Heard:
    # struct tcp_info of linux/tcp.h: the state, then unacked, last_data_recv and last_ack_recv, times in milliseconds.
    told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO_BYTES)
    unacknowledged, data_ago, ack_ago = (struct.unpack_from("=I", told, offset)[0] for offset in (24, 52, 56))
    return Heard(
        at=time.monotonic() - min(data_ago, ack_ago) / 1000,
        is_owed=unacknowledged > 0 or told[0] != _TCP_ESTABLISHED,
    )


class CountingListener(socket.socket):
    """A listening socket whose connections are counted; asyncio accepts from it as from any other."""

    def __init__(self, family: int) -> None:
        # With its protocol named: asyncio sends small parts at once over such a socket alone, and each answer's second
        # part would wait for the other end's word that it has the first, 40 ms.
        super().__init__(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self.connections = Connections()
        """Whose they are; a server puts its own here."""

    def accept(self) -> tuple[socket.socket, object]:
        """Return a connection and its peer's address."""
        descriptor, address = self._accept()  # type: ignore[attr-defined]  # as socket.accept itself does
        connection = _Counted(self.family, self.type, self.proto, descriptor)
        connection.connections, connection.peer = self.connections, (str(address[0]), int(address[1]))
        self.connections.take(connection.peer, connection)
        return connection, address


def raise_descriptors() -> None:
    """Let the program hold as many connections as the machine allows it."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
