"""Text that a learner wrote, made safe to read: nothing in it can act, hide or turn round what stands beside it."""

import unicodedata
from typing import Final

_KEPT: Final = frozenset("\n\t")
_C0_PICTURES: Final = 0x2400
_DELETE: Final = 0x7F
_DELETE_PICTURE: Final = "\u2421"


def plain(text: str) -> str:
    """Return `text` with each control or direction sign as a visible picture; escaping for HTML is the template's."""
    return "".join(sign if sign in _KEPT else _shown(sign) for sign in text.replace("\r\n", "\n"))


def plain_lines(text: str) -> list[str]:
    """Return the lines of a program, as an editor counts them."""
    return plain(text).removesuffix("\n").split("\n")


def _shown(sign: str) -> str:
    code = ord(sign)
    if code < ord(" "):
        return chr(_C0_PICTURES + code)
    if code == _DELETE:
        return _DELETE_PICTURE
    # Cf turns the reading direction or has no width; Cc is the rest of the controls; Cs cannot be sent at all.
    # The line separators (Zl, Zp) would give a second line the number of the first.
    if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return f"[{code:04X}]"
    return sign
