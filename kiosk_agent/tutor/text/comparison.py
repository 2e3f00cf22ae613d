"""What a test compared, read out of the words of its library: a beginner needs the two values, not the matcher."""

import re
from dataclasses import dataclass

from kiosk_agent.toolchains.facts import facts_of_tests

# As every harness says it, behind what names its library's matcher: the two values by name, each on one line.
_VALUES = re.compile(r"Expected: (?P<expected>[^\n]*)\n+Received: (?P<received>[^\n]*)")


@dataclass(frozen=True)
class Comparison:
    """The two values, as they are written in code."""

    expected: str
    received: str


def compared(message: str, language_name: str) -> Comparison | None:
    """Return what was compared, when `message` says that and no more; else None."""
    values = _VALUES.fullmatch(_rest(message, language_name))
    return Comparison(values["expected"], values["received"]) if values is not None else None


def without_matcher(message: str, language_name: str) -> str:
    """Return `message` without its first line when that only names the matcher."""
    return _rest(message, language_name) or message.strip()


def _rest(message: str, language_name: str) -> str:
    facts = facts_of_tests(language_name)
    if facts is None or not facts.matcher:
        return message.strip()
    return re.sub(facts.matcher, "", message.strip()).strip()
