"""Why a test of a Swift program got another value, told from the program's text and the two values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from beginners import LONGEST, NAME, bare_of
from mistakes import texts
from mistakes.found import Found, Values

_LITERAL = re.compile(r'"((?:[^"\\\n]|\\[^(])*)"')
_COMPARED = re.compile(r"^Expectation failed: \(.{1,300}? → (?P<has>.{1,300})\) == (?P<wanted>.{1,300})$")


def values_of(message: str | None) -> dict[str, str] | None:
    """Return the two values that an expectation compared, as they are written in code."""
    said = _COMPARED.match(message or "")
    if said is None:
        return None
    wanted = re.match(r"^\(.{1,300} → (.{1,300})\)$", said["wanted"])
    return {"expected": wanted[1] if wanted else said["wanted"], "received": said["has"]}


@dataclass(frozen=True)
class _Function:
    name: str
    parameters: tuple[str, ...]
    first: int
    """Its first line, from 0."""
    last: int


def why_wrong(source: str, test: str, compared: dict[str, str] | None) -> Found | None:
    """Return why a test got another value, told of the functions that its code names."""
    if len(source) > LONGEST:
        return None
    lines = [bare_of(line) for line in source.splitlines()]
    for function in _functions(lines):
        if re.search(rf"\b{re.escape(function.name)}\b", test) is None:
            continue
        inside = [(number, lines[number - 1]) for number in range(function.first + 2, function.last + 1)]
        found = _line_without_effect(inside) or _return_in_loop(inside) or _name_as_text(source, function, compared)
        if found is not None:
            return found
    return (
        None
        if compared is None
        else texts.why(Values(_value(compared["expected"]), _value(compared["received"])), source)
    )


def _functions(lines: list[str]) -> Iterator[_Function]:
    for number, line in enumerate(lines):
        head = re.match(rf"^\s*(?:\w+\s+)*func\s+({NAME})\s*\((.*)\)", line)
        if head is not None:
            names = tuple(part.split(":")[0].split()[-1] for part in head[2].split(",") if ":" in part)
            yield _Function(head[1], names, number, _end(lines, number))


def _end(lines: list[str], first: int) -> int:
    """Return the number, from 0, of the line in which the braces of line `first` are closed."""
    depth = 0
    for number in range(first, len(lines)):
        depth += lines[number].count("{") - lines[number].count("}")
        if depth <= 0 and number > first:
            return number
    return len(lines) - 1


def _line_without_effect(inside: list[tuple[int, str]]) -> Found | None:
    for number, line in inside:
        if step := re.match(rf"^\s*({NAME})\s*[-+*/]\s*[\w.()\[\]]+\s*$", line):
            return Found("sum-not-stored", number, {"name": step[1]})
        if asked := re.match(rf"^\s*({NAME})\s*==\s*\S.*$", line):
            return Found("compares-not-stores", number, {"name": asked[1]})
        if re.match(rf"^\s*{NAME}\s*=\+\s*\S", line):
            return Found("sign-turned", number, {"sign": "=+", "right": "+="})
    return None


def _return_in_loop(inside: list[tuple[int, str]]) -> Found | None:
    """Return a return that stands in a loop over values, under no question."""
    depth: list[bool] = []
    for number, line in inside:
        if re.match(r"^\s*return\b", line) and depth and depth[-1]:
            return Found("return-in-loop", number)
        for brace in re.findall(r"[{}]", line):
            if brace == "{":
                depth.append(re.match(r"^\s*for\b", line) is not None)
            elif depth:
                depth.pop()
    return None


def _name_as_text(source: str, function: _Function, compared: dict[str, str] | None) -> Found | None:
    """Return a text that holds a name where its value should stand."""
    received = compared["received"] if compared else ""
    for text in _LITERAL.findall(source):
        name = next((each for each in function.parameters if re.search(rf"\b{re.escape(each)}\b", text)), None)
        if name is not None and text in received and name not in (compared or {}).get("expected", ""):
            line = source[: source.index(f'"{text}"')].count("\n") + 1
            return Found("value-not-put-in", line, {"name": name})
    return None


def _value(shown: str) -> object:
    """Return a value that was written as code; what is neither text nor number stands for itself."""
    if re.fullmatch(r'"[^"]*"', shown):
        return shown[1:-1]
    if re.fullmatch(r"-?\d{1,15}", shown):
        return int(shown)
    return float(shown) if re.fullmatch(r"-?\d{1,15}\.\d{1,15}", shown) else [shown]
