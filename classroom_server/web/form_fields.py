"""What forms send, read with limits: a number of thousands of digits is nobody's."""

import threading
from typing import Final

_DIGITS_MAXIMUM: Final = 9
_KEPT: Final = 2000


def whole_number(typed: str) -> int:
    """Return the number that was typed; 0, which no form asks for, when it is none or silly."""
    digits = typed.strip()
    return int(digits) if len(digits) <= _DIGITS_MAXIMUM and digits.isascii() and digits.isdecimal() else 0


def own_path(back: str) -> str:
    """Return `back` if it is a path of this server; "//host" and the like would lead elsewhere."""
    is_ours = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    return back if is_ours else "/"


class FormsDone:
    """Which forms were carried out: one that is sent twice (a double click, a page that is sent again) counts once.

    Kept in memory, the newest; safe from any thread.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._done: dict[str, None] = {}

    def is_first(self, form: str) -> bool:
        """Note a form by what is its own alone, and tell whether it had not come before."""
        with self._lock:
            if form in self._done:
                return False
            self._done[form] = None
            if len(self._done) > _KEPT:
                del self._done[next(iter(self._done))]
            return True

    def forget(self, form: str) -> None:
        """Let a form come again that could not be carried out."""
        with self._lock:
            self._done.pop(form, None)
