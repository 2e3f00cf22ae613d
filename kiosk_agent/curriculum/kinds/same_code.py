"""Whether two short pieces of code are the same but for blanks that mean nothing."""

import re
import unicodedata

LONGEST = 200
_PIECE = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)|(\s+)|(.)""", re.DOTALL)
_ALONE = frozenset("()[]{},;")
"""Signs that are never part of a longer one."""
_BLANK = " "


def is_same_code(written: str, right: str) -> bool:
    """Tell whether `written` is `right`: blanks count within quotes, between words, and where they split a sign."""
    if max(len(written), len(right)) > LONGEST:
        return False
    pieces = _pieces(right)
    return _pieces(written) in (pieces, [piece for piece in pieces if piece != _BLANK + _BLANK])


def _pieces(text: str) -> list[str]:
    """Return quotes whole and all else sign by sign; a blank between words is one, between signs it is two."""
    found = [match.groups() for match in _PIECE.finditer(unicodedata.normalize("NFC", text.strip()))]
    pieces: list[str] = []
    for number, (quoted, blank, sign) in enumerate(found):
        if not blank:
            pieces.append(quoted or sign)
            continue
        before, after = pieces[-1], next(filter(None, found[number + 1]))
        if _is_word(before) and _is_word(after):
            pieces.append(_BLANK)
        elif _is_sign(before) and _is_sign(after):
            pieces.append(_BLANK + _BLANK)
    return pieces


def _is_word(piece: str) -> bool:
    return len(piece) == 1 and (piece.isalnum() or piece in "_$")


def _is_sign(piece: str) -> bool:
    return len(piece) == 1 and not _is_word(piece) and piece not in _ALONE
