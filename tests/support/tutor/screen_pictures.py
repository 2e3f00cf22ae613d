"""Pictures of what the tutor shows, drawn cell by cell in the kiosk's own font."""

from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from rich.cells import cell_len
from textual.app import App

from kiosk_agent.protocol.screens import CellStyle, ScreenFrame
from kiosk_agent.tutor.screen_cells import frame_of
from kiosk_agent.tutor.widgets.themes import THEMES

CELL = (9, 19)
_POINTS = 15
_GAP = 12


def frame(app: App[None]) -> ScreenFrame:
    """Return what the screen shows now."""
    lines = app.screen._compositor.render_strips()
    return frame_of(lines, app.size.width, THEMES[app.theme])


def picture(shown: ScreenFrame, fonts: Path) -> Image.Image:
    """Draw it; `fonts` is the folder of JetBrains Mono."""
    width, height = CELL
    drawn = Image.new("RGB", (shown.columns * width, len(shown.rows) * height))
    for row, runs in enumerate(shown.rows):
        column = 0
        for text, cells, number in runs:
            style, at = shown.styles[number], column
            for sign in text:
                drawn.paste(_cell(sign, style, fonts), (at * width, row * height))
                at += cell_len(sign)
            column += cells
    return drawn


@cache
def _cell(sign: str, style: CellStyle, fonts: Path) -> Image.Image:
    width, height = CELL
    cell = Image.new("RGB", (width * max(1, cell_len(sign)), height), style.ground)
    pen = ImageDraw.Draw(cell)
    if sign == "▀":
        pen.rectangle((0, 0, width, height // 2), fill=style.ink)
    elif sign == "▄":
        pen.rectangle((0, height // 2, width, height), fill=style.ink)
    elif sign == "█":
        pen.rectangle((0, 0, width, height), fill=style.ink)
    else:
        pen.text((0, -1), sign, font=_font(fonts, style.bold, style.italic), fill=style.ink)
    if style.underline:
        pen.line((0, height - 2, width, height - 2), fill=style.ink)
    return cell


@cache
def _font(fonts: Path, bold: bool, italic: bool) -> ImageFont.FreeTypeFont:  # noqa: FBT001 - a style has both
    name = f"{'Bold' if bold else ''}{'Italic' if italic else ''}" or "Regular"
    return ImageFont.truetype(fonts / f"JetBrainsMono-{name}.ttf", _POINTS, layout_engine=ImageFont.Layout.BASIC)


def sheet(pictures: list[tuple[str, Image.Image]], across: int, fonts: Path) -> Image.Image:
    """Return pictures of one size beside and below each other, each under its name."""
    width, height = pictures[0][1].size
    head = CELL[1] + 4
    down = -(-len(pictures) // across)
    drawn = Image.new("RGB", (across * (width + _GAP), down * (height + head + _GAP)), "#777777")
    pen = ImageDraw.Draw(drawn)
    for index, (name, one) in enumerate(pictures):
        left, top = index % across * (width + _GAP), index // across * (height + head + _GAP)
        pen.text((left + 4, top + 2), name, font=_font(fonts, bold=True, italic=False), fill="#ffffff")
        drawn.paste(one, (left, top + head))
    return drawn
