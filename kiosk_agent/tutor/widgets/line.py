"""One line of words, or a few, that change: plain text always, drawn again only when they differ."""

from textual.content import Content
from textual.widgets import Static


class Line(Static):
    """Shows a text as it stands: nothing in it is markup."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(Content(text), id=id, classes=classes, markup=False)
        self._shown = Content(text)

    def show(self, text: str | Content) -> None:
        """Show `text` from now on."""
        content = text if isinstance(text, Content) else Content(text)
        if content.plain != self._shown.plain or content.spans != self._shown.spans:
            self._shown = content
            self.update(content)

    @property
    def shown(self) -> str:
        """Return what it says."""
        return self._shown.plain
