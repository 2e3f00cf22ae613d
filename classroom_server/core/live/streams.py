"""Server-sent events that end at once when the client goes or the server stops.

Format: https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from classroom_server.core.live.events import Subscription

COMMENT_SECONDS = 5.0
COMMENT = b": still here\n\n"


@dataclass(frozen=True)
class StreamMessage:
    """One server-sent event; `text` may have several lines."""

    name: str
    text: str

    def encode(self) -> bytes:
        """Return it as it goes over the wire."""
        lines = "".join(f"data: {line}\n" for line in self.text.splitlines() or [""])
        return f"event: {self.name}\n{lines}\n".encode()


@dataclass(frozen=True)
class StreamMessages:
    """Several that go over the wire in one piece."""

    messages: tuple[StreamMessage, ...]

    def encode(self) -> bytes:
        """Return them as they go over the wire."""
        return b"".join(message.encode() for message in self.messages)


Yielded = StreamMessage | StreamMessages | None
ENDED = StreamMessage("ended", "")
"""The last word of a page's stream: the visit is over, or what the page shows is there no more, or not for it."""


async def ended() -> AsyncGenerator[Yielded]:
    """Yield that alone, to a page whose visit was over before it asked."""
    yield ENDED


class EventStream(Response):
    """Answers with what `messages` yields: None is nothing now.

    The generator waits on a Subscription for at most COMMENT_SECONDS at a time and yields None when nothing came:
    a comment line is then sent, which keeps the connection honest. It is closed when the client goes.
    """

    media_type = "text/event-stream"

    def __init__(self, messages: AsyncGenerator[Yielded], headers: dict[str, str] | None = None) -> None:
        super().__init__(headers={"cache-control": "no-store"} | (headers or {}))
        self._messages = messages
        del self.headers["content-length"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Stream until the generator ends or the client goes."""
        del scope
        sending = asyncio.ensure_future(self._send_all(send))
        leaving = asyncio.ensure_future(_until_gone(receive))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sending, leaving):
                task.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)
            await self._messages.aclose()
        if not sending.cancelled() and (fault := sending.exception()) is not None:
            raise fault

    async def _send_all(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        with suppress(OSError):
            async for message in self._messages:
                body = COMMENT if message is None else message.encode()
                await send({"type": "http.response.body", "body": body, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def waiting(subscription: Subscription, seconds: float) -> AsyncIterator[frozenset[str] | None]:
    """Yield None each COMMENT_SECONDS, then the changed topics (empty when `seconds` went by) and end."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while True:
        left = until - loop.time()
        changed = await subscription.changed(min(left, COMMENT_SECONDS))
        if changed or subscription.closing or left <= COMMENT_SECONDS:
            yield changed
            return
        yield None
