"""All keys, on one page."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from kiosk_agent.tutor.text.translator import Translator, mark
from kiosk_agent.tutor.widgets.line import Line

KEYS = (
    ("Ctrl+R", mark("run the program and see the tests")),
    ("Ctrl+O", mark("the original message, and back to plain words")),
    ("F2", mark("the next hint")),
    ("F4", mark("my work: all exercises")),
    ("F5", mark("other colours: dark, light, high contrast")),
    ("F6", mark("go to the next panel: task, program, result")),
    ("F7", mark("start this exercise again")),
    ("F8", mark("the next exercise")),
    ("F9", mark("other language")),
    ("F10", mark("leave: sign out")),
    ("Tab", mark("in the program: go in; anywhere else: next panel")),
    ("Shift+Tab, Esc", mark("out of the program, to another panel")),
    ("Ctrl+Z, Y", mark("undo, redo")),
    ("Ctrl+C, X, V", mark("copy, cut, paste")),
)


class KeysPage(ModalScreen[None]):
    """Lists the keys; any of a few closes it."""

    DEFAULT_CSS = """
    KeysPage { align: center middle; background: $ground 60%; }
    KeysPage Vertical { width: 78; height: auto; padding: 1 2; border: $frame $lead; background: $sheet; }
    KeysPage #keys-title { text-style: bold; margin-bottom: 1; }
    KeysPage #keys-close { margin-top: 1; color: $quiet; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1,escape,enter,space", "dismiss(None)", show=False)]

    def __init__(self, translator: Translator) -> None:
        super().__init__()
        self._translator = translator

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        widest = max(len(key) for key, _ in KEYS) + 2
        with Vertical():
            yield Line(self._translator.say("Keys"), id="keys-title")
            yield Line(
                "\n".join(f"{key:<{widest}}{self._translator.say(words)}" for key, words in KEYS), id="keys-list"
            )
            yield Line(self._translator.say("Esc closes this page."), id="keys-close")
