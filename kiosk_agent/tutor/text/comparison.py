"""What a test compared, out of its library's words where only they say it: beginners need values, no matcher."""

import re

from textual.content import Content, Span

from kiosk_agent.protocol.results import Comparison, ReportedTest
from kiosk_agent.toolchains.facts import facts_of_tests

# As npm's "expect" says it, behind what names its matcher: the two values by name, each on one line.
_VALUES = re.compile(r"Expected: (?P<expected>[^\n]*)\n+Received: (?P<received>[^\n]*)")


def compared(test: ReportedTest, language_name: str) -> Comparison | None:
    """Return what was compared, when the test's message says that and no more; else None."""
    facts = facts_of_tests(language_name)
    if test.compared is not None or facts is None or not facts.matcher:
        return test.compared
    values = _VALUES.fullmatch(_rest(test.message or "", language_name))
    return Comparison(expected=values["expected"], received=values["received"]) if values is not None else None


def marked(expected: str, received: str) -> tuple[Content, Content]:
    """Return the two values, with what differs between their like beginnings and ends underlined."""
    before = _alike(expected, received)
    after = _alike(expected[before:][::-1], received[before:][::-1])
    # Two values that have nothing in common but their quotes need no mark.
    if before + after <= len('""'):
        return Content(expected), Content(received)
    one, other = (
        Content(text, [Span(before, len(text) - after, "bold underline")] if before + after < len(text) else [])
        for text in (expected, received)
    )
    return one, other


def _alike(one: str, other: str) -> int:
    """Return how many letters two texts begin with alike."""
    differs = (at for at, (mine, yours) in enumerate(zip(one, other, strict=False)) if mine != yours)
    return next(differs, min(len(one), len(other)))


def without_matcher(message: str, language_name: str) -> str:
    """Return `message` without its first line when that only names the matcher."""
    return _rest(message, language_name) or message.strip()


def _rest(message: str, language_name: str) -> str:
    facts = facts_of_tests(language_name)
    if facts is None or not facts.matcher:
        return message.strip()
    return re.sub(facts.matcher, "", message.strip()).strip()
