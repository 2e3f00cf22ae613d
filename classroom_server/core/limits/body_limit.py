"""Refuses a body that is too large, by its stated length and before it is read, and one that takes too long to come."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from classroom_server.core.answers import problem_answer
from classroom_server.core.errors import KioskRequestRefused
from kiosk_agent.protocol.limits import REQUEST_BYTES
from kiosk_agent.protocol.paths import EVENTS_PATH, KIOSK_PREFIX
from kiosk_agent.protocol.problem import ProblemCode

KIOSK_BYTES = 16 * 1024
"""Any other request of a kiosk."""
PAGE_BYTES = 1024 * 1024
"""A form on the trainer's pages, an import included."""
BODY_SECONDS = 60.0
"""Whatever it is, it has come by then."""


def limit_of(path: str) -> int:
    """Return how many bytes a request body to this path may have."""
    if path == EVENTS_PATH:
        return REQUEST_BYTES
    return KIOSK_BYTES if path.startswith(KIOSK_PREFIX) else PAGE_BYTES


def too_large(limit: int) -> KioskRequestRefused:
    """Return the refusal."""
    message = f"the request is larger than {limit} bytes"
    return KioskRequestRefused(413, ProblemCode.REQUEST_TOO_LARGE, message, hint="send less at once")


def too_slow() -> KioskRequestRefused:
    """Return the refusal of a body that is trickled in: it holds memory and a connection."""
    message = f"the request took longer than {BODY_SECONDS:g} seconds to come"
    return KioskRequestRefused(408, ProblemCode.REQUEST_INVALID, message, hint="look at the network, then try again")


class BodyLimit:
    """ASGI middleware. What it finds while a body comes is raised to whoever reads it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with a receive that counts."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit, got = limit_of(scope["path"]), 0
        stated = dict(scope["headers"]).get(b"content-length", b"0")
        if not stated.isdigit() or int(stated) > limit:
            refused = too_large(limit)
            await problem_answer(refused.status, refused.problem)(scope, receive, send)
            return

        ends = asyncio.get_running_loop().time() + BODY_SECONDS
        is_whole = False

        async def counted() -> Message:
            nonlocal got, is_whole
            if is_whole:
                return await receive()
            try:
                async with asyncio.timeout_at(ends):
                    message = await receive()
            except TimeoutError as error:
                raise too_slow() from error
            is_whole = not message.get("more_body", False)
            got += len(message.get("body", b""))
            if got > limit:
                raise too_large(limit)
            return message

        await self._app(scope, counted, send)
