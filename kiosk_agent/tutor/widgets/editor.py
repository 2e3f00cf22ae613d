"""The code editor: what Textual's has, plus how code goes in, a limit on size, and nothing unsafe let in."""

from dataclasses import replace
from typing import ClassVar, Self

from rich.text import Text
from textual import events
from textual._tree_sitter import get_language
from textual.binding import BindingType
from textual.document._document import Document, EditResult
from textual.document._document_navigator import DocumentNavigator
from textual.document._edit import Edit
from textual.document._wrapped_document import WrappedDocument
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea
from tree_sitter import Query
from typing_extensions import override

from kiosk_agent.protocol.limits import SOURCE_BYTES
from kiosk_agent.toolchains.facts import facts_of
from kiosk_agent.tutor.text import keys
from kiosk_agent.tutor.text.code_document import CodeDocument
from kiosk_agent.tutor.text.indent import columns_to_close, indent_columns, new_line
from kiosk_agent.tutor.text.plain import plain
from kiosk_agent.tutor.widgets.bindings import bindings
from kiosk_agent.tutor.widgets.editor_colours import editor_colours
from kiosk_agent.tutor.widgets.themes import THEMES

# Colours are worked out for the lines that show and these many around them, so that a long file types as fast.
_MARGIN_LINES = 60
_WIDTH_STEP = 40
# What changes the text, pressed beside it. Nobody means to delete what they do not see.
_SEEN_AT_ONCE = {"paste", "undo", "redo"}
_ELSEWHERE_TOO = _SEEN_AT_ONCE | {"delete_left", "delete_right"}


