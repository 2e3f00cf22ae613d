"""A program's text as a tree, and what is made in it."""

import ast
import re
from collections.abc import Iterator

Loop = ast.For | ast.While


class Program:
    """A program that can be read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines = source.splitlines()
        self.tree = ast.parse(source)
        self.functions = [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)]

    def function_named(self, name: str) -> ast.FunctionDef | None:
        """Return the function of that name that counts: the last one."""
        return next((each for each in reversed(self.functions) if each.name == name), None)

    def function_at(self, line: int | None) -> ast.FunctionDef | None:
        """Return the innermost function around a line."""
        around = [each for each in self.functions if line and each.lineno <= line <= (each.end_lineno or 0)]
        return around[-1] if around else None

    def reached(self, text: str) -> list[ast.FunctionDef]:
        """Return the functions that a test's code names, and those that they call, in that order."""
        words = set(re.findall(r"[^\W\d]\w*", text))
        found = [each for each in self.functions if each.name in words and self.function_named(each.name) is each]
        for each in found:
            for name in loaded(each):
                other = self.function_named(name.id)
                if other is not None and other not in found:
                    found.append(other)
        return found

    def code_of(self, node: ast.AST) -> str:
        """Return a node as it was written."""
        return ast.get_source_segment(self.source, node) or ast.unparse(node)

    def line_of(self, node: ast.AST) -> str:
        """Return the text of a node's first line."""
        line: int = getattr(node, "lineno", 0)
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""


def loaded(node: ast.AST) -> list[ast.Name]:
    """Return where names are used in a node."""
    return [each for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)]


def stored(node: ast.AST) -> list[ast.Name]:
    """Return where names get a value in a node."""
    return [each for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]


def uses(node: ast.AST, name: str) -> bool:
    """Tell whether a node uses a name."""
    return any(each.id == name for each in loaded(node))


def parameters(function: ast.FunctionDef) -> list[str]:
    """Return the names between a function's brackets."""
    given = function.args
    return [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]


def loops(node: ast.AST) -> Iterator[Loop]:
    """Yield the loops in a node, the outer ones first."""
    return (each for each in ast.walk(node) if isinstance(each, Loop))


def statements(node: ast.AST) -> Iterator[ast.stmt]:
    """Yield all statements in a node, in the order in which they stand."""
    found = [each for each in ast.walk(node) if isinstance(each, ast.stmt) and each is not node]
    return iter(sorted(found, key=lambda each: (each.lineno, each.col_offset)))


def name_of(node: ast.AST | None) -> str:
    """Return a name that stands alone, or nothing."""
    return node.id if isinstance(node, ast.Name) else ""


def called(node: ast.AST | None, name: str) -> ast.Call | None:
    """Return the node as a call of the function `name`, if it is one with values."""
    is_call = isinstance(node, ast.Call) and name_of(node.func) == name and node.args
    return node if is_call and isinstance(node, ast.Call) else None


def length_of(node: ast.AST | None) -> str:
    """Return the list of which a node is the length, or nothing."""
    call = called(node, "len")
    return "" if call is None else name_of(call.args[0])
