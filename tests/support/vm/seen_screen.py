"""What a trainer's page shows of a kiosk's screen, beside what the screen itself shows."""

import string
from itertools import zip_longest
from typing import Final
from xml.etree import ElementTree as ET

from classroom_server.screens.picture import CELL_HEIGHT, CELL_WIDTH

_TEXT: Final = "{http://www.w3.org/2000/svg}text"
_READ_FOR_SURE: Final = frozenset(string.ascii_letters + string.digits)
"""What stands in both alike: lines and signs are drawn by a font that is not the reader's."""


def lines_of(drawn: str) -> list[str]:
    """Return the lines of a screen from its picture, each letter at its column; none where there is no picture."""
    if not drawn:
        return []
    rows: dict[int, dict[int, str]] = {}
    for text in ET.fromstring(drawn).iter(_TEXT):  # noqa: S314 - our own server's
        column, row = int(text.attrib["x"]) // CELL_WIDTH, int(text.attrib["y"]) // CELL_HEIGHT
        letters = (text.text or "").replace("\N{NO-BREAK SPACE}", " ")
        rows.setdefault(row, {}).update({column + place: letter for place, letter in enumerate(letters)})
    return [
        "".join(rows.get(row, {}).get(column, " ") for column in range(max(rows.get(row, {0: ""}), default=0) + 1))
        for row in range(max(rows, default=-1) + 1)
    ]


def letters_of(lines: list[str]) -> list[str]:
    """Return the letters and digits of each line, every one at its column."""
    kept = ("".join(sign if sign in _READ_FOR_SURE else " " for sign in line).rstrip() for line in lines)
    return list(kept)


def differences(drawn: str, screen: str) -> list[tuple[str, str]]:
    """Return the lines in which a picture and a screen have other letters, or the same elsewhere."""
    pairs = zip_longest(letters_of(lines_of(drawn)), letters_of(screen.split("\n")), fillvalue="")
    return [pair for pair in pairs if pair[0] != pair[1]]
