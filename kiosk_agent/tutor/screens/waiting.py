"""Screens on which there is nothing to press: starting, refused."""

from textual.app import ComposeResult
from textual.containers import Center, Middle

from kiosk_agent.tutor.screens.tutor_screen import TutorScreen
from kiosk_agent.tutor.state.flow import KioskView
from kiosk_agent.tutor.text.translator import Translator, mark
from kiosk_agent.tutor.widgets.line import Line

STARTING = (mark("Starting"), mark("One moment."))
LEAVING = (mark("Signing out"), mark("Your work is being saved."))
REFUSED = (mark("This kiosk was refused"), mark("It was not approved at the classroom server. Tell your trainer."))


class WaitingScreen(TutorScreen):
    """Says one thing and what to make of it."""

    DEFAULT_CSS = """
    WaitingScreen { align: center middle; background: $ground; }
    WaitingScreen Line { width: 60; text-align: center; color: $quiet; }
    WaitingScreen #waiting-title { text-style: bold; color: $ink; margin-bottom: 1; }
    """

    def __init__(self, translator: Translator, view: KioskView, words: tuple[str, str]) -> None:
        super().__init__(translator, view)
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out the two lines in the middle."""
        with Middle(), Center():
            yield Line(id="waiting-title")
            yield Line(id="waiting-text")

    def speak(self) -> None:
        """Say both."""
        title, text = self._words
        self.query_one("#waiting-title", Line).show(self.translator.say(title))
        self.query_one("#waiting-text", Line).show(self.translator.say(text))
