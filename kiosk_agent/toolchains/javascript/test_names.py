"""Jest's tests in JavaScript: calls of test and it, and of describe around them.

Tests that a track leaves for later (xtest, xit) are tests: a kiosk runs them all.
"""

import tree_sitter_javascript
from tree_sitter import Node

from kiosk_agent.toolchains.found_tests import FoundTests
from kiosk_agent.toolchains.syntax import Match, Syntax, ancestors, text_of, unescaped

_TEST = '"test" "it" "xtest" "xit"'
_GROUP = '"describe" "xdescribe"'
_SYNTAX = Syntax(
    tree_sitter_javascript.language(),
    rf"""
    (call_expression
      function: [
        (identifier) @callee
        (member_expression object: (identifier) @callee property: (property_identifier) @way)
      ]
      arguments: (arguments . (_) @name)
      (#any-of? @callee {_TEST})) @test
    ((identifier) @mention (#any-of? @mention {_TEST}))
    ((identifier) @group (#any-of? @group {_GROUP}))
    """,
)
_FUNCTIONS = frozenset({"arrow_function", "function_expression"})
_LOOPS = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})
_MAKERS = _LOOPS | {"function_declaration", "method_definition"}
_WAYS = frozenset({"", "only", "skip"})
_GROUPS = frozenset(f"{describe}{way}" for describe in ("describe", "xdescribe") for way in ("", ".only", ".skip"))


def find_tests(text: str) -> FoundTests:
    """Return the tests of a file. It is complete when each mention of test is a plain test, in groups at most."""
    names: list[str] = []
    left_out: set[str] = set()
    plain: set[int] = set()
    mentions: set[int] = set()
    has_groups = False
    for found in _SYNTAX.matches(text):
        if "group" in found:
            has_groups = has_groups or not _is_imported(found["group"])
        elif "mention" in found:
            if not _is_imported(found["mention"]):
                mentions.add(found["mention"].start_byte)
        elif (name := _literal(found["name"])) is not None and (way := _way(found)) in _WAYS:
            names.append(name)
            groups = _groups_around(found["test"])
            if groups is not None:
                plain.add(found["callee"].start_byte)
            if "skip" in {way, *(group.partition(".")[2] for group in groups or ())}:
                left_out.add(name)
    return FoundTests(tuple(names), frozenset(left_out), mentions <= plain, has_groups)


def _way(found: Match) -> str:
    return text_of(found["way"]) if "way" in found else ""


def _literal(node: Node) -> str | None:
    """Return what a string stands for; None of what is put together at run time."""
    if node.type not in {"string", "template_string"}:
        return None
    if any(part.type == "template_substitution" for part in node.children):
        return None
    return unescaped(text_of(node)[1:-1])


def _groups_around(test: Node) -> list[str] | None:
    """Return which describe each group around a test calls; None when something else there may make it often."""
    groups = []
    inner = test
    for node in ancestors(test):
        if node.type in _MAKERS:
            return None
        if inner.type in _FUNCTIONS:
            call = _called(node.parent) if node.type == "arguments" else ""
            if call not in _GROUPS:
                return None
            groups.append(call)
        inner = node
    return groups


def _called(call: Node | None) -> str:
    function = call.child_by_field_name("function") if call is not None else None
    return text_of(function) if function is not None else ""


def _is_imported(identifier: Node) -> bool:
    return identifier.parent is not None and identifier.parent.type == "import_specifier"
