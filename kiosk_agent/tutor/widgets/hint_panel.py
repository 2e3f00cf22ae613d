"""One hint, or all of them again."""

import textwrap
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.widgets.line import Line
from kiosk_agent.tutor.widgets.prose_view import ProseView

# As wide as the number before it in a list.
STEP = " " * 3


class HintPanel(VerticalScroll):
    """Shows hints one step at a time."""

    def compose(self) -> ComposeResult:
        """Lay out the heading and the text."""
        yield Line(id="hint-heading", classes="panel-heading")
        yield ProseView(id="hint-text")

    def show_hints(self, hints: Sequence[str], at: int, translator: Translator) -> None:
        """Show the hint `at`, from 0; behind the last one all of them, with who else can help."""
        if not hints:
            self._show(translator.say("This exercise has no hints."), "")
        elif at < len(hints):
            heading = translator.say("Hint {number} of {total}", number=at + 1, total=len(hints))
            self._show(heading, hints[at])
        else:
            heading = translator.say("These are all the hints. Your trainer can help you further.")
            numbered = (f"{number}. {textwrap.indent(hint, STEP).lstrip()}" for number, hint in enumerate(hints, 1))
            self._show(heading, "\n".join(numbered))

    def _show(self, heading: str, text: str) -> None:
        self.query_one("#hint-heading", Line).show(heading)
        self.query_one("#hint-text", ProseView).show_markdown(text)
        self.scroll_home(animate=False)
