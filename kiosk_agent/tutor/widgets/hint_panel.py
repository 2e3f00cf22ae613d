"""The hints taken so far, the newest last."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from kiosk_agent.tutor.widgets.line import Line
from kiosk_agent.tutor.widgets.prose_view import ProseView


class HintPanel(VerticalScroll):
    """Shows hints one step at a time."""

    def compose(self) -> ComposeResult:
        """Lay out the heading and the text."""
        yield Line(id="hint-heading", classes="panel-heading")
        yield ProseView(id="hint-text")

    def show_hint(self, heading: str, hint: str) -> None:
        """Show one hint under its heading."""
        self.query_one("#hint-heading", Line).show(heading)
        self.query_one("#hint-text", ProseView).show_markdown(hint)
        self.scroll_home(animate=False)
