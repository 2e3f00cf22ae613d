"""A program in colours, for people who read it: its lines, each in pieces of one kind.

The grammars are the kiosk's own; what a program is made of is told by them alike, so no language has rules of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Final

from tree_sitter import Language, Node, Parser

from classroom_server.web.text.plain_text import plain, plain_lines
from kiosk_agent.toolchains.facts import facts_of, toolchain_names

# The page is drawn again while its learner types, and a text that fits no grammar at all takes the longest to read.
COLOURED_CHARACTERS: Final = 16_000
_WORDS_OF_VALUES: Final = frozenset(("true", "false", "null", "none", "undefined", "this", "self"))


@dataclass(frozen=True)
class ColouredText:
    """Some text of one kind, which is a class of the style sheet; empty for text that has no colour."""

    kind: str
    text: str


Line = tuple[ColouredText, ...]


@lru_cache(maxsize=64)
def coloured_lines(text: str, path: str) -> tuple[Line, ...]:
    """Return the lines of a program, as an editor counts them; without colours where no grammar is known."""
    language = _language(_grammar(path)) if len(text) <= COLOURED_CHARACTERS else None
    if language is None:
        return tuple((ColouredText("", line),) for line in plain_lines(text))
    # What is shown is what is read, so that a sign made visible moves no colour.
    shown = plain(text).removesuffix("\n").encode()
    lines: list[list[ColouredText]] = [[]]
    for piece in _pieces(shown, language):
        first, *others = piece.text.split("\n")
        lines[-1].append(ColouredText(piece.kind, first))
        lines += [[ColouredText(piece.kind, other)] for other in others]
    return tuple(tuple(piece for piece in line if piece.text) for line in lines)


def _grammar(path: str) -> str:
    """Return the name of the grammar that a file's ending goes with; empty where there is none."""
    known = (facts for name in toolchain_names() if (facts := facts_of(name)))
    return next((facts.grammar for facts in known if facts.grammar and path.endswith(facts.suffixes)), "")


@lru_cache
def _language(grammar: str) -> Language | None:
    return Language(import_module(f"tree_sitter_{grammar}").language()) if grammar else None


def _pieces(shown: bytes, language: Language) -> Iterator[ColouredText]:
    done = 0
    for start, end, kind in _kinds(shown, language):
        if start > done:
            yield ColouredText("", shown[done:start].decode())
        yield ColouredText(kind, shown[max(start, done) : end].decode())
        done = max(done, end)
    yield ColouredText("", shown[done:].decode())


def _kinds(shown: bytes, language: Language) -> Iterator[tuple[int, int, str]]:
    """Yield from where to where (bytes) something has a kind, in order; what stands in it has none of its own."""
    cursor = Parser(language).parse(shown).walk()
    while True:
        node = cursor.node
        kind = _kind(node) if node else ""
        if node and kind:
            yield node.start_byte, node.end_byte, kind
        if not kind and cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return


def _kind(node: Node) -> str:
    name = node.type
    if "comment" in name:
        return "code-comment"
    if not node.is_named:
        return "code-word" if name.isalpha() else ""
    if name.removesuffix("_literal") in _WORDS_OF_VALUES:
        return "code-value"
    if node.child_count == 0 and any(part in name for part in ("number", "integer", "float")):
        return "code-value"
    return (
        "code-text" if any(part in name for part in ("string", "character", "regex")) and not _holds_code(node) else ""
    )


def _holds_code(node: Node) -> bool:
    """Tell whether a text has code between its signs: then its parts are coloured, each by itself."""
    return any(child.type in {"interpolation", "template_substitution"} for child in node.named_children)
