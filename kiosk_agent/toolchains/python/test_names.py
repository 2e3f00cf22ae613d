"""The tests of unittest and pytest in Python: functions named test_…, alone or in classes."""

import re
import warnings

import tree_sitter_python
from tree_sitter import Node

from kiosk_agent.toolchains.found_tests import FoundTests, TooDeep
from kiosk_agent.toolchains.syntax import Syntax, ancestors, text_of

_SYNTAX = Syntax(
    tree_sitter_python.language(),
    r"""
    ((function_definition name: (identifier) @name (#match? @name "^test_")) @test)
    ((identifier) @rows (#eq? @rows "parametrize"))
    """,
)
_SKIP = re.compile(r"@(?:unittest|pytest\.mark)\.skip\b")


def find_tests(text: str) -> FoundTests:
    """Return the tests of a file."""
    names = []
    left_out = set()
    has_rows = False
    for found in _SYNTAX.matches(text):
        if "rows" in found:
            has_rows = True
            continue
        name = text_of(found["name"])
        names.append(name)
        if any(_SKIP.match(decorator) for decorator in _decorators(found["test"])):
            left_out.add(name)
    return FoundTests(tuple(names), frozenset(left_out), is_complete=not has_rows)


def fault_line(text: str) -> int | None:
    """Return the line in which the file is no Python, as Python itself says; nothing of it is run."""
    with warnings.catch_warnings(action="ignore"):
        try:
            compile(text, "tests", "exec", dont_inherit=True)
        except SyntaxError as error:
            return error.lineno or 1
        except (RecursionError, MemoryError):
            raise TooDeep from None
    return None


def _decorators(test: Node) -> list[str]:
    """Return what is said of the test, and of the classes that it stands in."""
    return [
        text_of(child)
        for around in ancestors(test)
        if around.type == "decorated_definition"
        for child in around.children
        if child.type == "decorator"
    ]
