"""What the Swift compiler said, put as why a program could not be started."""

import re
from typing import Any

Breakage = dict[str, Any]
# With -diagnostic-style=llvm: FILE:LINE:COLUMN: error: TEXT
_SAID = re.compile(r"^(?P<file>[^\s:][^:\n]*):(?P<line>\d+):\d+: error: (?P<text>.+)$", re.MULTILINE)
_PLACELESS = re.compile(r"^(?:<unknown>:0: )?error: (?P<text>.+)$", re.MULTILINE)
# What only the writer of the tests can have done: they cannot be read as Swift, or ask for a library that is not here.
_OF_THE_TESTS = re.compile(r"no such module|^expected |^unterminated|^consecutive |^extraneous |^invalid redeclaration")
TOO_HARD = "the compiler is unable to type-check this expression"
_OF_LINKER = re.compile(r"(?:undefined(?: hidden)?|duplicate) symbol: .+")


class Broken(Exception):
    """The program cannot be run; carries the breakage."""

    def __init__(self, breakage: Breakage) -> None:
        super().__init__(breakage["message"])
        self.breakage = breakage


def of_compiler(said: str, solution: list[str]) -> Breakage:
    """Return the breakage that an output with errors means: stage, message, file, line.

    An error in the tests, when the program itself compiles, is the program's: it lacks what they ask for.
    """
    every = list(_SAID.finditer(said))
    # An expression that is too hard to understand most often holds what another error names.
    errors = [error for error in every if not error["text"].startswith(TOO_HARD)] or every
    own = next((error for error in errors if error["file"] in solution), None)
    if own:
        return {"stage": "compile", "message": f"error: {own['text']}", "file": own["file"], "line": int(own["line"])}
    if errors:
        first = errors[0]
        message, place = f"error: {first['text']}", {"file": first["file"], "line": int(first["line"])}
        if _OF_THE_TESTS.search(first["text"]) or not solution:
            return {"stage": "compile", "message": message, **place}
        return {"stage": "compile", "message": message, "file": solution[0], "line": None, "asked_by": place}
    placeless = _PLACELESS.search(said)
    text = placeless["text"] if placeless else said.strip()[-500:]
    return {"stage": "compile", "message": f"error: {text}", "file": None, "line": None}


def of_linker(said: str, solution: list[str]) -> Breakage:
    """Return the breakage that the linker's output means: it names what nobody makes, or makes what is ours."""
    found = _OF_LINKER.search(said)
    text = found[0] if found else said.strip()[-500:]
    return {"stage": "compile", "message": f"error: {text}", "file": solution[0] if found else None, "line": None}


def shown(said: str) -> str:
    """Return what a learner reads of a failed compilation: errors with their lines, warnings left out."""
    parts = re.split(r"(?m)^(?=[^\s:][^:\n]*:\d+:\d+: (?:error|warning|note): )", said)
    kept, after_error = [], False
    for part in parts:
        head = part.split("\n", 1)[0]
        if re.search(r":\d+:\d+: (error|warning): ", head):
            after_error = ": error: " in head
        if after_error or (not re.search(r":\d+:\d+: note: ", head) and ": warning: " not in head):
            kept.append(part)
    return "".join(kept)
