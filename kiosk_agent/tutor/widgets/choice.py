"""A choice between a few words, in as many lines as they need, made with the arrow keys."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import BindingType
from textual.content import Content, Span
from textual.message import Message

from kiosk_agent.tutor.text import keys
from kiosk_agent.tutor.widgets.bindings import bindings
from kiosk_agent.tutor.widgets.line import Line

_GAP = 3


class Choice(Line, can_focus=True):
    """Shows all choices; the chosen one has a filled sign before it."""

    DEFAULT_CSS = """
    Choice { height: auto; padding: 0 1; border: $frame $rule; background: $ground; color: $ink; }
    Choice:focus { border: $frame $lead; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.CHOICE_KEYS)

    class Chosen(Message):
        """Another one was chosen."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Taken(Message):
        """What is chosen is meant: go on."""

    def __init__(self, choices: Sequence[str], chosen: int, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._choices = choices
        self._index = chosen

    def on_resize(self) -> None:
        """Draw what fits beside each other."""
        self._draw()

    def choose(self, index: int) -> None:
        """Show another one as chosen, without saying so."""
        self._index = index
        self._draw()

    def action_step(self, by: int) -> None:
        """Go to the next one."""
        self.choose((self._index + by) % len(self._choices))
        self.post_message(self.Chosen(self._index))

    def action_take(self) -> None:
        """Say that the choice is made."""
        self.post_message(self.Taken())

    def _draw(self) -> None:
        cell = max(map(cell_len, self._choices)) + len("● ") + _GAP
        in_a_line = max(1, (self.content_size.width + _GAP) // cell)
        text, spans = "", []
        for index, words in enumerate(self._choices):
            is_last = (index + 1) % in_a_line == 0
            sign = "●" if index == self._index else "○"
            start = len(text)
            text += f"{sign} {words}"
            if index == self._index:
                spans.append(Span(start, len(text), "bold"))
            text += "\n" if is_last else " " * (cell - len("● ") - cell_len(words))
        self.show(Content(text.rstrip(), spans))
