"""A terminal's screen drawn as a picture."""

from pathlib import Path

import pyte
from PIL import Image, ImageDraw, ImageFont

from image.emulator.tree_programs import FONTS

FONT_PIXELS = 16
GROUND = "#11151c"
TEXT = "#e8e6e1"
# The sixteen colours of old, by the names that pyte gives them.
NAMED = {
    "black": "#1a212c", "red": "#ff9e80", "green": "#7fd8a8", "brown": "#ffb454", "blue": "#6cb6ff",
    "magenta": "#d2a8ff", "cyan": "#7fd8d8", "white": "#e8e6e1",
}  # fmt: skip
# Where fonts may be, the kiosk's own first.
FONT_FILES = ("JetBrainsMono-Regular.ttf", "JetBrainsMono-Bold.ttf", "JetBrainsMono-Italic.ttf")
SYSTEM_FONTS = Path("/") / FONTS
# Characters that must meet their neighbours without a seam: left, top, right, bottom, in eighths of a cell.
BLOCKS = {
    "█": (0, 0, 8, 8), "▀": (0, 0, 8, 4), "▄": (0, 4, 8, 8), "▌": (0, 0, 4, 8), "▐": (4, 0, 8, 8),
    "▔": (0, 0, 8, 1), "▁": (0, 7, 8, 8), "▏": (0, 0, 1, 8), "▕": (7, 0, 8, 8), "▎": (0, 0, 2, 8), "▊": (0, 0, 6, 8),
}  # fmt: skip


def draw(screen: pyte.Screen, fonts: Path | None) -> Image.Image:
    """Return the screen as an RGB picture; `fonts` is the folder with JetBrains Mono, if not the system's own."""
    faces = _faces(fonts)
    width, height = round(faces[0].getlength("M")), sum(faces[0].getmetrics())
    image = Image.new("RGB", (screen.columns * width, screen.lines * height), GROUND)
    pen = ImageDraw.Draw(image)
    for row in range(screen.lines):
        for column in range(screen.columns):
            cell = screen.buffer[row][column]
            front, back = _colour(cell.fg, TEXT), _colour(cell.bg, GROUND)
            is_cursor = not screen.cursor.hidden and (screen.cursor.x, screen.cursor.y) == (column, row)
            if cell.reverse != is_cursor:
                front, back = back, front
            left, top = column * width, row * height
            pen.rectangle((left, top, left + width - 1, top + height - 1), fill=back)
            if cell.data in BLOCKS:
                x1, y1, x2, y2 = BLOCKS[cell.data]
                edges = (left + x1 * width // 8, top + y1 * height // 8)
                pen.rectangle((*edges, left + x2 * width // 8 - 1, top + y2 * height // 8 - 1), fill=front)
            elif cell.data.strip():
                face = faces[1 if cell.bold else 2 if cell.italics else 0]
                pen.text((left, top + face.getmetrics()[0]), cell.data, font=face, fill=front, anchor="ls")
            if cell.underscore:
                pen.line((left, top + height - 2, left + width - 1, top + height - 2), fill=front)
    return image


def _faces(fonts: Path | None) -> list[ImageFont.FreeTypeFont]:
    folder = fonts or SYSTEM_FONTS
    if (folder / FONT_FILES[0]).exists():
        return [ImageFont.truetype(folder / name, FONT_PIXELS) for name in FONT_FILES]
    # Pillow's own: proportional, so letters stand a little wide, but it is always there.
    return [ImageFont.load_default(FONT_PIXELS)] * 3  # type: ignore[list-item]


def _colour(name: str, default: str) -> str:
    if name == "default":
        return default
    bright = name.removeprefix("bright")
    return NAMED.get(bright) or f"#{name}"
