"""What forms send, read with limits: a number of thousands of digits is nobody's."""

import re
import threading
from collections.abc import Callable
from datetime import date
from typing import Final, TypeVar

from classroom_server.core.errors import RefusalCode, Refused

_DIGITS_MAXIMUM: Final = 9
_DATE_CHARACTERS: Final = 20
# As a date field sends it, and as all our languages write it: the day, the month, the year.
_DATES: Final = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"),
    re.compile(r"(?P<day>[0-9]{1,2})(?P<sign>[./-])(?P<month>[0-9]{1,2})(?P=sign)(?P<year>[0-9]{4})"),
)
_KEPT: Final = 2000
Done = TypeVar("Done")


def whole_number(typed: str) -> int:
    """Return the number that was typed; 0, which no form asks for, when it is none or silly."""
    digits = typed.strip()
    return int(digits) if len(digits) <= _DIGITS_MAXIMUM and digits.isascii() and digits.isdecimal() else 0


def day_typed(typed: str) -> date | None:
    """Return the day that "2026-12-31" or "31/12/2026" means, None for nothing. Raises Refused (date_unreadable)."""
    written = typed.strip()
    if not written:
        return None
    found = next((found for form in _DATES if (found := form.fullmatch(written[: _DATE_CHARACTERS + 1]))), None)
    try:
        if found:
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        pass  # 30 February: said like all else that is no date
    raise Refused(RefusalCode.DATE_UNREADABLE, "that is no date", hint="write it as 31/12/2026 or as 2026-12-31")


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

    def once(self, form: str, do: Callable[[], Done]) -> Done | None:
        """Do what a form asks for, named by what is its own alone, unless it came before; None then.

        What could not be done may come again.
        """
        if not self._is_first(form):
            return None
        try:
            return do()
        except Exception:
            self._forget(form)
            raise

    def _is_first(self, form: str) -> bool:
        with self._lock:
            if form in self._done:
                return False
            self._done[form] = None
            if len(self._done) > _KEPT:
                del self._done[next(iter(self._done))]
            return True

    def _forget(self, form: str) -> None:
        with self._lock:
            self._done.pop(form, None)
