"""One line of words, or a few, that change: plain text always, drawn again only when they differ."""

from textual.content import Content
from textual.widgets import Static


class Line(Static):
    """Shows a text as it stands: nothing in it is markup."""

    def __init__(
        self,
        text: str = "",
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name for it
        classes: str | None = None,
        keeps_size: bool = False,
    ) -> None:
        """Show `text`. One that `keeps_size` is as large as its style says: new words move nothing else."""
        super().__init__(Content(text), id=id, classes=classes, markup=False)
        self._shown = Content(text)
        self._keeps_size = keeps_size

    def show(self, text: str | Content) -> None:
        """Show `text` from now on."""
        content = text if isinstance(text, Content) else Content(text)
        if content.plain != self._shown.plain or content.spans != self._shown.spans:
            self._shown = content
            self.update(content, layout=not self._keeps_size)

    @property
    def shown(self) -> str:
        """Return what it says."""
        return self._shown.plain
