"""What a test compared, read out of the words of its library: a beginner needs the two values, not the matcher."""

import re
from dataclasses import dataclass

# As the JavaScript library "expect" says it: the matcher, then the two values by name, each on one line.
_MATCHER = re.compile(r"^expect\(.*\)[.\w]*\(.*\).*\n+")
_VALUES = re.compile(r"Expected: (?P<expected>[^\n]*)\n+Received: (?P<received>[^\n]*)")


@dataclass(frozen=True)
class Comparison:
    """The two values, as they are written in code."""

    expected: str
    received: str


def compared(message: str) -> Comparison | None:
    """Return what was compared, when `message` says that and no more; else None."""
    values = _VALUES.fullmatch(_MATCHER.sub("", message.strip()).strip())
    return Comparison(values["expected"], values["received"]) if values is not None else None


def without_matcher(message: str) -> str:
    """Return `message` without its first line when that only names the matcher."""
    return _MATCHER.sub("", message.strip()).strip() or message.strip()
