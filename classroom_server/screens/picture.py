"""Draws a kiosk's screen as a picture: each run in its own cells, whatever stands in it.

Nothing of it is markup but what is made here, and no style is written inline: a page's defences forbid both.
"""

from collections import Counter
from html import escape

from kiosk_agent.protocol.screens import CellStyle, ScreenFrame

MEDIA_TYPE = "image/svg+xml"
_SPACE = "\N{NO-BREAK SPACE}"
CELL_WIDTH, CELL_HEIGHT = 9, 20
_LETTER, _BASELINE = 15, 15


def draw(frame: ScreenFrame) -> str:
    """Return an SVG of the screen."""
    ground = _commonest_ground(frame)
    width, height = frame.columns * CELL_WIDTH, len(frame.rows) * CELL_HEIGHT
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' font-family="monospace" font-size="{_LETTER}">'
        f'<rect width="{width}" height="{height}" fill="{ground}"/>'
    )
    parts = [head]
    for row, runs in enumerate(frame.rows):
        column = 0
        for text, cells, style in runs:
            if frame.styles[style].ground != ground:
                parts.append(_ground(column, row, cells, frame.styles[style].ground))
            if text.strip() or frame.styles[style].underline:
                parts.append(_letters(text, column, row, cells, frame.styles[style]))
            column += cells
    parts.append("</svg>")
    return "".join(parts)


def _commonest_ground(frame: ScreenFrame) -> str:
    """Return the colour that most cells lie on: drawn once, it makes the picture half as large."""
    cells_on = Counter[str]()
    for row in frame.rows:
        for _, cells, style in row:
            cells_on[frame.styles[style].ground] += cells
    return max(cells_on, key=cells_on.__getitem__, default=frame.styles[0].ground)


def _ground(column: int, row: int, cells: int, colour: str) -> str:
    left, top = column * CELL_WIDTH, row * CELL_HEIGHT
    return f'<rect x="{left}" y="{top}" width="{cells * CELL_WIDTH}" height="{CELL_HEIGHT}" fill="{colour}"/>'


def _letters(text: str, column: int, row: int, cells: int, style: CellStyle) -> str:
    look = ' font-weight="700"' if style.bold else ""
    look += ' font-style="italic"' if style.italic else ""
    look += ' text-decoration="underline"' if style.underline else ""
    # Whatever the font, a run is as wide as its cells; plain spaces would be drawn as one, or as none.
    letters = escape(text.replace(" ", _SPACE))
    return (
        f'<text x="{column * CELL_WIDTH}" y="{row * CELL_HEIGHT + _BASELINE}" textLength="{cells * CELL_WIDTH}"'
        f' lengthAdjust="spacingAndGlyphs" fill="{style.ink}"{look}>{letters}</text>'
    )
