"""Text read back from a picture of a terminal, cell by cell, by comparing each with the glyphs of the kiosk's font.

Exact where general OCR guesses: `l`, `1`, `I` and `|` are different pictures in a known font, and columns stay columns.
"""

import statistics
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from PIL import Image, ImageChops, ImageDraw, ImageFont

LETTERS = (
    "".join(map(chr, range(33, 127)))
    + "áàâäãåăçéèêëíìîïñóòôöõúùûüýșțşţ"
    + "ÁÀÂÄÃÅĂÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜÝȘȚŞŢ"
    + "¿¡·…“”„‘’–—€£ºª«»°×÷±✓✗→←↑↓●○•▸▾▶◀■□⚑"  # noqa: RUF001 - what screens show
)
STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
# The likeliest first. foot counts 96 pixels to the 72 points of an inch.
POINT_SIZES = (12, 13, 14, 11, 10, 15, 16, 18, 9, 20, 17, 22, 24, 8)
PIXELS_PER_POINT = 96 / 72
# Least contrast, of 255, at which a cell holds a letter at all.
INK = 40
# How far a cell may be from a letter, as a part of its ink. Right letters measure 0 to 0.4, and 0.6 at 10 points;
# lines and pictures 0.7 and more; with the wrong size of font the mean is about 1.
UNKNOWN = 0.65
FITS = 0.4
SAMPLE_CELLS = 60


@dataclass(frozen=True)
class Grid:
    """Where a terminal's cells are: foot rounds a glyph's advance, and centres what cells fit on a full screen."""

    points: int
    cell_width: int
    cell_height: int
    columns: int
    rows: int
    left: int
    top: int

    @classmethod
    def on(cls, fonts: Path, points: int, width: int, height: int) -> "Grid":
        """Return the grid of a full-screen terminal with a font of `points` on a screen of this many pixels."""
        font = load(fonts, "Regular", points)
        cell_width, cell_height = round(font.getlength("M")), sum(font.getmetrics())
        columns, rows = width // cell_width, height // cell_height
        left, top = (width - columns * cell_width) // 2, (height - rows * cell_height) // 2
        return cls(points, cell_width, cell_height, columns, rows, left, top)

    def cells(self, picture: Image.Image) -> Iterator[list[Image.Image]]:
        """Return the cells of a picture, row by row."""
        for row in range(self.rows):
            top = self.top + row * self.cell_height
            lefts = [self.left + column * self.cell_width for column in range(self.columns)]
            yield [picture.crop((left, top, left + self.cell_width, top + self.cell_height)) for left in lefts]


def load(fonts: Path, style: str, points: int) -> ImageFont.FreeTypeFont:
    """Return the kiosk's font in one style and size."""
    return ImageFont.truetype(fonts / f"JetBrainsMono-{style}.ttf", points * PIXELS_PER_POINT)


class Glyphs:
    """All that a cell of one grid may show, stacked in one tall picture so that one comparison serves them all."""

    def __init__(self, fonts: Path, grid: Grid, styles: tuple[str, ...] = STYLES) -> None:
        self._width, self._height = grid.cell_width, grid.cell_height
        self._letters = LETTERS * len(styles)
        self._stack = Image.new("L", (self._width, self._height * len(self._letters)))
        for index, letter in enumerate(self._letters):
            font = load(fonts, styles[index // len(LETTERS)], grid.points)
            cell = Image.new("L", (self._width, self._height))
            ImageDraw.Draw(cell).text((0, font.getmetrics()[0]), letter, font=font, fill=255, anchor="ls")
            self._stack.paste(cell, (0, index * self._height))
        self._known: dict[bytes, tuple[str, float]] = {}

    def nearest(self, ink: bytes) -> tuple[str, float]:
        """Return the letter nearest to a cell's ink, and how far apart they are as a part of that ink."""
        if ink not in self._known:
            tiled = Image.frombytes("L", self._stack.size, ink * len(self._letters))
            apart = ImageChops.difference(self._stack, tiled).convert("F").reduce((self._width, self._height))
            # One float of the machine's own kind for each letter, top to bottom.
            distances = array("f", apart.tobytes())
            best = min(range(len(distances)), key=distances.__getitem__)
            self._known[ink] = (self._letters[best], distances[best] * len(ink) / sum(ink))
        return self._known[ink]


def ink_of(cell: Image.Image) -> bytes | None:
    """Return how far each pixel is from the cell's background, stretched to 0..255; None for an empty cell.

    Colours go: what is most of a cell is its background, whether light on dark or dark on light.
    """
    colours = cast("list[tuple[int, tuple[int, int, int]]]", cell.getcolors(cell.width * cell.height))
    if len(colours) == 1:
        return None
    apart = ImageChops.difference(cell, Image.new("RGB", cell.size, max(colours)[1]))
    red, green, blue = apart.split()
    strongest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    most = max(strongest.tobytes())
    if most < INK:
        return None
    # Sixteen steps: enough for the shape, and few enough that colours share what was once compared.
    return strongest.point([round(min(level / most, 1) * 15) * 17 for level in range(256)]).tobytes()


class GlyphReader:
    """Reads a full-screen terminal; finds the size of its font by itself."""

    def __init__(self, fonts: Path) -> None:
        self._fonts = fonts
        self._found: tuple[Grid, Glyphs] | None = None
        self._size = (0, 0)
        self._last: tuple[bytes, str] = (b"", "")

    def read(self, picture: Image.Image) -> str:
        """Return the text of an RGB picture, one line a row; a cell that shows no letter we know is a space."""
        pixels = picture.tobytes()
        if self._last[0] != pixels:
            self._last = (pixels, self._read(picture))
        return self._last[1]

    def _read(self, picture: Image.Image) -> str:
        if self._found is None or self._size != picture.size:
            self._found = self._find(picture)
            self._size = picture.size
        if self._found is None:
            return ""
        grid, glyphs = self._found
        lines: list[str] = []
        unknown = known = 0
        for row in grid.cells(picture):
            line = ""
            for ink in map(ink_of, row):
                letter, distance = glyphs.nearest(ink) if ink else (" ", 0.0)
                unknown += distance > UNKNOWN
                known += ink is not None and distance <= UNKNOWN
                line += letter if distance <= UNKNOWN else " "
            lines.append(line.rstrip())
        if unknown > known:  # another screen, such as the firmware's: look for its font next time
            self._found = None
        return "\n".join(lines)

    def _find(self, picture: Image.Image) -> tuple[Grid, Glyphs] | None:
        """Return the grid and glyphs that fit the picture, or None when there is no text in the kiosk's font in it."""
        for points in POINT_SIZES:
            grid = Grid.on(self._fonts, points, *picture.size)
            inks = Counter(ink for row in grid.cells(picture) for ink in map(ink_of, row) if ink)
            if not inks:
                return None
            glyphs = Glyphs(self._fonts, grid)
            distances = [glyphs.nearest(ink)[1] for ink, _ in inks.most_common(SAMPLE_CELLS)]
            if statistics.median(distances) < FITS:
                return grid, glyphs
        return None
