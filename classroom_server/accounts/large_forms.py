"""Refuses a form that is larger than any of ours, before it is read: nobody else is answered while one is."""

from http import HTTPStatus
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from classroom_server.accounts.visitors import find_visit
from classroom_server.core.classroom import classroom_of
from kiosk_agent.protocol.paths import KIOSK_PREFIX

STRANGERS_FORM_BYTES: Final = 8 * 1024
"""A name and a password with every sign of them written with twelve."""
PLAIN_FORM_BYTES: Final = 128 * 1024
"""Two thousand learners who are ticked. What holds a file comes in parts, and is limited as every body is."""


class LargeForms:
    """ASGI middleware, within the one that looks at the stated length."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it is a form that we never ask for."""
        if scope["type"] == "http" and not scope["path"].startswith(KIOSK_PREFIX):
            request = Request(scope)
            if await _is_too_large(request, int(request.headers.get("content-length", "0"))):
                # A connection that is closed on what was sent over it loses the answer.
                while (await receive()).get("more_body", False):
                    pass
                text = "Nothing was changed: the form holds more than is asked for. Next: go back and send less."
                await PlainTextResponse(text, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)(scope, receive, send)
                return
        await self._app(scope, receive, send)


async def _is_too_large(request: Request, length: int) -> bool:
    if length <= STRANGERS_FORM_BYTES:
        return False
    is_in_parts = request.headers.get("content-type", "").startswith("multipart/form-data")
    if length > PLAIN_FORM_BYTES and not is_in_parts:
        return True
    return await run_in_threadpool(find_visit, request, classroom_of(request)) is None
