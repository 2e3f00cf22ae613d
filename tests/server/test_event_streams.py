"""A stream ends with its client, also with one that had stopped reading."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from starlette.types import Message

from classroom_server.core.live.streams import EventStream, StreamMessage


class Browser:
    """A client that takes so many parts of a body, then takes no more and goes."""

    def __init__(self, parts: int) -> None:
        self._left = parts
        self._full = asyncio.Event()

    async def receive(self) -> Message:
        await self._full.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.body":
            self._left -= 1
            if self._left <= 0:
                self._full.set()
                await asyncio.Event().wait()


@pytest.mark.parametrize("parts", [1, 3])
def test_a_client_that_reads_no_more_and_goes_holds_nothing_open(parts: int) -> None:
    is_open = False

    async def messages() -> AsyncGenerator[StreamMessage | None]:
        nonlocal is_open
        is_open = True
        try:
            while True:
                yield StreamMessage("lease", "text")
        finally:
            is_open = False

    async def stream() -> None:
        browser = Browser(parts)
        await EventStream(messages())({"type": "http"}, browser.receive, browser.send)
        assert not is_open

    asyncio.run(stream())
