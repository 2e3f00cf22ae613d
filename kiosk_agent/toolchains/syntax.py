"""Test files read by their grammar, and what is looked for in them."""

import re
import sys
from collections.abc import Iterator, Mapping
from functools import cached_property

from tree_sitter import Language, Node, Parser, Query, QueryCursor

from kiosk_agent.toolchains.found_tests import TooDeep

DEPTH = 300
"""So deep a test may stand in its file, counted in nodes of the grammar. Each step up costs a walk from the top."""
Match = Mapping[str, Node]
"""Capture -> the node that it caught."""


class Syntax:
    """One grammar with one query: `language` is what a tree-sitter package gives, made ready at the first file."""

    def __init__(self, language: object, query: str) -> None:
        self._language = Language(language)
        self._query_text = query

    @cached_property
    def _query(self) -> Query:
        return Query(self._language, self._query_text)

    def matches(self, text: str) -> Iterator[Match]:
        """Yield what the query finds in `text`, in order; of a capture that caught several, the first."""
        tree = Parser(self._language).parse(text.encode())
        for _, captures in QueryCursor(self._query).matches(tree.root_node):
            yield {name: nodes[0] for name, nodes in captures.items()}

    def fault_line(self, text: str) -> int | None:
        """Return the line of the first place that the grammar cannot read, or of a bracket that is not closed there."""
        node = Parser(self._language).parse(text.encode()).root_node
        if not node.has_error:
            return None
        while not (node.is_error or node.is_missing):
            inner = next((child for child in node.children if child.has_error or child.is_missing), None)
            if inner is None:
                break
            node = inner
        unclosed: list[Node] = []
        for child in node.children:
            if child.type in _BRACKETS:
                unclosed.append(child)
            elif child.type in _BRACKETS.values() and unclosed:
                unclosed.pop()
        return (unclosed[-1] if unclosed else node).start_point.row + 1


_BRACKETS = {"(": ")", "[": "]", "{": "}"}


def text_of(node: Node) -> str:
    """Return the node as it is written."""
    return (node.text or b"").decode()


def ancestors(node: Node) -> Iterator[Node]:
    """Yield what `node` stands in, the nearest first. Raises TooDeep."""
    for _ in range(DEPTH):
        if node.parent is None:
            return
        node = node.parent
        yield node
    raise TooDeep


def inside(node: Node, kind: str, depth: int = DEPTH) -> Iterator[Node]:
    """Yield the outermost nodes of one kind in `node`, in order. Raises TooDeep."""
    if depth == 0:
        raise TooDeep
    for child in node.named_children:
        if child.type == kind:
            yield child
        else:
            yield from inside(child, kind, depth - 1)


_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]{1,6}\}|u+[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r?\n|.)", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "0": "\0", "\n": "", "\r\n": ""}


def unescaped(literal: str) -> str:
    """Return the text that `literal`, the inside of a string, stands for: its escapes are those of most languages."""
    text = _ESCAPE.sub(_letter, literal)
    # A language of 16-bit letters writes a further one as a pair; a half of one is none.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _letter(found: re.Match[str]) -> str:
    escape = found[1]
    if len(escape) > 1 and escape[0] in "ux":
        number = int(escape.lstrip("ux").strip("{}"), 16)
        return chr(number) if number <= sys.maxunicode else "\ufffd"
    return _LETTERS.get(escape, escape)
