"""A terminal's screen drawn as a picture."""

from pathlib import Path
from typing import cast

import pyte
from PIL import Image, ImageDraw, ImageFont

FONT_PIXELS = 16
GROUND = "#11151c"
TEXT = "#e8e6e1"
# The sixteen colours of old, by the names that pyte gives them.
NAMED = {
    "black": "#1a212c", "red": "#ff9e80", "green": "#7fd8a8", "brown": "#ffb454", "blue": "#6cb6ff",
    "magenta": "#d2a8ff", "cyan": "#7fd8d8", "white": "#e8e6e1",
}  # fmt: skip
HOST = Path("/")
FONT_FOLDER = Path("usr/share/fonts/truetype")
# As a kiosk chooses for regular, bold and italic letters: its own font, then the one for signs that this one lacks.
FONT_FILES = (
    ("jetbrains-mono/JetBrainsMono-Regular.ttf", "dejavu/DejaVuSansMono.ttf"),
    ("jetbrains-mono/JetBrainsMono-Bold.ttf", "dejavu/DejaVuSansMono-Bold.ttf"),
    ("jetbrains-mono/JetBrainsMono-Italic.ttf", "dejavu/DejaVuSansMono-Oblique.ttf"),
)
# No font has this character: what is drawn for it stands for every sign that a font lacks.
NOWHERE = "\uffff"
# Characters that must meet their neighbours without a seam: left, top, right, bottom, in eighths of a cell.
BLOCKS = {
    "█": (0, 0, 8, 8), "▀": (0, 0, 8, 4), "▄": (0, 4, 8, 8), "▌": (0, 0, 4, 8), "▐": (4, 0, 8, 8),
    "▔": (0, 0, 8, 1), "▁": (0, 7, 8, 8), "▏": (0, 0, 1, 8), "▕": (7, 0, 8, 8), "▎": (0, 0, 2, 8), "▊": (0, 0, 6, 8),
}  # fmt: skip


def draw(screen: pyte.Screen, root: Path = HOST) -> Image.Image:
    """Return the screen as an RGB picture, in the kiosk's own fonts if they are installed under `root`."""
    faces = _Faces(root)
    width, height = round(faces.first.getlength("M")), sum(faces.first.getmetrics())
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
                face = faces.of(cell.data, 1 if cell.bold else 2 if cell.italics else 0)
                baseline = top + faces.first.getmetrics()[0]
                pen.text((left, baseline), cell.data, font=face, fill=front, anchor="ls")
            if cell.underscore:
                pen.line((left, top + height - 2, left + width - 1, top + height - 2), fill=front)
    return image


class _Faces:
    def __init__(self, root: Path) -> None:
        there = [[root / FONT_FOLDER / name for name in names] for names in FONT_FILES]
        self._styles = [
            [ImageFont.truetype(path, FONT_PIXELS) for path in paths if path.exists()]
            # Pillow's own: proportional, so letters stand a little wide, but it is always there.
            or [cast("ImageFont.FreeTypeFont", ImageFont.load_default(FONT_PIXELS))]
            for paths in there
        ]
        self.first = self._styles[0][0]

    def of(self, letters: str, style: int) -> ImageFont.FreeTypeFont:
        """Return the first font of a style that has the letters, or its first if none has."""
        faces = self._styles[style]
        return next((face for face in faces if bytes(face.getmask(letters)) != bytes(face.getmask(NOWHERE))), faces[0])


def _colour(name: str, default: str) -> str:
    if name == "default":
        return default
    bright = name.removeprefix("bright")
    return NAMED.get(bright) or f"#{name}"
