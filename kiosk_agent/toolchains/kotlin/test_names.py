"""The tests in Kotlin's files."""

import tree_sitter_kotlin

from kiosk_agent.toolchains.found_tests import FoundTests
from kiosk_agent.toolchains.jvm.test_names import annotated_tests
from kiosk_agent.toolchains.syntax import Syntax

_SYNTAX = Syntax(
    tree_sitter_kotlin.language(), "(function_declaration (modifiers) @annotations name: (identifier) @name)"
)


def find_tests(text: str) -> FoundTests:
    """Return the tests of a file."""
    return annotated_tests(_SYNTAX.matches(text))


def fault_line(text: str) -> int | None:
    """Return the line in which the file is no Kotlin."""
    return _SYNTAX.fault_line(text)
