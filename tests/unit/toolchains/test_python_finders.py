"""What Python's harness looks for in a program that failed, it does not find in programs that are right."""

import ast
import importlib
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.checkout import FIXTURES, ROOT

HARNESS = ROOT / "kiosk_agent/toolchains/python/harness"
Finder = Callable[[str], Any]

# Of what nobody writes in a first program, and means.
MEANT = {
    "split_solution.py": "return-in-loop",  # the first value of many
}
RIGHT = sorted(
    [
        *(ROOT / "kiosk_agent/toolchains").rglob("*.py"),
        *(ROOT / "kiosk_agent/tutor/text").rglob("*.py"),
        *(FIXTURES / "written_tests/python").glob("*.py"),
    ]
)


@pytest.fixture
def finder(monkeypatch: pytest.MonkeyPatch) -> Finder:
    """What imports a part of the harness, which runs alone in the jail."""
    monkeypatch.syspath_prepend(HARNESS)
    return lambda name: importlib.import_module(f"mistakes.{name}")


def test_nothing_is_wrong_in_a_right_program(finder: Finder) -> None:
    found: dict[str, str] = {}
    for path in RIGHT:
        program = finder("program").Program(path.read_text(encoding="utf-8"))
        cause = finder("wrong").why(program, " ".join(function.name for function in program.functions), None)
        found |= {} if cause is None else {path.name: cause.name}
    assert found == MEANT


def test_a_line_that_can_be_read_is_said_to_have_no_other_fault(finder: Finder) -> None:
    for path in RIGHT:
        source = path.read_text(encoding="utf-8")
        lines = source.splitlines()
        statements = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)]
        whole = sorted({node.lineno for node in statements if is_of_one_line(node)})
        causes = {lines[line - 1]: finder("unread").why(source, "expected something else", line) for line in whole}
        assert {line: cause for line, cause in causes.items() if cause is not None} == {}, path


def is_of_one_line(node: ast.stmt) -> bool:
    """Tell whether a statement stands in one line, and is no text alone."""
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return not is_text and node.lineno == node.end_lineno


def test_a_loop_that_ends_is_none_without_an_end(finder: Finder) -> None:
    ends = """
def count(prices, wanted):
    place = 0
    while place < len(prices) and prices[place] != wanted:
        place += 1
    while prices:
        prices.pop()
    while True:
        if wanted:
            break
    while more():
        pass
    for price in list(prices):
        prices.append(price)
"""
    assert finder("loops").endless(finder("program").Program(ends)) is None


@pytest.mark.parametrize(
    ("word", "names", "meant"),
    [
        ("pricse", ["prices"], "prices"),
        ("Total", ["total"], "total"),
        ("función", ["funcion"], "funcion"),
        ("count", ["found"], None),
        ("rice", ["price"], "price"),
    ],
)
def test_a_name_is_meant_when_hardly_a_letter_differs(finder: Finder, word: str, names: list[str], meant: str) -> None:
    assert finder("likeness").nearest(word, names) == meant
