"""What a program's text says about why it did not work; whatever goes wrong in here costs the words only."""

import ast
import contextlib
from collections.abc import Iterator

from mistakes import compared, loops, stopped, unread, wrong
from mistakes.found import Found, Values
from mistakes.likeness import nearest
from mistakes.program import Program, stored

_NAMED = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
# More is no beginner's.
LONGEST = 20_000


@contextlib.contextmanager
def _costing_words_only() -> Iterator[None]:
    with contextlib.suppress(Exception):
        yield


def why_unread(source: str, message: str, line: int | None) -> Found | None:
    """Return why Python cannot read a program."""
    with _costing_words_only():
        return unread.why(source, message, line or 0) if len(source) <= LONGEST else None
    return None


def why_lacking(source: str | None, name: str) -> Found:
    """Return why the tests do not find a name; there is no source where the program is in another jail."""
    with _costing_words_only():
        program = Program(source if source is not None and len(source) <= LONGEST else name)
        if not program.tree.body:
            return Found("file-empty", facts={"name": name})
        own = {each.id: each.lineno for each in stored(program.tree)}
        own |= {each.name: each.lineno for each in ast.walk(program.tree) if isinstance(each, _NAMED)}
        if near := nearest(name, own):
            return Found("named-otherwise", own[near], {"name": name, "near": near})
    return Found("name-gone", facts={"name": name})


def why_stopped(source: str, message: str, line: int | None) -> Found | None:
    """Return why a program stopped at a line, or its test before it."""
    with _costing_words_only():
        return stopped.why(Program(source), message, line) if len(source) <= LONGEST else None
    return None


def why_wrong(source: str, test: str, values: Values | None) -> Found | None:
    """Return why a test got another value."""
    with _costing_words_only():
        return wrong.why(Program(source), test, values) if len(source) <= LONGEST else None
    return None


def why_endless(source: str) -> Found | None:
    """Return the loop that goes on and on, asked of every program that has one."""
    with _costing_words_only():
        if len(source) <= LONGEST and ("while" in source or "for" in source):
            return loops.endless(Program(source))
    return None


def values_of(error: BaseException, tests: dict[str, str]) -> Values | None:
    """Return the two values of an assertion."""
    with _costing_words_only():
        return compared.values(error, tests)
    return None
