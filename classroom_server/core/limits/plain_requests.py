"""HTTP as browsers and kiosks speak it: with the length of a body stated before it.

Pieces of one byte each cost the server two thousand times what they cost to send, before anybody has looked at them.
"""

import asyncio
from typing import Any

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

_HEADERS_BYTES = 64 * 1024


class _StatedLengths(h11.Connection):
    """Takes a request whose body comes in pieces for one that cannot be read."""

    def next_event(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        """Return what came next. Raises RemoteProtocolError."""
        event = super().next_event()
        if isinstance(event, h11.Request) and any(name == b"transfer-encoding" for name, _value in event.headers):
            raise h11.RemoteProtocolError("a body without a stated length", error_status_hint=411)
        return event


class PlainProtocol(H11Protocol):
    """uvicorn's, over that."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.conn = _StatedLengths(h11.SERVER, _HEADERS_BYTES)
