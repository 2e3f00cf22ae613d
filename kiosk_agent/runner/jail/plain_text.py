"""Text from a jail made safe to show: no control sequence reaches a terminal, and nothing is longer than allowed."""

import re
import unicodedata

# CSI; OSC, DCS, APC, PM and SOS with their text, ended or not; two-character escapes; and their 8-bit forms.
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
# C0 but tab and newline, DEL, C1; what turns the direction of text or breaks a line where none is seen; and all that is
# shown by nothing and so may carry a message: Unicode's Default_Ignorable_Code_Point, every version's reserve included.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_BEYOND_LATIN = re.compile("[^\x00-\u02ff]+")
MARKS_ON_A_LETTER = 4
"""More than any language sets on one; endless ones run over the lines above and below."""
# Besides spacing marks and what Unicode has not given out: symbols that libc (by which a terminal places the next
# letter) holds for as wide as East Asian ones and Textual does not, or the other way round.
_OF_TWO_WIDTHS = re.compile(
    "[\u2630-\u2637\u268a-\u268f\u302e\u302f\u3248-\u324f\u4dc0-\u4dff\U0001d300-\U0001d376\U0001f3fb-\U0001f3ff]"
)
_REPLACEMENT = "\ufffd"
CUT_MARK = "\n[…]\n"


def plain(text: str) -> str:
    """Return `text` with newline and tab as its only control characters; a carriage return goes too."""
    cleaned = _UNSEEN.sub("", _SEQUENCE.sub("", text.replace("\r\n", "\n")))
    # A lone surrogate cannot be sent on as UTF-8.
    sent = cleaned.encode("utf-8", "replace").decode("utf-8")
    return _BEYOND_LATIN.sub(_measurable, sent)


def _measurable(found: re.Match[str]) -> str:
    """Return letters of which everybody knows the width, with a bounded number of marks on each."""
    shown, marks = [], 0
    for letter in _OF_TWO_WIDTHS.sub(_REPLACEMENT, found[0]):
        category = unicodedata.category(letter)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks <= MARKS_ON_A_LETTER:
            shown.append(_REPLACEMENT if category in {"Mc", "Cn"} else letter)
    return "".join(shown)


def shortened(text: str, characters: int) -> str:
    """Return at most `characters` of `text`: its beginning, a mark, and its end."""
    if len(text) <= characters:
        return text
    tail = characters // 4
    return text[: characters - tail - len(CUT_MARK)] + CUT_MARK + text[len(text) - tail :]


def decoded(raw: bytes) -> str:
    """Return what a program wrote as plain text; bytes that are no UTF-8 become the replacement character."""
    return plain(raw.decode("utf-8", "replace"))
