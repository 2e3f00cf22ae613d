"""The fields of a form: each says when it does not take what is typed."""

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from kiosk_agent.protocol.limits import PIN_DIGITS
from kiosk_agent.tutor.text import keys
from kiosk_agent.tutor.widgets.bindings import bindings


class Field(Input):
    """Textual's, whose bell nobody hears, with the keys that the editor has."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.EDITOR_KEYS)

    class NotTaken(Message):
        """Something was typed that does not go into this field."""

        def __init__(self, field: "Field") -> None:
            super().__init__()
            self.field = field

    def restricted(self) -> None:
        """Say so, for the form to find words."""
        self.post_message(self.NotTaken(self))

    def action_let_be(self) -> None:
        """Do nothing."""

    async def take_key(self, event: events.Key) -> None:
        """Take a key that was pressed elsewhere, and the focus with it."""
        # What it holds is written on: the next key would take the place of what the focus marks.
        self.select_on_focus = False
        self.focus()
        await self._on_key(event)


class PinField(Field):
    """Takes PIN_DIGITS digits, dots only, and never shows them; there is no way to copy them out."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id, password=True, max_length=PIN_DIGITS, restrict=r"[0-9]*")

    def action_copy(self) -> None:
        """Copy nothing."""

    def action_cut(self) -> None:
        """Cut nothing."""

    def take(self) -> str:
        """Return the digits and empty the field: nothing on the screen holds a PIN once it was given."""
        pin, self.value = self.value, ""
        return pin
