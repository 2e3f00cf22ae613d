"""Words that are laid out for the width that there is."""

from collections.abc import Callable

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import Static


class _Drawn(Visual):
    """What a function makes for a number of columns: made when it is measured or drawn, kept for that width.

    Told by a Resize event it could stay empty for good: a widget that comes into sight gets none when something has
    looked at the layout in between.
    """

    def __init__(self, draw: Callable[[int], Content]) -> None:
        self._draw = draw
        self._columns = 0
        self._content = Content()

    def content(self, columns: int) -> Content:
        """Return it for so many columns."""
        if columns > 0 and columns != self._columns:
            self._columns = columns
            self._content = self._draw(columns)
        return self._content

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Draw it."""
        return self.content(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width of its longest line, in a container of that width."""
        return self.content(container_width).get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return how many lines it has at that width."""
        return self.content(width).get_height(rules, width)


class Fitted(Static):
    """Draws what it shows for the width that it has."""

    DEFAULT_CSS = "Fitted { height: auto; color: $ink; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        self._drawn = _Drawn(lambda _: Content())
        super().__init__(self._drawn, id=id, classes=classes, markup=False)

    def show_fitted(self, draw: Callable[[int], Content]) -> None:
        """Show from now on what `draw` makes for a number of columns."""
        self._drawn = _Drawn(draw)
        self.update(self._drawn)

    @property
    def shown(self) -> str:
        """Return what it says."""
        return self._drawn.content(self.content_size.width).plain
