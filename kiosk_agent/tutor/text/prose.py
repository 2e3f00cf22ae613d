"""Markdown as lines of styled text that fit a width.

Everything comes out as plain text with a style's name beside it, so that no text can become a command to the screen.
"""

import re
from collections.abc import Iterator

from kiosk_agent.tutor.text.plain import plain
from kiosk_agent.tutor.text.prose_blocks import LINE_END, Block, Span, Voice, blocks

WIDEST_COLUMNS = 66
SHORT_CODE_COLUMNS = 24
NARROWEST_COLUMNS = 6
"""What a line has behind its signs, however many they are."""

Line = tuple[Span, ...]


def lines(markdown: str, columns: int) -> Iterator[Line]:
    """Yield the lines of `markdown`, none wider than `columns`. A line of code goes on further in."""
    columns = max(10, min(columns, WIDEST_COLUMNS))
    for index, block in enumerate(blocks(plain(markdown))):
        if index and not block.is_tight:
            yield ()
        if block.is_code:
            for number, (text, voice) in enumerate(block.spans):
                yield from _code(f"{block.indent if number else block.first_indent}  ", text, voice, columns)
        else:
            yield from _wrapped(block, columns)


def _code(start: str, text: str, voice: Voice, columns: int) -> Iterator[Line]:
    """Yield a line of code as it stands, or in pieces, broken behind a blank where there is one to break at."""
    goes_on = " " * (len(start) + 2)
    room = max(NARROWEST_COLUMNS, columns - len(goes_on))
    begin, end = 0, max(room, columns - len(start))
    while end < len(text):
        blank = text.rfind(" ", begin + room // 2, end + 1)
        cut = end if blank < 0 else blank
        yield ((f"{start}{text[begin:cut]}".rstrip(), voice),)
        start, begin = goes_on, cut + (blank >= 0)
        end = begin + room
    yield ((f"{start}{text[begin:]}", voice),)


def _pieces(text: str, voice: Voice, room: int) -> list[str]:
    """Return what a line may be broken between. Short code stays in one piece; a word that fills the line does not."""
    if voice is Voice.CODE and len(text) <= min(SHORT_CODE_COLUMNS, room):
        return [text]
    return re.findall(rf"\S{{1,{room}}}|\s+", text)


def _words(block: Block, room: int) -> Iterator[tuple[Span, ...]]:
    """Yield what is not broken, each blank and each end of a line by itself: a full stop stays with its code."""
    word: list[Span] = []
    for text, voice in block.spans:
        for piece in _pieces(text, voice, room):
            is_blank = piece.isspace()
            if word and (is_blank or sum(len(each) for each, _ in word) + len(piece) > room):
                yield tuple(word)
                word = []
            if is_blank:
                yield ((piece, voice),)
            else:
                word.append((piece, voice))
    if word:
        yield tuple(word)


def _wrapped(block: Block, columns: int) -> Iterator[Line]:
    line: list[Span] = [(block.first_indent, Voice.BODY)]
    width, is_empty = len(block.first_indent), True
    room = max(NARROWEST_COLUMNS, columns - max(len(block.first_indent), len(block.indent)))
    for word in _words(block, room):
        text = "".join(piece for piece, _ in word)
        if text == LINE_END or not (is_empty or text.isspace() or width + len(text) <= columns):
            yield _trimmed(line)
            line, width, is_empty = [(block.indent, Voice.BODY)], len(block.indent), True
        if not text.isspace():
            line += word
            width, is_empty = width + len(text), False
        elif not is_empty:
            line.append((" ", word[0][1]))
            width += 1
    yield _trimmed(line)


def _trimmed(line: list[Span]) -> Line:
    while line and line[-1][0].isspace():
        line.pop()
    return tuple(line)
