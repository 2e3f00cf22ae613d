"""Long lists in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Query

Row = TypeVar("Row")
ROWS_A_PAGE: Final = 100
PAGE_KEY: Final = "page"
PAGES_MAXIMUM: Final = 1_000_000
PageNumber = Annotated[int, Query(alias=PAGE_KEY, ge=1, le=PAGES_MAXIMUM)]


@dataclass(frozen=True)
class PageOfRows(Generic[Row]):
    """One page of a list, and the way to the others."""

    rows: Sequence[Row]
    number: int
    last: int
    path: str
    query: dict[str, str]
    key: str = PAGE_KEY
    """What the number is called in the address: two lists on one page have two."""

    def to(self, number: int) -> str:
        """Return the address of another page of the list."""
        return f"{self.path}?{urlencode({**self.query, self.key: number})}"


def last_page(rows: int, rows_a_page: int = ROWS_A_PAGE) -> int:
    """Return the number of the last page; a list without rows has one."""
    return max(1, -(-rows // rows_a_page))


def page_of(rows: Sequence[Row], number: int, path: str, *, key: str = PAGE_KEY, **query: str) -> PageOfRows[Row]:
    """Return a page of a list that is there as a whole; the last for a number behind it."""
    number = min(number, last_page(len(rows)))
    shown = rows[(number - 1) * ROWS_A_PAGE : number * ROWS_A_PAGE]
    return PageOfRows(shown, number, last_page(len(rows)), path, query, key)
