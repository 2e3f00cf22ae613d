"""Words that are laid out for the width that there is."""

from collections.abc import Callable

from textual.content import Content
from textual.events import Resize

from kiosk_agent.tutor.widgets.line import Line


class Fitted(Line):
    """Draws what it shows again whenever its width changes."""

    DEFAULT_CSS = "Fitted { height: auto; color: $ink; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id, classes=classes)
        self._columns = 0
        self._draw: Callable[[int], Content] = lambda _: Content()

    def show_fitted(self, draw: Callable[[int], Content]) -> None:
        """Show from now on what `draw` makes for a number of columns."""
        self._draw = draw
        if self._columns:
            self.show(draw(self._columns))

    def on_resize(self, event: Resize) -> None:
        """Lay it out again when the width changed."""
        if event.size.width != self._columns:
            self._columns = event.size.width
            self.show(self._draw(self._columns))
