"""Which pages of one visit are live: a browser has six connections to a server, and each live page holds one."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from fastapi import Request

LIVE_PAGES_MAXIMUM: Final = 3


class OpenPages:
    """The live pages of each visit, the newest last. Used on the event loop alone."""

    def __init__(self) -> None:
        self._pages: defaultdict[str, list[object]] = defaultdict(list)

    @contextmanager
    def opened(self, visit_id: str) -> Iterator[object]:
        """Give what stands for a page until the block ends."""
        page = object()
        self._pages[visit_id].append(page)
        try:
            yield page
        finally:
            self._pages[visit_id].remove(page)
            if not self._pages[visit_id]:
                del self._pages[visit_id]

    def is_live(self, visit_id: str, page: object) -> bool:
        """Tell whether a page is among the visit's newest, which stay live."""
        return page in self._pages[visit_id][-LIVE_PAGES_MAXIMUM:]


def open_pages_of(request: Request) -> OpenPages:
    """Return what the application keeps."""
    pages: OpenPages = request.app.state.open_pages
    return pages
