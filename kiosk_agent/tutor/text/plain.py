"""Text that others wrote, made safe to put on a terminal: what is shown can never be a command to the screen."""

import re

# C0 and C1 controls but newline and tab; marks that reorder text, so that what is read is what is there; the
# separators that some programs take for line ends; lone surrogates, which no terminal can be sent.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?")
# The pictures of control signs (Unicode's from U+2400 on), by the names that they are pictures of.
_PICTURED = (
    "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US"
    " SP DEL"
)
_NAMES = {0x2400 + place: f"[{name}]" for place, name in enumerate(_PICTURED.split())}


def plain(text: str) -> str:
    """Return `text` with newline and tab as its only control characters, and no mark that turns its direction."""
    return _UNSAFE.sub("", _LINE_ENDS.sub("\n", text))


def spelled(text: str) -> str:
    """Return `text` to be read, not to be worked on: a picture of a control sign is its name.

    In one cell it is two or three letters too small to be read, and not every terminal's font has it.
    """
    return text.translate(_NAMES)


def one_line(text: str) -> str:
    """Return `text` as a single line, for names and titles."""
    return " ".join(spelled(plain(text)).split())
