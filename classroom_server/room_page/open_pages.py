"""Which pages of one visit are live: a browser has six connections to a server, and each live page holds one."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import contextmanager, suppress
from typing import Final, TypeVar

from fastapi import Request

LIVE_PAGES_MAXIMUM: Final = 3
Told = TypeVar("Told")


class OpenPage:
    """One live page."""

    def __init__(self) -> None:
        self.ends = asyncio.Event()
        """Set once so many newer ones are live that it is to end: the next one waits for its connection."""

    async def before_end(self, waits: Awaitable[Told]) -> Told | None:
        """Return what `waits` brings; None, at once, when the page is to end."""
        told = asyncio.ensure_future(waits)
        ends = asyncio.ensure_future(self.ends.wait())
        try:
            await asyncio.wait((told, ends), return_when=asyncio.FIRST_COMPLETED)
            return told.result() if told.done() else None
        finally:
            told.cancel()
            ends.cancel()

    async def until_end(self, waits: AsyncIterator[Told | None]) -> AsyncIterator[Told | None]:
        """Yield what `waits` yields; stop, at once, when the page is to end."""
        with suppress(StopAsyncIteration):
            while True:
                told = await self.before_end(anext(waits))
                if self.ends.is_set():
                    return
                yield told


class OpenPages:
    """The live pages of each visit, the newest last. Used on the event loop alone."""

    def __init__(self) -> None:
        self._pages: defaultdict[str, list[OpenPage]] = defaultdict(list)

    @contextmanager
    def opened(self, visit_id: str) -> Iterator[OpenPage]:
        """Give what stands for a page until the block ends."""
        page = OpenPage()
        self._pages[visit_id].append(page)
        for older in self._pages[visit_id][:-LIVE_PAGES_MAXIMUM]:
            older.ends.set()
        try:
            yield page
        finally:
            self._pages[visit_id].remove(page)
            if not self._pages[visit_id]:
                del self._pages[visit_id]


def open_pages_of(request: Request) -> OpenPages:
    """Return what the application keeps."""
    pages: OpenPages = request.app.state.open_pages
    return pages
