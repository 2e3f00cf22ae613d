"""A bare text area of Textual's, in the colours of the tutor's editor: what that is measured beside."""

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import TextArea

from kiosk_agent.tutor.widgets.editor_colours import editor_colours
from kiosk_agent.tutor.widgets.themes import THEMES


class BareTextArea(App[None]):
    """One JavaScript file, and nothing else."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay out the text area as the editor is, by what Textual's own can do."""
        area = TextArea(
            self._text,
            language="javascript",
            soft_wrap=False,
            show_line_numbers=True,
            tab_behavior="indent",
            highlight_cursor_line=True,
        )
        area.cursor_blink = False
        theme = next(iter(THEMES))
        area.register_theme(editor_colours(theme))
        area.theme = theme
        yield area


if __name__ == "__main__":
    BareTextArea(Path(sys.argv[1]).read_text(encoding="utf-8")).run()
