"""The code editor: what Textual's has, plus how code goes in, a limit on size, and nothing unsafe let in."""

from dataclasses import replace

from textual import events
from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.message import Message
from textual.widgets import TextArea

from kiosk_agent.protocol.limits import SOURCE_BYTES
from kiosk_agent.tutor.indent import columns_to_close, indent_columns, new_line
from kiosk_agent.tutor.plain import plain
from kiosk_agent.tutor.themes import THEMES
from kiosk_agent.tutor.widgets.editor_colours import editor_colours

HIGHLIGHTED = ("javascript", "python")
# Colours are worked out for the lines that show and these many around them, so that a long file types as fast.
_MARGIN_LINES = 60


class Editor(TextArea, inherit_bindings=True):
    """Edits one file of a learner's program."""

    DEFAULT_CSS = """
    Editor { border: none; padding: 0; background: $sheet; color: $ink; scrollbar-size-vertical: 1; }
    Editor:focus { border: none; }
    Editor { width: 1fr; height: 1fr; }
    Editor .text-area--cursor-line { background: $ground; }
    Editor .text-area--cursor { color: $sheet; background: $lead; }
    Editor .text-area--gutter { color: $quiet; background: $sheet; }
    Editor .text-area--cursor-gutter { color: $lead; background: $ground; text-style: bold; }
    Editor .text-area--selection { color: $ground; background: $link; }
    Editor .text-area--matching-bracket { text-style: bold underline; }
    """

    class Refused(Message):
        """A change would have made the file too large, so nothing of it was put in."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(
            id=id, soft_wrap=False, show_line_numbers=True, tab_behavior="indent", highlight_cursor_line=True
        )
        self._language_name = ""
        self._coloured = (0, -1)
        self.cursor_blink = False
        for name in THEMES:
            self.register_theme(editor_colours(name))

    def open(self, text: str, language_name: str) -> None:
        """Put `text` in as a fresh start: there is nothing before it to undo to."""
        self._language_name = language_name
        self.indent_width = indent_columns(language_name)
        if language_name in HIGHLIGHTED:
            self.language = language_name
        self.load_text(plain(text))

    def put_back(self, text: str) -> None:
        """Replace all of the text, in a way that can be undone."""
        self.history.checkpoint()
        self.replace(plain(text), (0, 0), self.document.end)
        self.history.checkpoint()
        self.move_cursor((0, 0))

    def edit(self, edit: Edit) -> EditResult:
        """Make a change, or refuse it with the text as it was when the file would be too large."""
        edit = replace(edit, text=plain(edit.text))
        if edit.text and self._bytes_after(edit) > SOURCE_BYTES:
            self.post_message(self.Refused())
            edit = replace(edit, text=self.get_text_range(edit.top, edit.bottom))
        return super().edit(edit)

    def _bytes_after(self, edit: Edit) -> int:
        replaced = self.get_text_range(edit.top, edit.bottom)
        return len(self.text.encode()) - len(replaced.encode()) + len(edit.text.encode())

    async def _on_key(self, event: events.Key) -> None:
        before = self.document.get_line(self.cursor_location[0])[: self.cursor_location[1]]
        if event.key == "enter" and self.selection.is_empty:
            event.stop()
            event.prevent_default()
            self.insert(new_line(before, self._language_name))
            self.scroll_cursor_visible()
            return
        if event.character and self.selection.is_empty:
            row, column = self.cursor_location
            closing = columns_to_close(before, event.character, self._language_name)
            if closing:
                event.stop()
                event.prevent_default()
                self.replace(event.character, (row, column - closing), (row, column), maintain_selection_offset=False)
                return
        await super()._on_key(event)

    # --- colours, for the lines that show -----------------------------------------------------------------------------

    def _build_highlight_map(self) -> None:
        self._line_cache.clear()
        self._highlights.clear()
        if not self._highlight_query or not self.is_attached:
            self._coloured = (0, -1)
            return
        top = max(0, int(self.scroll_offset.y) - _MARGIN_LINES)
        bottom = int(self.scroll_offset.y) + max(self.size.height, 50) + _MARGIN_LINES
        self._coloured = (top, bottom)
        captures = self.document.query_syntax_tree(self._highlight_query, (top, 0), (bottom, 0))
        for name, nodes in captures.items():
            for node in nodes:
                (start_row, start), (end_row, end) = node.start_point, node.end_point
                for row in range(max(start_row, top), min(end_row, bottom) + 1):
                    left = start if row == start_row else 0
                    self._highlights[row].append((left, end if row == end_row else None, name))

    def _watch_scroll_y(self) -> None:
        super()._watch_scroll_y()
        top, bottom = self._coloured
        first = int(self.scroll_offset.y)
        if self._highlight_query and not (top <= first and first + self.size.height <= bottom):
            self._build_highlight_map()
