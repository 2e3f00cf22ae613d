"""Raising a hand: Enter does it, and a line may go with it."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from kiosk_agent.protocol.acts.hands import LINE_CHARACTERS
from kiosk_agent.tutor.text import keys
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.widgets.bindings import bindings
from kiosk_agent.tutor.widgets.field import Field
from kiosk_agent.tutor.widgets.line import Line


class HandPanel(ModalScreen[str | None]):
    """Gives the line when the hand is to go up, else None."""

    AUTO_FOCUS = "#hand-line"
    DEFAULT_CSS = """
    HandPanel { align: center middle; background: $ground 60%; }
    HandPanel Vertical { width: 64; height: auto; padding: 1 2; border: $frame $lead; background: $sheet; }
    HandPanel #hand-title { text-style: bold; margin-bottom: 1; }
    HandPanel #hand-about { margin-top: 1; color: $quiet; }
    HandPanel Input { height: 3; border: $frame $rule; background: $ground; color: $ink; padding: 0 1; }
    HandPanel Input:focus { border: $frame $lead; background-tint: $ground 0%; }
    HandPanel #hand-raise { margin-top: 1; color: $lead; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.HAND_PANEL_KEYS)

    def __init__(self, translator: Translator, line: str) -> None:
        """Begin with a `line` that was written before."""
        super().__init__()
        self._translator = translator
        self.typed = line

    def compose(self) -> ComposeResult:
        """Lay out the words, the field and its two keys."""
        say = self._translator.say
        raises, goes_back = say("raise your hand"), say("go back")
        with Vertical():
            yield Line(say("Raise your hand?"), id="hand-title")
            yield Line(say("Your trainer sees it, and comes in turn. Go on working meanwhile."), id="hand-text")
            yield Line(say("What is it about? One line, or nothing:"), id="hand-about")
            yield Field(self.typed, id="hand-line", max_length=LINE_CHARACTERS, select_on_focus=False)
            yield Line(f"{keys.RAISE_HAND.printed:<7}{raises}", id="hand-raise")
            yield Line(f"{keys.KEEP_DOWN.printed:<7}{goes_back}", id="hand-back")

    @on(Input.Changed)
    def _keep(self, message: Input.Changed) -> None:
        self.typed = message.value

    def action_keep_down(self) -> None:
        """Go back, with the hand down."""
        self.dismiss(None)

    @on(Input.Submitted)
    def _raise(self, message: Input.Submitted) -> None:
        self.dismiss(message.value)
