"""A QR code of half blocks in true black and white, whatever the theme: a phone must be able to read it."""

import segno
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget
from typing_extensions import override

# ISO/IEC 18004 asks for a quiet zone of four modules.
QUIET_MODULES = 4
_BLACK, _WHITE = "#000000", "#ffffff"


class QrCode(Widget):
    """Shows `text`. Each cell holds two modules, one above the other, so that they are nearly square."""

    DEFAULT_CSS = "QrCode { width: auto; height: auto; }"

    def __init__(self, text: str, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        code = segno.make_qr(text, error="l")
        self._rows = [bytes(row) for row in code.matrix_iter(border=QUIET_MODULES)]

    @property
    def columns(self) -> int:
        """Return its width."""
        return len(self._rows[0])

    @override
    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return its width: one cell a module."""
        return self.columns

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return its height: two modules a cell."""
        return (len(self._rows) + 1) // 2

    def render_line(self, y: int) -> Strip:
        """Draw two rows of modules."""
        if 2 * y >= len(self._rows):
            return Strip.blank(self.size.width)
        upper = self._rows[2 * y]
        # Below an odd number of rows the quiet zone goes on.
        lower = self._rows[2 * y + 1] if 2 * y + 1 < len(self._rows) else bytes(len(upper))
        return Strip(
            [
                Segment("▀", Style(color=_BLACK if top else _WHITE, bgcolor=_BLACK if bottom else _WHITE))
                for top, bottom in zip(upper, lower, strict=True)
            ]
        )
