"""The names of tests in Java's and Kotlin's test files: annotated methods, by display name where they have one.

Tests that a track leaves out (@Disabled, @Ignore) are tests: a kiosk runs them all.
"""

import re

SUFFIXES = (".java", ".kt")
_MARKS = re.compile(r"@(?:[\w.]+\.)?(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate)\b")
_STRING = r'"(?:\\.|[^"\\\n])*"'
_COMMENT = re.compile(rf"({_STRING})|//[^\n]*|/\*.*?\*/", re.DOTALL)
_ANNOTATION = rf'@[\w.]+(?:\((?:[^()"]|{_STRING}|\([^()]*\))*\))?'
_METHOD = re.compile(
    rf"(?P<annotations>(?:{_ANNOTATION}\s+)+)(?:[\w<>\[\],.?]+\s+){{0,6}}?(?P<name>`[^`\n]+`|\w+)\s*\(",
)
_DISPLAY_NAME = re.compile(rf"@(?:[\w.]+\.)?DisplayName\(\s*((?:{_STRING}[\s+]*)+)\)")
_ESCAPE = re.compile(r"\\(u+[0-9a-fA-F]{4}|.)")
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def jvm_test_names(text: str) -> list[str]:
    """Return the names of the tests in `text`, in order; a test that is run once a row stands there once."""
    code = _COMMENT.sub(lambda found: found[1] or " ", text)
    return [_name(found) for found in _METHOD.finditer(code) if _MARKS.search(found["annotations"])]


def _name(found: re.Match[str]) -> str:
    shown = _DISPLAY_NAME.search(found["annotations"])
    if shown is None:
        return found["name"].strip("`")
    return "".join(_ESCAPE.sub(_unescaped, part[1:-1]) for part in re.findall(_STRING, shown[1]))


def _unescaped(found: re.Match[str]) -> str:
    escape = found[1]
    return chr(int(escape[-4:], 16)) if len(escape) > 1 else _LETTERS.get(escape, escape)
