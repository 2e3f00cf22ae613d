"""A field for a PIN: dots only, digits only, and no way to copy it out."""

from textual.widgets import Input

from kiosk_agent.protocol.limits import PIN_DIGITS


class PinField(Input):
    """Takes PIN_DIGITS digits and never shows them."""

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
