"""The keys of one screen, on a page."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from kiosk_agent.tutor.text import keys
from kiosk_agent.tutor.text.page import Page
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.widgets.bindings import bindings
from kiosk_agent.tutor.widgets.fitted import Fitted

_GAP = 2


class KeysPage(ModalScreen[None]):
    """Lists the keys; any of a few closes it."""

    DEFAULT_CSS = """
    KeysPage { align: center middle; background: $ground 60%; }
    KeysPage VerticalScroll {
        width: 78; max-width: 100%; height: auto; max-height: 100%; padding: 0 2; scrollbar-size-vertical: 1;
        border: $frame $lead; background: $sheet;
        border-title-color: $ink; border-title-style: bold; border-subtitle-color: $quiet;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.KEYS_PAGE_KEYS)

    def __init__(self, translator: Translator, listed: Sequence[keys.Key]) -> None:
        super().__init__()
        self._listed = listed
        self._translator = translator

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        said = [(key.printed, self._translator.say(key.page)) for key in self._listed]
        with VerticalScroll(id="keys-page") as page:
            page.border_title = Content(self._translator.say("Keys"))
            page.border_subtitle = Content(self._translator.say("Esc closes this page."))
            listed = Fitted(id="keys-list")
            listed.show_fitted(partial(_list, said))
            yield listed


def _list(said: Sequence[tuple[str, str]], columns: int) -> Content:
    """Return each key with what it does, which goes on under itself."""
    widest = max(len(printed) for printed, _ in said) + _GAP
    page = Page(columns)
    for printed, words in said:
        page.add_hanging(f"{printed:<{widest}}", words, "bold $lead")
    return page.content()
