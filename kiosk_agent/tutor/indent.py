"""How far the next line goes in."""

_OPENERS = ("{", "(", "[")
INDENT_COLUMNS = {"javascript": 2, "python": 4}
DEFAULT_INDENT_COLUMNS = 2


def indent_columns(language_name: str) -> int:
    """Return the width of one step in, as that language is usually written."""
    return INDENT_COLUMNS.get(language_name, DEFAULT_INDENT_COLUMNS)


def new_line(before: str, language_name: str) -> str:
    """Return what the Enter key puts in after `before`, the part of the line that is left of the cursor."""
    indent = before[: len(before) - len(before.lstrip(" \t"))]
    ending = before.rstrip()
    opens = ending.endswith(_OPENERS) or (language_name == "python" and ending.endswith(":"))
    return "\n" + indent + (" " * indent_columns(language_name) if opens else "")


def columns_to_close(before: str, character: str, language_name: str) -> int:
    """Return how many spaces left of the cursor a closing bracket takes away: one step when it is first on its line."""
    if character not in ")]}" or before.strip(" ") or not before:
        return 0
    return min(len(before), indent_columns(language_name))
