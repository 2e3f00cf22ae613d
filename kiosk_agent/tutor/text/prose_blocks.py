"""The blocks of a Markdown text, in order: which text is said how, and how far in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kiosk_agent.curriculum.markdown import LONGEST_CHARACTERS, References, parse
from kiosk_agent.tutor.text.plain import plain, spelled

if TYPE_CHECKING:
    from markdown_it.token import Token

BULLET = "• "
QUOTED = "│ "
RULE = "───"
LINE_END = "\n"
_BREAKS = {"softbreak": " ", "hardbreak": LINE_END}
# What Exercism fences as a note or a warning is prose.
_FENCED_PROSE = "exercism"


class Voice(StrEnum):
    """How a piece of text is said."""

    BODY = "body"
    HEADING = "heading"
    CODE = "code"
    STRONG = "strong"
    EMPHASIS = "emphasis"


Span = tuple[str, Voice]


_OPENING = {"strong_open": Voice.STRONG, "em_open": Voice.EMPHASIS}
_CLOSING = frozenset({"strong_close", "em_close"})


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, an item of a list, or lines of code."""

    spans: tuple[Span, ...]
    first_indent: str = ""
    indent: str = ""
    is_tight: bool = False
    """No blank line before it: one more item of the same list."""
    is_code: bool = False
    """Each span is a line, shown as it stands."""


def blocks(markdown: str) -> Iterator[Block]:
    """Yield what `markdown` consists of. What is too long to be parsed comes as it stands, line by line."""
    if len(markdown) > LONGEST_CHARACTERS:
        return (Block(((spelled(line), Voice.BODY),), is_tight=True) for line in markdown.split("\n"))
    tokens, references = parse(markdown)
    return _Walk(references).blocks(tokens)


class _Walk:
    """A way through the tokens, which say where a list, an item or a quotation begins and ends."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._first_indents: list[str] = []
        """What stands before the next block's first line: signs of items that have shown nothing yet are in it."""
        self._indents: list[str] = []
        self._voice = Voice.BODY
        self._is_after_item = False

    def blocks(self, tokens: "Sequence[Token]", *, is_fenced: bool = False) -> Iterator[Block]:
        for token in tokens:
            if token.type == "inline":
                yield self._block(tuple(_spans(token.children or (), self._voice)))
            elif token.type == "hr":
                yield self._block(((RULE, Voice.BODY),))
            elif token.type == "fence" and token.info.startswith(_FENCED_PROSE) and not is_fenced:
                yield from self.blocks(parse(token.content, self._references)[0], is_fenced=True)
            elif token.type in {"fence", "code_block"}:
                code = spelled(token.content).removesuffix("\n").split("\n")
                yield self._block(tuple((line, Voice.CODE) for line in code), is_code=True)
            else:
                self._pass(token)

    def _pass(self, token: "Token") -> None:
        match token.type:
            case "list_item_open":
                sign = f"{token.info}{token.markup} " if token.info else BULLET
                self._indent(sign, " " * len(sign))
            case "blockquote_open":
                self._indent(QUOTED, QUOTED)
            case "list_item_close" | "blockquote_close":
                self._first_indents.pop()
                self._indents.pop()
            case "bullet_list_close" | "ordered_list_close" if not self._indents:
                self._is_after_item = False
            case "heading_open":
                self._voice = Voice.HEADING
            case "heading_close":
                self._voice = Voice.BODY

    def _indent(self, first: str, further: str) -> None:
        self._first_indents.append(first)
        self._indents.append(further)

    def _block(self, spans: tuple[Span, ...], *, is_code: bool = False) -> Block:
        is_item = self._first_indents != self._indents
        block = Block(
            spans, "".join(self._first_indents), "".join(self._indents), is_item and self._is_after_item, is_code
        )
        self._is_after_item = is_item and not is_code
        self._first_indents = list(self._indents)
        return block


def _spans(tokens: "Sequence[Token]", base: Voice) -> Iterator[Span]:
    """Yield the text of `tokens`. What a link leads to is left out: there is no web behind a kiosk."""
    open_voices = [base]
    for token in tokens:
        if token.type in _OPENING:
            open_voices.append(_OPENING[token.type])
        elif token.type in _CLOSING:
            open_voices.pop()
        elif token.type == "code_inline":
            yield spelled(token.content), Voice.CODE
        elif text := _BREAKS.get(token.type, token.content):
            # An entity may name what `plain` takes away.
            yield spelled(plain(text)), Voice.STRONG if Voice.STRONG in open_voices else open_voices[-1]
