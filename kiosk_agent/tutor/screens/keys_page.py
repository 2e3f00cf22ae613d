"""The keys of one screen, on a page."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from kiosk_agent.tutor.text import keys
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.widgets.bindings import bindings
from kiosk_agent.tutor.widgets.line import Line


class KeysPage(ModalScreen[None]):
    """Lists the keys; any of a few closes it."""

    DEFAULT_CSS = """
    KeysPage { align: center middle; background: $ground 60%; }
    KeysPage Vertical { width: 78; height: auto; padding: 0 2; border: $frame $lead; background: $sheet; }
    KeysPage #keys-title { text-style: bold; margin-bottom: 1; }
    KeysPage #keys-close { margin-top: 1; color: $quiet; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.KEYS_PAGE_KEYS)

    def __init__(self, translator: Translator, listed: Sequence[keys.Key]) -> None:
        super().__init__()
        self._listed = listed
        self._translator = translator

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        widest = max(len(key.printed) for key in self._listed) + 2
        lines = (f"{key.printed:<{widest}}{self._translator.say(key.page)}" for key in self._listed)
        with Vertical():
            yield Line(self._translator.say("Keys"), id="keys-title")
            yield Line("\n".join(lines), id="keys-list")
            yield Line(self._translator.say("Esc closes this page."), id="keys-close")
