"""Text is read back from a picture exactly, or a test of the screen would mean nothing."""

import string

import pyte
import pytest
from PIL import Image

from image.emulator.glyphs import GlyphReader, Grid
from image.emulator.plan import Plan
from image.emulator.tree_programs import FONTS, TreePrograms
from image.room.terminal_picture import FONT_PIXELS, draw

SIZE = (1280, 800)
PIXELS_PER_POINT = 96 / 72
SHOWN = (
    string.ascii_letters,
    string.digits + " " + string.punctuation,
    "Il1| O0o rn m cl d vv w `'\" .,;:",
    "for (const n of boxes) { sum += n; } // => !== <=",
    "Ocho líneas más en español, ¿sí? Ș ț ă ✓ ✗ →",
)


@pytest.fixture
def programs(development_plan: Plan) -> TreePrograms:
    return development_plan.programs


def picture_of(lines: tuple[str, ...], programs: TreePrograms, before: str = "") -> Image.Image:
    """Return a full screen of text as foot lays it out, each line after the control sequence `before`."""
    grid = Grid.on(programs.file(FONTS), round(FONT_PIXELS / PIXELS_PER_POINT), *SIZE)
    screen = pyte.Screen(grid.columns, grid.rows)
    pyte.Stream(screen).feed("".join(f"{before}{line}\x1b[0m\r\n" for line in lines))
    picture = Image.new("RGB", SIZE, "#11151c")
    picture.paste(draw(screen, programs.tree), (grid.left, grid.top))
    return picture


@pytest.mark.parametrize(
    "style", ["", "\x1b[1m", "\x1b[3m", "\x1b[7m", "\x1b[38;2;255;180;84m", "\x1b[48;2;255;180;84;30m"]
)
def test_every_style_is_read_letter_by_letter(programs: TreePrograms, style: str) -> None:
    read = GlyphReader(programs.file(FONTS)).read(picture_of(SHOWN, programs, style))
    assert read.splitlines()[: len(SHOWN)] == list(SHOWN)


def test_dark_screen_has_no_text(programs: TreePrograms) -> None:
    assert GlyphReader(programs.file(FONTS)).read(Image.new("RGB", SIZE, "#000000")) == ""


def test_picture_without_letters_has_no_text(programs: TreePrograms) -> None:
    assert GlyphReader(programs.file(FONTS)).read(Image.radial_gradient("L").resize(SIZE).convert("RGB")).strip() == ""