class Editor(TextArea, inherit_bindings=True):
    """Edits one file of a learner's program."""

    DEFAULT_CSS = """
    Editor { border: none; padding: 0; background: $sheet; color: $ink; scrollbar-size-vertical: 1; }
    Editor:focus { border: none; }
    Editor { width: 1fr; height: 1fr; }
    Editor .text-area--cursor-line { background: $ground; }
    Editor .text-area--cursor, Editor:light .text-area--cursor { color: $sheet; background: $lead; }
    Editor .text-area--gutter { color: $quiet; background: $sheet; }
    Editor .text-area--cursor-gutter { color: $lead; background: $ground; text-style: bold; }
    Editor .text-area--selection { color: $ground; background: $link; }
    Editor .text-area--matching-bracket { text-style: bold underline; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.EDITOR_KEYS)

    class TooLong(Message):
        """A change would have made the file too large, so nothing of it was put in."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        self._language_name = ""
        self._coloured = (0, -1)
        self._only_row: int | None = None
        self._has_styles = False
        self._marked_row: int | None = None
        super().__init__(
            id=id, soft_wrap=False, show_line_numbers=True, tab_behavior="indent", highlight_cursor_line=True
        )
        self.cursor_blink = False
        for name in THEMES:
            self.register_theme(editor_colours(name))

    def open(self, text: str, language_name: str) -> None:
        """Put `text` in as a fresh start: there is nothing before it to undo to."""
        self._language_name = language_name
        self.indent_width = indent_columns(language_name)
        facts = facts_of(language_name)
        if facts is not None and facts.grammar:
            self.language = facts.grammar
        self.load_text(plain(text))

    def mark_line(self, number: int | None) -> None:
        """Underline the code of line `number`, counted from 1, until the text changes; with None, of none."""
        self._marked_row = None if number is None else number - 1
        self._line_cache.clear()
        self.refresh()

    @override
    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        if line_index == self._marked_row:
            code = line.plain.strip()
            start = line.plain.find(code)
            line.stylize("underline", start, start + len(code))
        return line

    def on_unmount(self) -> None:
        """Forget the text: whatever still holds this widget holds nothing of the learner's."""
        self._highlight_query = None
        self.document = Document("")
        self.wrapped_document = WrappedDocument(self.document)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self.history.clear()
        self._highlights.clear()
        self._line_cache.clear()

    def put_back(self, text: str) -> None:
        """Replace all of the text, in a way that can be undone."""
        self.history.checkpoint()
        self.replace(plain(text), (0, 0), self.document.end)
        self.history.checkpoint()
        self.move_cursor((0, 0))

    def edit(self, edit: Edit) -> EditResult:
        """Make a change, or refuse it with the text as it was when the file would be too large."""
        edit = replace(edit, text=plain(edit.text))
        if self._marked_row is not None:
            self.mark_line(None)
        if edit.text and self._bytes_after(edit) > SOURCE_BYTES:
            self.post_message(self.TooLong())
            # Not an edit that changes nothing: that would be one more to undo, and would leave nothing to redo.
            return EditResult(self.selection.end, "")
        # A change within one line leaves what was drawn of the others standing, unless they show a selection that goes.
        is_within = "\n" not in edit.text and edit.top[0] == edit.bottom[0] and self.selection.is_empty
        self._only_row = edit.top[0] if is_within else None
        match_before = self._matching_bracket_location
        try:
            return super().edit(edit)
        finally:
            self._only_row = None
            for location in (match_before, self._matching_bracket_location):
                if location is not None:
                    self.refresh_lines(location[0])

    def _bytes_after(self, edit: Edit) -> int:
        replaced = self.get_text_range(edit.top, edit.bottom)
        return len(self.text.encode()) - len(replaced.encode()) + len(edit.text.encode())

    async def take_key(self, event: events.Key) -> None:
        """Take a key that was pressed elsewhere, if it is one for here. What deletes only leads here."""
        actions = {binding.action for binding in self._bindings.key_to_bindings.get(event.key, ())} & _ELSEWHERE_TOO
        if not (event.is_printable or actions):
            return
        event.stop()
        self.focus()
        if event.is_printable:
            await self._on_key(event)
        for action in actions & _SEEN_AT_ONCE:
            await self.run_action(action)

    async def take_paste(self, event: events.Paste) -> None:
        """Take what was pasted elsewhere."""
        await self._on_paste(event)

    def action_let_be(self) -> None:
        """Do nothing."""

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

    @override
    def _set_document(self, text: str, language: str | None) -> None:
        super()._set_document(text, None)
        grammar = get_language(language) if language else None
        if grammar is None or language is None:
            return
        document = self.document = CodeDocument(text, grammar)
        self.wrapped_document = WrappedDocument(document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._highlight_query = document.prepare_query(self._get_builtin_highlight_query(language))
        self._build_highlight_map()
        self._rewrap_and_refresh_virtual_size()

    # --- colours, for the lines that show -----------------------------------------------------------------------------

    def _build_highlight_map(self) -> None:
        before = {row: list(pieces) for row, pieces in self._highlights.items()}
        self._highlights.clear()
        if self._highlight_query and self.is_attached:
            self._colour_visible(self._highlight_query)
        else:
            self._coloured = (0, -1)
        if self._only_row is None:
            self._line_cache.clear()
            return
        changed = {row for row in before.keys() | self._highlights.keys() if before.get(row) != self._highlights[row]}
        changed.add(self._only_row)
        # Without wrapping a row of the file is a row of the screen: the third part of the key of a drawn line.
        for row in changed:
            self.refresh_lines(row)
        for key in [key for key in self._line_cache.keys() if key[2] in changed]:  # noqa: SIM118 - it is no mapping
            self._line_cache.discard(key)

    def notify_style_update(self) -> None:
        """Take the styles anew before the next drawing."""
        self._has_styles = False
        super().notify_style_update()

    def _set_theme(self, theme: str) -> None:
        self._has_styles = False
        super()._set_theme(theme)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw; Textual's own works out the same styles at each key, a tenth of all that a key costs."""
        if not self._has_styles:
            self._has_styles = True
            return super().render_lines(crop)
        return super(TextArea, self).render_lines(crop)

    @override
    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw again; during a change within one line only what `_build_highlight_map` names."""
        if self._only_row is not None and repaint and not (regions or layout or recompose):
            return self
        # All of it is drawn again when its styles changed, those of its parts too, which nobody is told of.
        self._has_styles = self._has_styles and bool(regions)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    @override
    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Scroll to the cursor. Sideways no further than it must be: beside a long line the others' beginnings go."""
        moved = super().scroll_cursor_visible(center, animate)
        column, _ = self._cursor_offset
        if self.scroll_x and column + self.gutter_width < self.scrollable_content_region.width:
            self.scroll_to(x=0, animate=False, immediate=True)
        return moved

    def _refresh_size(self) -> None:
        """Grow in steps: a width that followed each letter of the longest line would lay everything out again."""
        # An undo or a redo asks before it puts the cursor back, whose row may be gone: setting it moves it inside.
        self.selection = self.selection
        width, height = self.document.get_size(self.indent_width)
        needed = width + self.gutter_width + 1
        room = self.scrollable_content_region.width
        self.virtual_size = Size(room if needed <= room else -(-needed // _WIDTH_STEP) * _WIDTH_STEP, height)
        self._refresh_scrollbars()

    def _colour_visible(self, query: Query) -> None:
        top = max(0, int(self.scroll_offset.y) - _MARGIN_LINES)
        bottom = int(self.scroll_offset.y) + max(self.size.height, 50) + _MARGIN_LINES
        self._coloured = (top, bottom)
        captures = self.document.query_syntax_tree(query, (top, 0), (bottom, 0))
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
