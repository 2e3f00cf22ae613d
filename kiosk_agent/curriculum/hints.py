"""The hints of an exercise, one at a time, from Exercism's hints.md: headings, and a list under each."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from kiosk_agent.curriculum.markdown import parse

if TYPE_CHECKING:
    from markdown_it.token import Token

_LINE_END = re.compile("\r\n?|\n")
_NUMBER = re.compile(r"^\d+\. *")
_BEGINNINGS = frozenset({("heading_open", 0), ("list_item_open", 1)})
_GENERAL = frozenset({"general", "hints"})


# A screen asks again and again for the hints of the one exercise that it shows.
@lru_cache(maxsize=4)
def parse_hints(markdown: str) -> tuple[str, ...]:
    """Return each list item as one hint (Markdown), led by its heading unless that is "General".

    What follows a list belongs to its last hint.
    """
    tokens, references = parse(markdown)
    source = _LINE_END.split(markdown)
    for reference in references.values():
        start, end = reference["map"]
        source[start:end] = [""] * (end - start)
    return tuple(_hints(tokens, source))


def _hints(tokens: "Sequence[Token]", source: Sequence[str]) -> Iterator[str]:
    heading, heading_names = "", frozenset[str]()
    parts = list(_parts(tokens))
    ends = [*(_lines(part[0])[0] for part in parts[1:]), len(source)]
    for (first, *others), end in zip(parts, ends, strict=False):
        names = frozenset(name for token in others for name in _link_names(token))
        if first.type == "heading_open":
            heading, heading_names = _heading(first.tag, others[0].content), frozenset(_link_names(others[0]))
            continue
        start, item_end = _lines(first)
        item = _item_text(source[start:item_end], first.info + first.markup)
        text = _apart(item, "\n".join(source[item_end:end]).strip("\n"))
        if text:
            yield _apart(heading, text, _definitions(heading_names | names))


def _parts(tokens: "Sequence[Token]") -> "Iterator[list[Token]]":
    """Yield the tokens of each heading and of each item, with those that follow it."""
    part: list[Token] = []
    for token in tokens:
        if (token.type, token.level) in _BEGINNINGS:
            if part:
                yield part
            part = [token]
        elif part:
            part.append(token)
    if part:
        yield part


def _lines(token: "Token") -> tuple[int, int]:
    """Return a block's first line and the one behind its last."""
    assert token.map is not None  # noqa: S101 - every block has them
    return token.map[0], token.map[1]


def _apart(*blocks: str) -> str:
    return "\n\n".join(filter(None, blocks))


def _heading(tag: str, words: str) -> str:
    words = _NUMBER.sub("", words)
    return "" if tag == "h1" or words.lower() in _GENERAL or not words else f"**{words}**"


def _item_text(lines: Sequence[str], sign: str) -> str:
    """Return an item's Markdown without its sign, and as far to the left as it goes."""
    text = "\n".join((lines[0].replace(sign, " " * len(sign), 1), *lines[1:]))
    return textwrap.dedent(text).strip()


def _link_names(token: "Token") -> Iterator[str]:
    return (child.meta["label"] for child in token.children or () if "label" in child.meta)


def _definitions(names: frozenset[str]) -> str:
    """Return where links lead that a hint makes by reference: nowhere, for there is no web behind a kiosk."""
    return "\n".join(f"[{name}]: #" for name in sorted(names))
