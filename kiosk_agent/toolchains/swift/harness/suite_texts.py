"""The text of each test, as it stands in its file."""

import re
import textwrap

_BRACE_OR_TEXT = re.compile(r'//[^\n]*|"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"|[{}]')


def body(source: str, line: int) -> str:
    """Return what stands between the braces of the function that follows on line `line`; empty when there is none."""
    lines = source.splitlines(keepends=True)
    text = "".join(lines[max(line - 1, 0) :])
    function = re.search(r"\bfunc\b", text)
    if function is None:
        return ""
    depth, start = 0, 0
    for found in _BRACE_OR_TEXT.finditer(text, function.end()):
        if found[0] == "{":
            depth += 1
            start = found.end() if depth == 1 else start
        elif found[0] == "}":
            depth -= 1
            if depth == 0:
                return textwrap.dedent(text[start : found.start()].strip("\n")).strip()
    return ""
