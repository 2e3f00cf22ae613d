"""The names of tests in Swift's files: those of swift-testing, by display name where they have one, and of XCTest."""

import re

SUFFIX = ".swift"
_STRING = r'"(?:\\.|[^"\\\n])*"'
_COMMENT = re.compile(rf"({_STRING})|//[^\n]*|/\*.*?\*/", re.DOTALL)
# Its arguments may hold brackets of their own, three deep: .enabled(if: all(of: (a, b))).
_INNER = rf'(?:[^()"]|{_STRING}|\((?:[^()"]|{_STRING}|\((?:[^()"]|{_STRING}|\([^()]*\))*\))*\))*'
_TEST = re.compile(rf"@Test\b(?:\s*\((?P<arguments>{_INNER})\))?(?P<between>[^{{}}]*?)\bfunc\s+(?P<name>`[^`\n]+`|\w+)")
_CASE = re.compile(r"\bclass\s+\w+\s*:[^{]*\bXCTestCase\b")
_METHOD = re.compile(r"^\s*(?:@\w+\s+|final\s+|public\s+|internal\s+)*func\s+(test\w*)\s*\(\s*\)", re.MULTILINE)
_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]{1,8}\}|.)")
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
_LEFT_OUT = ".disabled("


def swift_test_names(text: str) -> list[str]:
    """Return the names of the tests in `text` that are to be run, in order.

    A test that is run once a row stands there once. One that is .enabled(if: …) counts: a kiosk runs them all.
    """
    code = _COMMENT.sub(_kept, text)
    names = [_name(found) for found in _TEST.finditer(code) if _LEFT_OUT not in (found["arguments"] or "")]
    return names + (_METHOD.findall(code) if _CASE.search(code) else [])


def _kept(found: re.Match[str]) -> str:
    """Return a text as it stands, unless it speaks of tests itself; nothing of a comment."""
    return found[1] if found[1] and "@Test" not in found[1] else " "


def _name(found: re.Match[str]) -> str:
    shown = re.match(rf'\s*(?!"")({_STRING})', found["arguments"] or "")
    return _ESCAPE.sub(_unescaped, shown[1][1:-1]) if shown else found["name"].strip("`")


def _unescaped(found: re.Match[str]) -> str:
    escape = found[1]
    return chr(int(escape[2:-1], 16)) if len(escape) > 1 else _LETTERS.get(escape, escape)
