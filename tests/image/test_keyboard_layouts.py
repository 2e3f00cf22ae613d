"""What the emulator's hands know of keyboards is what the kiosk makes of their keys."""

import json
import shlex
import string
from collections.abc import Sequence
from pathlib import Path

import pytest

from image.emulator.layouts import KEYS, Layout, Strokes, layout_named, layouts
from image.emulator.tree_programs import LIBRARIES, TreePrograms
from kiosk_agent import process
from tests.support.checkout import ROOT

PROGRAM = ROOT / "tests/support/vm/keymap_program.py"
LIBRARY = LIBRARIES / "libxkbcommon.so.0"
DISPLAY_UNIT = "usr/lib/systemd/system/kiosk-display.service"
# The kernel numbers the keys of a row one after the other (linux/input-event-codes.h); some stand apart.
FIRST_OF_ROW = {"1": 2, "q": 16, "a": 30, "z": 44}
APART = {
    "grave_accent": 41, "backslash": 43, "less": 86, "spc": 57, "ret": 28, "tab": 15, "shift": 42, "alt_r": 100,
}  # fmt: skip
SECONDS = 60


def kernel_numbers() -> dict[str, int]:
    rows = ([key for key in row.split() if key not in APART] for row in KEYS)
    numbered = {key: FIRST_OF_ROW[row[0]] + place for row in rows for place, key in enumerate(row)}
    return numbered | APART


def unit_environment(root: Path) -> dict[str, str]:
    """Return what the unit of the kiosk's screen sets."""
    lines = (root / DISPLAY_UNIT).read_text().splitlines()
    settings = [word for line in lines if line.startswith("Environment=") for word in shlex.split(line[12:])]
    return dict(setting.split("=", 1) for setting in settings)


def typed(root: Path, layout: Layout, lists: Sequence[Strokes]) -> list[str]:
    """Return what the kiosk with this root would have on its screen for each list of strokes."""
    numbers = kernel_numbers()
    asked = [[[numbers[key] for key in stroke] for stroke in strokes] for strokes in lists]
    set_as_on_a_kiosk = unit_environment(root) | {
        "XKB_DEFAULT_LAYOUT": layout.name,
        "XKB_DEFAULT_VARIANT": layout.variant,
        "XKB_CONFIG_ROOT": str(root / "usr/share/X11/xkb"),
        "XLOCALEDIR": str(root / "usr/share/X11/locale"),
        "PYTHONHOME": str(root / "usr"),
        "PYTHONPATH": "",
    }
    said = process.run(
        [*TreePrograms(root).command("python3"), "-S", PROGRAM, root / LIBRARY],
        timeout_seconds=SECONDS,
        extra_environment=set_as_on_a_kiosk,
        stdin_bytes=json.dumps(asked).encode(),
    )
    return list(json.loads(said))


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.title)
def test_the_kiosk_types_each_character_as_its_layout_says(root: Path, layout: Layout) -> None:
    wanted = {character: strokes for character, strokes in layout.table.items() if character != "\n"}
    said = dict(zip(wanted, typed(root, layout, list(wanted.values())), strict=True))
    assert {character: got for character, got in said.items() if got != character} == {}


def test_a_wrong_table_would_be_seen(root: Path) -> None:
    as_in_the_united_states: list[Strokes] = [((key,),) for key in (*string.ascii_lowercase, "semicolon", "minus")]
    assert typed(root, layout_named("es"), as_in_the_united_states) == [*string.ascii_lowercase, "ñ", "'"]
