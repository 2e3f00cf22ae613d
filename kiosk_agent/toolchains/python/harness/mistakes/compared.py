"""The two values of an assertion that did not hold, told apart: what the test expected, and what the program gave.

unittest has no order for the two; the test's own text says which is which: what calls nothing is what is expected.
"""

import ast
import traceback
import unittest.case
from collections.abc import Iterator
from typing import Any

from mistakes.found import Values

_PAIRS = {
    **dict.fromkeys(("assertEqual", "assertAlmostEqual"), ("first", "second")),
    "assertIs": ("expr1", "expr2"),
    "assertListEqual": ("list1", "list2"),
    "assertTupleEqual": ("tuple1", "tuple2"),
    "assertSetEqual": ("set1", "set2"),
    "assertDictEqual": ("d1", "d2"),
    "assertSequenceEqual": ("seq1", "seq2"),
    "assertMultiLineEqual": ("first", "second"),
    "assertCountEqual": ("first", "second"),
}
_SINGLE: dict[str, tuple[str, object]] = {
    "assertTrue": ("expr", True),
    "assertFalse": ("expr", False),
    "assertIsNone": ("obj", None),
}
_WIDEST = dict.fromkeys(_SINGLE, 1) | {name: 3 if name == "assertAlmostEqual" else 2 for name in _PAIRS}
"""With as many values, the test has no sentence of its own."""
_LITERAL, _NAME, _CALL = range(3)


def values(error: BaseException, tests: dict[str, str]) -> Values | None:
    """Return what was compared when `error` was raised; None where it was nothing of the kind."""
    test: tuple[str, int] | None = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        file, name = frame.f_code.co_filename, frame.f_code.co_name
        if file in tests:
            test = file, line
        elif test is not None and file == unittest.case.__file__:
            return _of(name, frame.f_locals, tests[test[0]], test[1])
    return None


def _of(name: str, given: dict[str, Any], text: str, line: int) -> Values | None:
    tree = ast.parse(text)
    call = _call(name, tree, line)
    # The test's own sentence says more than two values do.
    if call is None or len(call.args) > _WIDEST.get(name, 0) or any(each.arg == "msg" for each in call.keywords):
        return None
    if name in _SINGLE:
        parameter, expected = _SINGLE[name]
        return Values(expected, given[parameter], _asked(call.args[0], _made(tree, line)))
    first, second = (given[parameter] for parameter in _PAIRS[name])
    made = _made(tree, line)
    order = _works_out(call.args[0], made) - _works_out(call.args[1], made)
    if order == 0:
        return None
    wanted, got, side = (second, first, 0) if order > 0 else (first, second, 1)
    return Values(wanted, got, _asked(call.args[side], made))


def _call(name: str, tree: ast.Module, line: int) -> ast.Call | None:
    """Return the assertion at that line of the tests."""
    for call in ast.walk(tree):
        is_here = isinstance(call, ast.Call) and call.lineno <= line <= (call.end_lineno or 0)
        if is_here and isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == name:
            return call
    return None


def _made(tree: ast.Module, line: int) -> dict[str, ast.expr]:
    """Return what the names of a test were made from, in the function around that line."""
    around = (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef))
    inside = [each for each in around if each.lineno <= line <= (each.end_lineno or 0)]
    return {} if not inside else dict(_assigned(inside[-1]))


def _assigned(function: ast.FunctionDef) -> Iterator[tuple[str, ast.expr]]:
    for each in ast.walk(function):
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name):
            yield each.targets[0].id, each.value


def _asked(node: ast.expr, made: dict[str, ast.expr]) -> str:
    """Return the name of the function or method that a value is the answer of."""
    node = made.get(node.id, node) if isinstance(node, ast.Name) else node
    function = node.func if isinstance(node, ast.Call) else None
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _works_out(node: ast.expr, made: dict[str, ast.expr]) -> int:
    if isinstance(node, ast.Name) and node.id in made:
        node = made[node.id]
    if any(isinstance(each, ast.Call | ast.Attribute | ast.Await) for each in ast.walk(node)):
        return _CALL
    return _NAME if any(isinstance(each, ast.Name) for each in ast.walk(node)) else _LITERAL
