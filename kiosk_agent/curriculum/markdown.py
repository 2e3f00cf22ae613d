"""Markdown as tokens: CommonMark without HTML, with limits that hold for any track."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Twice what the longest exercise of the public tracks shows; the worst of that size is parsed in half a second.
LONGEST_CHARACTERS = 50_000
_DEEPEST = 20

# What a text's links by reference are called, as CommonMark compares names.
References = Mapping[str, Mapping[str, Any]]


@cache
def parser() -> "MarkdownIt":
    """Return the one parser. The first call takes 40 ms: it is made while nobody waits for it."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - the start of the tutor does not wait for it

    made = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST, "store_labels": True})
    # It puts its rules together at first use; a second thread that came meanwhile would find half of them.
    made.parse("")
    made.parseInline("*")
    return made


def parse(text: str, known: References | None = None) -> "tuple[list[Token], References]":
    """Return the tokens of `text`, and its links by reference and those already known. Too long a text has none."""
    found: dict[str, Any] = {"references": dict(known or {})}
    tokens = parser().parse(text, found) if len(text) <= LONGEST_CHARACTERS else []
    return tokens, found["references"]
