"""The line that says how the learner's hand stands: there while one is up, and covering nothing."""

from kiosk_agent.tutor.state.flow import KioskView
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.text.words import hand_words
from kiosk_agent.tutor.widgets.line import Line


class HandBar(Line):
    """Says that a hand is up, and what has come of it."""

    DEFAULT_CSS = """
    HandBar { width: 100%; height: auto; max-height: 4; padding: 0 1; color: $link; background: $ground; }
    HandBar { display: none; }
    """

    def follow(self, view: KioskView, translator: Translator) -> None:
        """Show what has come of it."""
        words = hand_words(view, translator)
        self.display = bool(words)
        self.show(f"↑ {words}" if words else "")
