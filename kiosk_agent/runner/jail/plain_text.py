"""Text from a jail made safe to show: no control sequence reaches a terminal, and nothing is longer than allowed."""

import re

# CSI; OSC, DCS, APC, PM and SOS with their text, ended or not; two-character escapes; and their 8-bit forms.
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
# C0 but tab and newline, DEL, C1, and what turns the direction of text or hides in it.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f"
    "\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
CUT_MARK = "\n[…]\n"


def plain(text: str) -> str:
    """Return `text` with newline and tab as its only control characters; a carriage return goes too."""
    cleaned = _CONTROL.sub("", _SEQUENCE.sub("", text.replace("\r\n", "\n")))
    # A lone surrogate cannot be sent on as UTF-8.
    return cleaned.encode("utf-8", "replace").decode("utf-8")


def shortened(text: str, characters: int) -> str:
    """Return at most `characters` of `text`: its beginning, a mark, and its end."""
    if len(text) <= characters:
        return text
    tail = characters // 4
    return text[: characters - tail - len(CUT_MARK)] + CUT_MARK + text[len(text) - tail :]


def decoded(raw: bytes) -> str:
    """Return what a program wrote as plain text; bytes that are no UTF-8 become the replacement character."""
    return plain(raw.decode("utf-8", "replace"))
