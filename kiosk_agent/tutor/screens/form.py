"""What the screens with fields have in common: the keys between fields work at any speed of typing."""

from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType

from kiosk_agent.tutor.screens.tutor_screen import TutorScreen
from kiosk_agent.tutor.widgets.pin_field import PinField


class FormScreen(TutorScreen):
    """Moves between its fields before the next key is handed to any of them.

    Textual hands keys to a field's own queue, so a field that moved the focus by itself would do it behind keys that
    were meant for the next one. The last field's Enter takes the usual way: behind the digits before it.
    """

    FIRST_FIELD = ""
    SECOND_FIELD = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", show=False, priority=True),
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
    ]

    def action_go_on(self) -> None:
        """Go from the first field to the second; elsewhere let the field have its key."""
        if self.focused is None or self.focused.id != self.FIRST_FIELD:
            raise SkipAction
        # Not `focus()`: that would wait for its turn behind keys that are here already.
        self.set_focus(self.query_one(f"#{self.SECOND_FIELD}", PinField))
