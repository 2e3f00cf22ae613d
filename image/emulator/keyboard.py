"""The virtual keyboard: characters and key names to QEMU's key codes, on a keyboard of layouts.toml."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from image.emulator.layouts import Layout
from image.emulator.qmp import Qmp

PAUSE_SECONDS = 0.01
# A processor that waits for the emulator's own lock looks asleep too, but not for long.
IDLE_LOOKS = 5
GUEST_RUN_SECONDS = 0.05
GUEST_RUN_LIMIT_SECONDS = 10.0

NAMES = {
    "enter": "ret", "space": "spc", "escape": "esc", "backspace": "backspace", "tab": "tab", "delete": "delete",
    "insert": "insert", "up": "up", "down": "down", "left": "left", "right": "right", "home": "home", "end": "end",
    "pageup": "pgup", "pagedown": "pgdn", "ctrl": "ctrl", "shift": "shift", "alt": "alt", "super": "meta_l",
    "altgr": "alt_r", "print": "print", "sysrq": "sysrq", "pause": "pause", "menu": "menu",
}  # fmt: skip


def codes_of_chord(chord: str, layout: Layout) -> list[str]:
    """Return the keys of a chord such as `ctrl-shift-n`, `f2`, `alt-f3` or `ctrl--` (the minus key), held together.

    Raises ValueError for a key that is not there, and for a character that is no single stroke.
    """
    head, separator, last = chord.rpartition("-")
    if separator and not last:  # the last key is the minus itself
        head, last = head.removesuffix("-"), "-"
    parts = [*(part for part in head.split("-") if part), last]
    return [code for part in parts for code in _codes_of_name(part, layout)]


def _codes_of_name(name: str, layout: Layout) -> list[str]:
    lowered = name.lower()
    if lowered in NAMES:
        return [NAMES[lowered]]
    if lowered[:1] == "f" and lowered[1:].isdigit():
        return [lowered]
    if len(name) == 1:
        strokes = layout.strokes_of(name)
        if len(strokes) == 1:
            return list(strokes[0])
    raise ValueError(f"no key is called {name!r}")


class Keyboard:
    """Fingers that press no faster than the guest's processors take the keys in.

    A virtual keyboard holds eight keys and drops the ninth; on a loaded machine the guest may stand still for a
    second. So after each stroke it is the guest's own processor time, not the clock, that is waited for; and keys go
    down and up in one piece, or what stood still in between would have held them until they repeat.
    """

    def __init__(self, qmp: Qmp, pid: int, layout: Layout) -> None:
        self._qmp = qmp
        self._layout = layout
        answer = qmp.execute("query-cpus-fast")
        threads = [cpu["thread-id"] for cpu in answer] if isinstance(answer, list) else []
        self._stats = [Path(f"/proc/{pid}/task/{thread}/stat") for thread in threads]

    def press(self, *chords: str) -> None:
        """Press each chord in turn. Raises ValueError for a key that is not there."""
        for codes in [codes_of_chord(chord, self._layout) for chord in chords]:
            self._strike(codes)

    def type_text(self, text: str) -> None:
        """Type `text`. Raises ValueError, before the first key, for a character that the keyboard lacks."""
        for stroke in [stroke for character in text for stroke in self._layout.strokes_of(character)]:
            self._strike(stroke)

    def _strike(self, codes: Sequence[str]) -> None:
        moves = [(code, True) for code in codes] + [(code, False) for code in reversed(codes)]
        keys = [{"down": down, "key": {"type": "qcode", "data": code}} for code, down in moves]
        self._qmp.execute("input-send-event", events=[{"type": "key", "data": key} for key in keys])
        self._let_guest_run()

    def _let_guest_run(self) -> None:
        """Wait until the guest has run for a while, or is asleep because it has nothing left to do."""
        before, _ = self._processors()
        deadline = time.monotonic() + GUEST_RUN_LIMIT_SECONDS
        idle_looks = 0
        while time.monotonic() < deadline:
            self._qmp.pause(PAUSE_SECONDS)
            seconds, idle = self._processors()
            idle_looks = idle_looks + 1 if idle else 0
            if idle_looks == IDLE_LOOKS or seconds - before >= GUEST_RUN_SECONDS:
                return

    def _processors(self) -> tuple[float, bool]:
        """Return the seconds that the guest's processors have run, and whether all of them sleep."""
        fields = [stat.read_text().rpartition(")")[2].split() for stat in self._stats]
        ticks = sum(int(field[11]) + int(field[12]) for field in fields)
        return ticks / os.sysconf("SC_CLK_TCK"), all(field[0] == "S" for field in fields)
