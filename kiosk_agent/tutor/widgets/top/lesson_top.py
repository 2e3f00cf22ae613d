"""The top of a lesson's screens: where the learner is, and under it what a trainer has written, and their own hand."""

from textual.app import ComposeResult
from textual.widget import Widget

from kiosk_agent.tutor.state.flow import KioskView
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.widgets.top.hand_bar import HandBar
from kiosk_agent.tutor.widgets.top.message_bar import MessageBar
from kiosk_agent.tutor.widgets.top.top_line import TopLine


class LessonTop(Widget):
    """As high as it must be: what is below keeps its focus and what was typed, whatever comes and goes here."""

    DEFAULT_CSS = "LessonTop { dock: top; layout: vertical; width: 100%; height: auto; }"

    def compose(self) -> ComposeResult:
        """Lay out all three."""
        yield TopLine()
        yield MessageBar()
        yield HandBar()

    def show_lesson(self, place: tuple[str, ...], view: KioskView, translator: Translator) -> None:
        """Show the place and the facts of the lesson, the oldest message that is not put away, and the hand."""
        self.query_one(TopLine).show_lesson(place, view, translator)
        self.query_one(MessageBar).show_message(view, translator)
        self.query_one(HandBar).follow(view, translator)
