"""What the kiosk's own keyboard library types for keys, as cage and foot ask it: run by the Python of the kiosk's root.

Reads lists of strokes from stdin, each a list of the keys that are held together, by the kernel's numbers; writes what
each list types. The layout and the locale are those of the environment, as in the unit of the kiosk's screen.
"""

import ctypes
import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import Final

# The kernel's numbers of keys, as XKB counts them.
_FIRST_KEY: Final = 8
_COMPOSING, _COMPOSED, _CANCELLED = 1, 2, 3
_TEXT_BYTES: Final = 64
_ACCEPTED: Final = 1


class Keys:
    """One keyboard, and what was begun with a dead key."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library
        context = self._made("xkb_context_new", 0)
        # No names: the library takes them of the environment, as it does for cage.
        keymap = self._made("xkb_keymap_new_from_names", ctypes.c_void_p(context), None, 0)
        self._state = self._made("xkb_state_new", ctypes.c_void_p(keymap))
        locale = os.environ["LANG"].encode()
        table = self._made("xkb_compose_table_new_from_locale", ctypes.c_void_p(context), locale, 0)
        self._compose = self._made("xkb_compose_state_new", ctypes.c_void_p(table), 0)

    def _made(self, function: str, *arguments: object) -> int:
        make = self._library[function]
        make.restype = ctypes.c_void_p
        made = make(*arguments)
        if not made:
            raise SystemExit(f"{function} made nothing")
        return int(made)

    def typed(self, strokes: Sequence[Sequence[int]]) -> str:
        """Return what is typed by these strokes, one after the other."""
        said = "".join(self._press(stroke) for stroke in strokes)
        self._library.xkb_compose_state_reset(ctypes.c_void_p(self._compose))
        return said

    def _press(self, stroke: Sequence[int]) -> str:
        said = ""
        for key in stroke:
            said += self._taken(key + _FIRST_KEY)
            self._library.xkb_state_update_key(ctypes.c_void_p(self._state), key + _FIRST_KEY, 1)
        for key in reversed(stroke):
            self._library.xkb_state_update_key(ctypes.c_void_p(self._state), key + _FIRST_KEY, 0)
        return said

    def _taken(self, key: int) -> str:
        """Return what foot would write as the key goes down."""
        library, state, compose = self._library, ctypes.c_void_p(self._state), ctypes.c_void_p(self._compose)
        symbol = library.xkb_state_key_get_one_sym(state, key)
        status = 0
        if library.xkb_compose_state_feed(compose, symbol) == _ACCEPTED:
            status = library.xkb_compose_state_get_status(compose)
        if status in (_COMPOSING, _CANCELLED):
            return ""
        if status == _COMPOSED:
            return self._text(lambda text: library.xkb_compose_state_get_utf8(compose, text, _TEXT_BYTES))
        return self._text(lambda text: library.xkb_state_key_get_utf8(state, key, text, _TEXT_BYTES))

    @staticmethod
    def _text(write: Callable[[ctypes.Array[ctypes.c_char]], object]) -> str:
        text = ctypes.create_string_buffer(_TEXT_BYTES)
        write(text)
        return text.value.decode()


if __name__ == "__main__":
    keys = Keys(ctypes.CDLL(sys.argv[1]))
    json.dump([keys.typed(strokes) for strokes in json.load(sys.stdin)], sys.stdout)
