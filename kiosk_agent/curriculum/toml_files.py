"""A track's TOML files, and in which line each key stands, which the standard library's reader does not say."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from kiosk_agent.curriculum.files import read_text
from kiosk_agent.errors import TrackInvalid

_HEADER = re.compile(r"\s*\[{1,2}([^\[\]]+)\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([\w.\"'-]+)\s*=\s*(.*)$")
_LINE_OF_ERROR = re.compile(r"at line (\d+)")
_LONG_QUOTES = ('"""', "'''")

LINE_CHARACTERS = 2000
"""In a line: the reader takes time by the square of a key's dots, 15 s for twenty thousand."""
Place = tuple[str, ...]
DEEPEST = 8
"""Tables within tables that a place is told of: a file could hold thousands."""


def read_toml(folder: Path, relative: str) -> dict[str, object]:
    """Parse folder/relative. Raises TrackInvalid."""
    text = read_text(folder, relative)
    for number, code in enumerate(text.split("\n"), start=1):
        if len(code) > LINE_CHARACTERS:
            problem = f"it has over {LINE_CHARACTERS} characters"
            raise TrackInvalid(problem, hint="break it", path=folder / relative, line=number)
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = _LINE_OF_ERROR.search(str(error))
        line = int(found[1]) if found else None
        hint = "correct that place"
        raise TrackInvalid(f"it is not TOML: {error}", hint=hint, path=folder / relative, line=line) from error


def places_of(text: str) -> dict[Place, int]:
    """Return the first line of each table and key, by its keys from the top. `text` is TOML."""
    places: dict[Place, int] = {}
    table: Place = ()
    closes_with = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if closes_with:
            closes_with = "" if line.count(closes_with) % 2 else closes_with
            continue
        if found := _HEADER.match(line):
            table = _keys(found[1])
            _note(places, table, number)
        elif found := _KEY.match(line):
            _note(places, (*table, *_keys(found[1])), number)
            closes_with = next((quotes for quotes in _LONG_QUOTES if found[2].count(quotes) % 2), "")
    return places


def _note(places: dict[Place, int], place: Place, number: int) -> None:
    for end in range(1, len(place) + 1):
        places.setdefault(place[:end], number)


def line_of(place: Place, places: Mapping[Place, int]) -> int | None:
    """Return the line of a place, or of the nearest around it that stands somewhere; None for the whole file."""
    return next((places[place[:end]] for end in range(len(place), 0, -1) if place[:end] in places), None)


def _keys(dotted: str) -> Place:
    return tuple(key.strip().strip("\"'") for key in dotted.split(".", DEEPEST)[:DEEPEST])
