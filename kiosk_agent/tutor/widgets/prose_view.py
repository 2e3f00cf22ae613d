"""Instructions, wrapped to the width that there is."""

from functools import partial

from textual.content import Content, Span

from kiosk_agent.tutor.text.prose import lines
from kiosk_agent.tutor.text.prose_blocks import Voice
from kiosk_agent.tutor.widgets.fitted import Fitted

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


class ProseView(Fitted):
    """Shows Markdown."""

    def show_markdown(self, markdown: str) -> None:
        """Show `markdown` from now on."""
        self.show_fitted(partial(prose_content, markdown))
