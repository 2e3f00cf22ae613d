"""Jest's tests in JavaScript: calls of test and it, and of describe around them.

Tests that a track leaves for later (xtest, xit) are tests: a kiosk runs them all.
"""

from dataclasses import dataclass

import tree_sitter_javascript
from tree_sitter import Node

from kiosk_agent.toolchains.found_tests import FoundTests
from kiosk_agent.toolchains.syntax import Syntax, ancestors, text_of, unescaped

_TEST = '"test" "it" "xtest" "xit" "fit"'
_GROUP = '"describe" "xdescribe" "fdescribe"'
_SYNTAX = Syntax(
    tree_sitter_javascript.language(),
    rf"""
    (call_expression
      function: [(identifier) (member_expression)] @callee
      arguments: (arguments . (_) @name)
      (#match? @callee "^(x?test|[xf]?it)(\\s*\\.\\s*(only|skip|failing|concurrent))*$")) @test
    ((identifier) @mention (#any-of? @mention {_TEST}))
    ((identifier) @group (#any-of? @group {_GROUP}))
    """,
)
_FUNCTIONS = frozenset({"arrow_function", "function_expression"})
_LOOPS = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})
_MAKERS = _LOOPS | {"function_declaration", "method_definition"}
_GROUPS = frozenset(f"{describe}{way}" for describe in ("describe", "xdescribe") for way in ("", ".only", ".skip")) | {
    "fdescribe"
}
_CHOSEN = frozenset({"fit", "fdescribe", "only"})


@dataclass(frozen=True)
class _Call:
    """A test or a group: where it stands, and the words that it is called by, such as test and only."""

    at: int
    words: tuple[str, ...]

    @property
    def is_chosen(self) -> bool:
        return not _CHOSEN.isdisjoint(self.words)


@dataclass(frozen=True)
class _Test:
    name: str
    call: _Call
    groups: tuple[_Call, ...]

    @property
    def is_skipped(self) -> bool:
        return any("skip" in each.words for each in (self.call, *self.groups))


def find_tests(text: str) -> FoundTests:
    """Return the tests of a file. It is complete when each mention of test is a plain test, in groups at most."""
    tests: list[_Test] = []
    plain: set[int] = set()
    mentions: set[int] = set()
    has_groups = False
    for found in _SYNTAX.matches(text):
        if "group" in found:
            has_groups = has_groups or not _is_imported(found["group"])
        elif "mention" in found:
            if not _is_imported(found["mention"]):
                mentions.add(found["mention"].start_byte)
        elif (name := _literal(found["name"])) is not None:
            groups = _groups_around(found["test"])
            if groups is not None:
                plain.add(found["callee"].start_byte)
            tests.append(_Test(name, _Call(found["callee"].start_byte, _words(found["callee"])), tuple(groups or ())))
    run = _to_be_run(tests)
    names = tuple(test.name for test in tests)
    return FoundTests(names, frozenset(names) - {test.name for test in run}, mentions <= plain, has_groups)


def fault_line(text: str) -> int | None:
    """Return the line in which the file is no JavaScript."""
    return _SYNTAX.fault_line(text)


def _to_be_run(tests: list[_Test]) -> list[_Test]:
    """Return those that are run, as Jest says: where one is chosen in a file, or in a chosen group, no other is."""
    with_chosen: set[int | None] = set()
    for test in tests:
        chosen = None
        # From the test outwards; the file stands around all.
        for each in (test.call, *test.groups):
            if chosen is not None:
                with_chosen.add(each.at)
            chosen = each if each.is_chosen else chosen
        if chosen is not None:
            with_chosen.add(None)
    return [
        test
        for test in tests
        if not test.is_skipped
        and (
            None not in with_chosen
            or test.call.is_chosen
            or any(group.is_chosen and group.at not in with_chosen for group in test.groups)
        )
    ]


def _words(callee: Node) -> tuple[str, ...]:
    return tuple(word.strip() for word in text_of(callee).split("."))


def _literal(node: Node) -> str | None:
    """Return what a string stands for; None of what is put together at run time."""
    if node.type not in {"string", "template_string"}:
        return None
    if any(part.type == "template_substitution" for part in node.children):
        return None
    return unescaped(text_of(node)[1:-1])


def _groups_around(test: Node) -> list[_Call] | None:
    """Return the groups around a test, the nearest first; None when something else there may make it often."""
    groups = []
    inner = test
    for node in ancestors(test):
        if node.type in _MAKERS:
            return None
        if inner.type in _FUNCTIONS:
            call = _called(node.parent) if node.type == "arguments" else None
            if call is None or ".".join(call.words) not in _GROUPS:
                return None
            groups.append(call)
        inner = node
    return groups


def _called(call: Node | None) -> _Call | None:
    function = call.child_by_field_name("function") if call is not None else None
    return _Call(function.start_byte, _words(function)) if function is not None else None


def _is_imported(identifier: Node) -> bool:
    return identifier.parent is not None and identifier.parent.type == "import_specifier"
