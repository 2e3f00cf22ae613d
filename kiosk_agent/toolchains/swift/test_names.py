"""The tests in Swift's files: those of swift-testing, by display name where they have one, and of XCTest.

By regular expressions, not by its grammar, which takes half a second to be ready and finds the same (DECISIONS.md).
"""

import re
import sys

from kiosk_agent.toolchains.found_tests import FoundTests

ARGUMENT_CHARACTERS = 1000
"""Of one @Test; in one that has more, no name is found."""
_STRING = r'"(?:\\.|[^"\\\n])*"'
_COMMENT = re.compile(rf"({_STRING})|//[^\n]*|/\*.*?\*/", re.DOTALL)
_TEST = re.compile(r"@Test\b\s*(\()?")
_STRING_OR_BRACKET = re.compile(rf"{_STRING}|[()]")
_FUNCTION = re.compile(r"[^{}]{0,300}?\bfunc\s+(?P<name>`[^`\n]+`|\w+)")
_CASE = re.compile(r"\bclass\s+\w+\s*:[^{]{0,200}?\bXCTestCase\b")
_METHOD = re.compile(r"^\s*(?:@\w+\s+|final\s+|public\s+|internal\s+)*func\s+(test\w*)\s*\(\s*\)", re.MULTILINE)
_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]{1,8}\}|.)")
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
_LEFT_OUT = ".disabled("


def find_tests(text: str) -> FoundTests:
    """Return the tests of a file that are to be run; one that is .enabled(if: …) counts: a kiosk runs them all."""
    code = _COMMENT.sub(_kept, text)
    names = []
    for mark in _TEST.finditer(code):
        arguments, end = _arguments(code, mark.end()) if mark[1] else ("", mark.end())
        function = _FUNCTION.match(code, end)
        if function and _LEFT_OUT not in arguments:
            names.append(_display_name(arguments) or function["name"].strip("`"))
    return FoundTests((*names, *(_METHOD.findall(code) if _CASE.search(code) else ())))


def _kept(found: re.Match[str]) -> str:
    """Return a text as it stands, unless it speaks of tests itself; nothing of a comment."""
    return found[1] if found[1] and "@Test" not in found[1] else " "


def _arguments(code: str, start: int) -> tuple[str, int]:
    """Return what stands between the bracket before `start` and its twin, and the place behind that."""
    depth = 1
    for piece in _STRING_OR_BRACKET.finditer(code, start, start + ARGUMENT_CHARACTERS):
        depth += {"(": 1, ")": -1}.get(piece[0], 0)
        if depth == 0:
            return code[start : piece.start()], piece.end()
    return "", start


def _display_name(arguments: str) -> str:
    shown = re.match(rf"\s*({_STRING})", arguments)
    return _ESCAPE.sub(_unescaped, shown[1][1:-1]) if shown else ""


def _unescaped(found: re.Match[str]) -> str:
    escape = found[1]
    if len(escape) == 1:
        return _LETTERS.get(escape, escape)
    number = int(escape[2:-1], 16)
    return chr(number) if number <= sys.maxunicode else "\ufffd"
