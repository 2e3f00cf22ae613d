"""Text that others wrote, made safe to put on a terminal: what is shown can never be a command to the screen."""

import re

# C0 and C1 controls but newline and tab; marks that reorder text, so that what is read is what is there; the
# separators that some programs take for line ends; lone surrogates, which no terminal can be sent.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?")


def plain(text: str) -> str:
    """Return `text` with newline and tab as its only control characters, and no mark that turns its direction."""
    return _UNSAFE.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """Return `text` as a single line, for names and titles."""
    return " ".join(plain(text).split())
