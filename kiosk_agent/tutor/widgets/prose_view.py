"""Instructions, wrapped to the width that there is."""

from textual.content import Content, Span
from textual.events import Resize

from kiosk_agent.tutor.prose import Voice, lines
from kiosk_agent.tutor.widgets.line import Line

_STYLES = {
    Voice.HEADING: "bold $ink",
    Voice.CODE: "$lead",
    Voice.STRONG: "bold",
    Voice.EMPHASIS: "italic",
}


def prose_content(markdown: str, columns: int) -> Content:
    """Return `markdown` as styled text of at most `columns`."""
    text, spans = "", []
    for line in lines(markdown, columns):
        for piece, voice in line:
            if voice in _STYLES:
                spans.append(Span(len(text), len(text) + len(piece), _STYLES[voice]))
            text += piece
        text += "\n"
    return Content(text.removesuffix("\n"), spans)


class ProseView(Line):
    """Shows Markdown."""

    DEFAULT_CSS = "ProseView { height: auto; color: $ink; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._markdown = ""
        self._columns = 0

    def show_markdown(self, markdown: str) -> None:
        """Show `markdown` from now on."""
        self._markdown = markdown
        self._draw()

    def on_resize(self, event: Resize) -> None:
        """Wrap again when the width changed."""
        if event.size.width != self._columns:
            self._columns = event.size.width
            self._draw()

    def _draw(self) -> None:
        if self._columns:
            self.show(prose_content(self._markdown, self._columns))
