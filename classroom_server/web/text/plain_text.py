"""Text that a learner wrote, made safe to read: nothing of it acts, hides, covers or turns round what is beside it."""

import re
import unicodedata
from typing import Final

from classroom_server.core.names import MARKS_ON_A_LETTER

_KEPT: Final = frozenset("\n\t")
CUT_CHARACTERS: Final = 80
_C0_PICTURES: Final = 0x2400
_DELETE: Final = 0x7F
_DELETE_PICTURE: Final = "\u2421"
# Below these no sign is a mark on another, which is what nearly all programs are made of.
_BEYOND_LATIN: Final = re.compile("[^\x00-\u02ff]+")


def plain(text: str) -> str:
    """Return `text` with each control or direction sign as a visible picture; escaping for HTML is the template's."""
    shown = "".join(sign if sign in _KEPT else _shown(sign) for sign in text.replace("\r\n", "\n"))
    return _BEYOND_LATIN.sub(_without_heaps, shown)


def plain_lines(text: str) -> list[str]:
    """Return the lines of a program, as an editor counts them."""
    return plain(text).removesuffix("\n").split("\n")


def cut(text: str, characters: int = CUT_CHARACTERS) -> str:
    """Return `text` plain, on one line and not longer than it may be in a sentence of ours."""
    start = text[: 4 * characters]
    line = " ".join(plain(start).split())
    return line if len(line) <= characters and start == text else f"{line[: characters - 1]}…"


def _without_heaps(found: re.Match[str]) -> str:
    """Return letters with no more marks on each than languages set; the others, which run over the lines, by number."""
    shown, marks = [], 0
    for sign in found[0]:
        marks = marks + 1 if unicodedata.category(sign) in {"Mn", "Me"} else 0
        shown.append(sign if marks <= MARKS_ON_A_LETTER else _number(sign))
    return "".join(shown)


def _number(sign: str) -> str:
    return f"[{ord(sign):04X}]"


def _shown(sign: str) -> str:
    code = ord(sign)
    if code < ord(" "):
        return chr(_C0_PICTURES + code)
    if code == _DELETE:
        return _DELETE_PICTURE
    # Cf turns the reading direction or has no width; Cc is the rest of the controls; Cs cannot be sent at all.
    # The line separators (Zl, Zp) would give a second line the number of the first.
    if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return _number(sign)
    return sign
