"""The tests of JUnit and kotlin.test: annotated methods, by display name where they have one.

Tests that a track leaves for later (@Disabled, @Ignore) are tests: a kiosk runs them all.
"""

from collections.abc import Iterable

from tree_sitter import Node

from kiosk_agent.toolchains.found_tests import FoundTests
from kiosk_agent.toolchains.syntax import Match, inside, text_of, unescaped

_TEST = frozenset({"Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate"})
_DISPLAY_NAME = "DisplayName"


def annotated_tests(methods: Iterable[Match]) -> FoundTests:
    """Return those of `methods` (each with its `annotations` and its `name`) that are tests.

    A class may inherit more tests than its file tells of: they are never said to be complete.
    """
    names = []
    for method in methods:
        annotations = {_name(each): each for each in method["annotations"].named_children}
        if annotations.keys() & _TEST:
            names.append(_display_name(annotations.get(_DISPLAY_NAME)) or text_of(method["name"]).strip("`"))
    return FoundTests(tuple(names))


def _name(annotation: Node) -> str:
    """Return an annotation's name, without its package and its arguments; of what is none, nothing."""
    if not annotation.named_children:
        return ""
    return text_of(annotation.named_children[0]).partition("(")[0].rpartition(".")[2].strip()


def _display_name(annotation: Node | None) -> str:
    if annotation is None:
        return ""
    return "".join(unescaped(text_of(part)[1:-1]) for part in inside(annotation, "string_literal"))
