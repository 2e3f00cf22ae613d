"""The part of Markdown that instructions use, as lines of styled text that fit a width.

Everything comes out as plain text with a style's name beside it, so that no text can become a command to the screen.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kiosk_agent.tutor.text.plain import plain

WIDEST_COLUMNS = 66
SHORT_CODE_COLUMNS = 24
_INLINE = re.compile(
    r"(?P<code>`+)(?P<code_text>.+?)(?P=code)"
    r"|(?P<strong>\*\*|__)(?=\S)(?P<strong_text>.+?)(?<=\S)(?P=strong)"
    r"|(?P<emphasis>[*_])(?=\S)(?P<emphasis_text>.+?)(?<=\S)(?P=emphasis)(?!\w)"
    r"|!?\[(?P<link_text>[^\]]*)\]\([^)]*\)"
)
_FENCE = re.compile(r"^\s*(?P<fence>`{3,}|~{3,})\s*(?P<kind>\S*)")
_BULLET = re.compile(r"^(?P<indent>\s*)(?P<sign>[-*+]|\d+[.)])\s+(?P<text>.*)")
_HEADING = re.compile(r"^#{1,6}\s+(?P<text>.*?)\s*#*$")
_REFERENCE = re.compile(r"^\[(?P<name>[^\]]+)\]:\s.*", re.MULTILINE)
_REFERRED = re.compile(r"\[(?P<text>[^\]]*)\]\[(?P<name>[^\]]+)\]")


class Voice(StrEnum):
    """How a piece of text is said."""

    BODY = "body"
    HEADING = "heading"
    CODE = "code"
    STRONG = "strong"
    EMPHASIS = "emphasis"


Span = tuple[str, Voice]
Line = tuple[Span, ...]


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, an item of a list, or lines of code."""

    voice: Voice
    text: str
    first_indent: str = ""
    indent: str = ""
    tight: bool = False
    """No blank line before it: one more item of the same list."""


def lines(markdown: str, columns: int) -> Iterator[Line]:
    """Yield the lines of `markdown`, none wider than `columns`, but code that is wider as it stands."""
    columns = max(10, min(columns, WIDEST_COLUMNS))
    for index, block in enumerate(_blocks(_with_links_in_place(plain(markdown)).splitlines())):
        if index and not block.tight:
            yield ()
        if block.voice is Voice.CODE:
            for line in block.text.split("\n"):
                yield ((f"  {line}", Voice.CODE),)
        else:
            yield from _wrapped(block, columns)


def _with_links_in_place(source: str) -> str:
    """Return `source` with each link by reference as a plain link; what only looks like one stays as it is."""
    names = {match["name"].lower() for match in _REFERENCE.finditer(source)}

    def resolved(match: re.Match[str]) -> str:
        return f"[{match['text']}](#)" if match["name"].lower() in names else match[0]

    return _REFERRED.sub(resolved, _REFERENCE.sub("", source))


def _blocks(source: list[str]) -> Iterator[Block]:
    paragraph: list[str] = []
    item: Block | None = None
    position = 0
    while position < len(source) + 1:
        line = source[position] if position < len(source) else ""
        position += 1
        fence, bullet, heading = _FENCE.match(line), _BULLET.match(line), _HEADING.match(line)
        starts_block = not line.strip() or fence or bullet or heading
        if not starts_block:
            paragraph.append(line.strip())
            continue
        if paragraph:
            yield _finished(item, paragraph)
            paragraph = []
        if fence and not fence["kind"].startswith("exercism"):
            code, position = _fenced(source, position, fence["fence"])
            yield Block(Voice.CODE, code)
        elif heading:
            yield Block(Voice.HEADING, heading["text"])
        if bullet:
            item = _item(bullet, tight=item is not None)
            paragraph = [bullet["text"]]
        elif fence or heading or not line.strip():
            item = None if not bullet and line.strip() else item if _goes_on(source, position) else None


def _goes_on(source: list[str], position: int) -> bool:
    """Tell whether the list that we are in has another item behind a blank line."""
    return position < len(source) and _BULLET.match(source[position]) is not None


def _finished(item: Block | None, paragraph: list[str]) -> Block:
    text = " ".join(paragraph)
    return Block(Voice.BODY, text, item.first_indent, item.indent, item.tight) if item else Block(Voice.BODY, text)


def _item(bullet: re.Match[str], *, tight: bool) -> Block:
    depth = "  " * (len(bullet["indent"]) // 2)
    sign = bullet["sign"] if bullet["sign"][0].isdigit() else "•"
    return Block(Voice.BODY, "", f"{depth}{sign} ", depth + " " * (len(sign) + 1), tight)


def _fenced(source: list[str], position: int, fence: str) -> tuple[str, int]:
    """Return the code up to the fence's end, and the position behind it."""
    for end in range(position, len(source)):
        if source[end].strip().startswith(fence):
            return "\n".join(source[position:end]), end + 1
    return "\n".join(source[position:]), len(source)


def _spans(text: str, voice: Voice) -> Iterator[Span]:
    position = 0
    for match in _INLINE.finditer(text):
        if match.start() > position:
            yield text[position : match.start()], voice
        if match["code"]:
            yield _code(match["code_text"]), Voice.CODE
        elif match["strong"]:
            yield match["strong_text"], Voice.STRONG
        elif match["emphasis"]:
            yield match["emphasis_text"], Voice.EMPHASIS
        else:
            yield match["link_text"].strip("`"), voice
        position = match.end()
    if position < len(text):
        yield text[position:], voice


def _code(text: str) -> str:
    """Return code without the one blank that Markdown wants around a backtick."""
    return text[1:-1] if text.strip() and text[0] == text[-1] == " " else text


def _pieces(text: str, voice: Voice) -> list[str]:
    """Return what a line may be broken between. Short code stays in one piece."""
    if voice is Voice.CODE and len(text) <= SHORT_CODE_COLUMNS:
        return [text]
    return re.findall(r"\S+|\s+", text)


def _wrapped(block: Block, columns: int) -> Iterator[Line]:
    line: list[Span] = [(block.first_indent, block.voice)]
    width, is_empty = len(block.first_indent), True
    for text, voice in _spans(block.text, block.voice):
        for piece in _pieces(text, voice):
            if piece.isspace():
                if not is_empty:
                    line.append((" ", voice))
                    width += 1
                continue
            if not is_empty and width + len(piece) > columns:
                yield _trimmed(line)
                line, width, is_empty = [(block.indent, block.voice)], len(block.indent), True
            line.append((piece, voice))
            width, is_empty = width + len(piece), False
    yield _trimmed(line)


def _trimmed(line: list[Span]) -> Line:
    while line and line[-1][0].isspace():
        line.pop()
    return tuple(line)
