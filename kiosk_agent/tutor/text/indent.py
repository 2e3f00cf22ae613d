"""How far the next line goes in."""

from kiosk_agent.toolchains.facts import facts_of

_OPENERS = ("{", "(", "[")
DEFAULT_INDENT_COLUMNS = 2


def indent_columns(language_name: str) -> int:
    """Return the width of one step in, as that language is usually written."""
    facts = facts_of(language_name)
    return facts.indent if facts is not None else DEFAULT_INDENT_COLUMNS


def new_line(before: str, language_name: str) -> str:
    """Return what the Enter key puts in after `before`, the part of the line that is left of the cursor."""
    indent = before[: len(before) - len(before.lstrip(" \t"))]
    facts = facts_of(language_name)
    opens = before.rstrip().endswith((*_OPENERS, *(facts.opens if facts is not None else ())))
    return "\n" + indent + (" " * indent_columns(language_name) if opens else "")


def columns_to_close(before: str, character: str, language_name: str) -> int:
    """Return how many spaces left of the cursor a closing bracket takes away: one step when it is first on its line."""
    if character not in ")]}" or before.strip(" ") or not before:
        return 0
    return min(len(before), indent_columns(language_name))
