"""Markdown as lines of styled text that fit a width.

Everything comes out as plain text with a style's name beside it, so that no text can become a command to the screen.
"""

import re
from collections.abc import Iterator

from kiosk_agent.tutor.text.plain import plain
from kiosk_agent.tutor.text.prose_blocks import LINE_END, Block, Span, Voice, blocks

WIDEST_COLUMNS = 66
SHORT_CODE_COLUMNS = 24

Line = tuple[Span, ...]


def lines(markdown: str, columns: int) -> Iterator[Line]:
    """Yield the lines of `markdown`, none wider than `columns`, but code that is wider as it stands."""
    columns = max(10, min(columns, WIDEST_COLUMNS))
    for index, block in enumerate(blocks(plain(markdown))):
        if index and not block.is_tight:
            yield ()
        if block.is_code:
            for number, (text, voice) in enumerate(block.spans):
                yield ((f"{block.indent if number else block.first_indent}  {text}", voice),)
        else:
            yield from _wrapped(block, columns)


def _pieces(text: str, voice: Voice) -> list[str]:
    """Return what a line may be broken between. Short code stays in one piece."""
    if voice is Voice.CODE and len(text) <= SHORT_CODE_COLUMNS:
        return [text]
    return re.findall(r"\S+|\s+", text)


def _wrapped(block: Block, columns: int) -> Iterator[Line]:
    line: list[Span] = [(block.first_indent, Voice.BODY)]
    width, is_empty = len(block.first_indent), True
    for text, voice in block.spans:
        for piece in _pieces(text, voice):
            if piece == LINE_END or not (is_empty or piece.isspace() or width + len(piece) <= columns):
                yield _trimmed(line)
                line, width, is_empty = [(block.indent, Voice.BODY)], len(block.indent), True
            if not piece.isspace():
                line.append((piece, voice))
                width, is_empty = width + len(piece), False
            elif not is_empty:
                line.append((" ", voice))
                width += 1
    yield _trimmed(line)


def _trimmed(line: list[Span]) -> Line:
    while line and line[-1][0].isspace():
        line.pop()
    return tuple(line)
