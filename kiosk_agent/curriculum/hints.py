"""The hints of an exercise, one at a time, from Exercism's hints.md: headings, and a list under each."""

import re

_HEADING = re.compile(r"^##+ +(?:\d+\. *)?(.+?)\s*$")
_ITEM = re.compile(r"^[-*] +(.*)$")
_DEFINITION = re.compile(r"^\[[^\]]+\]: ")
# [words][reference] or [words](address): there is no web behind a kiosk, so only the words stay.
_LINK = re.compile(r"\[([^\]]+)\](?:\[[^\]]*\]|\([^)]*\))")
_GENERAL = frozenset({"general", "hints"})


def parse_hints(markdown: str) -> tuple[str, ...]:
    """Return each list item as one hint (Markdown), led by its heading unless that is "General"."""
    hints: list[list[str]] = []
    heading = ""
    in_item = False
    for line in markdown.splitlines():
        if found := _HEADING.match(line):
            heading = "" if found[1].lower() in _GENERAL else _LINK.sub(r"\1", found[1])
            in_item = False
        elif found := _ITEM.match(line):
            hints.append([f"**{heading}**", "", found[1]] if heading else [found[1]])
            in_item = True
        elif in_item and not _DEFINITION.match(line):
            hints[-1].append(line.removeprefix("  "))
    texts = (_LINK.sub(r"\1", "\n".join(lines).strip()) for lines in hints)
    return tuple(text for text in texts if text)
