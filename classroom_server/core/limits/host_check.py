"""Refuses a request that names another host than the site's: what is answered may repeat the name it was asked by."""

from collections.abc import Sequence

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from classroom_server.core.logs import log

MISDIRECTED = 421


class HostCheck:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, addresses: Sequence[str]) -> None:
        self._app = app
        self._addresses = frozenset(addresses)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on if its Host is an address of the site's certificate."""
        if scope["type"] != "http" or self._is_ours(dict(scope["headers"]).get(b"host", b"")):
            await self._app(scope, receive, send)
            return
        log("refused", path=scope["path"][:200], code="host_unknown")
        text = f"This server is none of that name. Next: open it as https://{min(self._addresses)}."
        await PlainTextResponse(text, status_code=MISDIRECTED)(scope, receive, send)

    def _is_ours(self, host: bytes) -> bool:
        name = host.decode("latin-1").lower()
        if name.startswith("["):
            name = name[1:].partition("]")[0]
        elif name.rpartition(":")[2].isdecimal():
            name = name.rpartition(":")[0]
        return name.rstrip(".") in self._addresses
