"""Where an error is, read back out of a message that the judge or a harness put together."""

import re
from dataclasses import dataclass

# The judge puts the place before the message of a program that broke, the harness behind that of a test.
_BEFORE = re.compile(r"(?P<file>[^\s:()]{1,100})(?:, line (?P<line>\d{1,9}))?: (?=\S)")
_BEHIND = re.compile(r" \((?P<file>[^\s:()]{1,100}), line (?P<line>\d{1,9})\)$")
_FILE = re.compile(r"\.[A-Za-z]{1,8}$")


@dataclass(frozen=True)
class Placed:
    """A message and the place that it names."""

    message: str
    """Without the place."""
    file: str | None = None
    line: int | None = None


def placed(text: str) -> Placed:
    """Return `text` taken apart. It came out of a jail: the file is a claim until it is one of the exercise's."""
    text = text.strip()
    before = _BEFORE.match(text)
    if before is not None and _FILE.search(before["file"]):
        line = before["line"]
        return Placed(text[before.end() :], before["file"], int(line) if line else None)
    behind = _BEHIND.search(text)
    if behind is not None:
        return Placed(text[: behind.start()], behind["file"], int(behind["line"]))
    return Placed(text)
