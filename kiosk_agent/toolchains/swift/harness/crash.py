"""Where and why a program died: the runtime's last words, and the innermost line of the program's own files."""

import re
from pathlib import Path

import programs

ADDR2LINE = "/usr/bin/addr2line"
# As the runtime prints it: FILE:LINE: Fatal error: TEXT, and without a place what became of a cast.
_LAST_WORDS = re.compile(
    r"^(?:[^\s:]+:\d+: )?(?P<text>(?:Fatal error|(?:Precondition|Assertion) failed|Could not cast value of type).*)$",
    re.MULTILINE,
)
_ADDRESS = re.compile(r" \(0x[0-9a-f]+\)")
_SIGNALS = {
    4: "Fatal error: a number grew too large or too small for its type, or a value was missing",
    5: "Fatal error: a number grew too large or too small for its type, or a value was missing",
    6: "Fatal error: the program stopped itself",
    8: "Fatal error: a number was divided by zero",
    11: "Fatal error: the program reached memory that is not its own; a function that calls itself without end does so",
}
_CAUSES = {4: "number-too-large", 5: "number-too-large", 8: "divided-by-zero", 11: "calls-without-end"}


def place(binary: Path, addresses: list[str], files: dict[str, str]) -> tuple[str, int] | None:
    """Return file and line of the innermost of `addresses` (offsets, hexadecimal) that is in one of `files`."""
    offsets = [word for word in addresses if re.fullmatch(r"[0-9a-f]{1,16}", word)]
    if not offsets:
        return None
    # An address in a list of callers is the one to return to: the call is before it.
    places = [f"{max(int(word, 16) - 1, 0):x}" for word in offsets]
    said = programs.run([ADDR2LINE, "-e", str(binary), *places], binary.parent)
    for line in said.text.splitlines():
        found, _, number = line.partition(" ")[0].rpartition(":")
        for path in files:
            if found.endswith(f"/{path}") and number.isdigit() and int(number):
                return path, int(number)
    return None


def message(exit_code: int, last_words: bytes) -> tuple[str, str | None]:
    """Return why a program that did not come to its end ended, and the id of its plain words when a signal says it."""
    said = list(_LAST_WORDS.finditer(last_words.decode(errors="replace")))
    if said:
        return _ADDRESS.sub("", said[-1]["text"]), None
    if exit_code < 0:
        return _SIGNALS.get(-exit_code, f"The program was ended by signal {-exit_code}"), _CAUSES.get(-exit_code)
    return f"The program ended with code {exit_code} before its tests did", None
