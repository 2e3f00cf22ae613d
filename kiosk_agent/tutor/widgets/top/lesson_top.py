"""The top of a lesson's screens: where the learner is, and under it what a trainer did or wrote, and their own hand."""

from textual.app import ComposeResult
from textual.widget import Widget

from kiosk_agent.tutor.state.flow import KioskView
from kiosk_agent.tutor.text import keys
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.widgets.line import Line
from kiosk_agent.tutor.widgets.top.hand_bar import HandBar
from kiosk_agent.tutor.widgets.top.message_bar import MessageBar
from kiosk_agent.tutor.widgets.top.top_line import TopLine


class LessonTop(Widget):
    """As high as it must be: what is below keeps its focus and what was typed, whatever comes and goes here."""

    DEFAULT_CSS = """
    LessonTop { dock: top; layout: vertical; width: 100%; height: auto; }
    LessonTop #trainers { width: 100%; height: auto; padding: 0 1; color: $link; background: $ground; display: none; }
    """

    def compose(self) -> ComposeResult:
        """Lay out all of them."""
        yield TopLine()
        yield Line(id="trainers")
        yield MessageBar()
        yield HandBar()

    def show_lesson(
        self, place: tuple[str, ...], view: KioskView, translator: Translator, *, is_trainers: bool = False
    ) -> None:
        """Show the place and the facts of the lesson, the oldest message that is not put away, and the hand.

        `is_trainers` says that a trainer has brought the learner here.
        """
        self.query_one(TopLine).show_lesson(place, view, translator)
        line, words = self.query_one("#trainers", Line), ""
        if is_trainers:
            opened = translator.say("Your trainer opened this.")
            back = translator.say("{key} leads back to your list.", key=keys.LIST.printed)
            words = f"▸ {opened} {back}"
        line.display = is_trainers
        line.show(words)
        self.query_one(MessageBar).show_message(view, translator)
        self.query_one(HandBar).follow(view, translator)
