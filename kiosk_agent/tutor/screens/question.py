"""A question with two answers, over whatever was on the screen."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from kiosk_agent.tutor.text import keys
from kiosk_agent.tutor.widgets.bindings import bindings
from kiosk_agent.tutor.widgets.line import Line


class Question(ModalScreen[bool]):
    """Enter is yes, Esc is no; both say what they do."""

    DEFAULT_CSS = """
    Question { align: center middle; background: $ground 60%; }
    Question Vertical { width: 64; height: auto; padding: 1 2; border: $frame $lead; background: $sheet; }
    Question #question-title { text-style: bold; margin-bottom: 1; }
    Question #question-yes { margin-top: 1; color: $lead; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.QUESTION_KEYS)

    def __init__(self, title: str, text: str, yes: str, no: str) -> None:
        """Take the words, already translated."""
        super().__init__()
        self._words = (title, text, f"{keys.YES.printed:<7}{yes}", f"{keys.NO.printed:<7}{no}")

    def compose(self) -> ComposeResult:
        """Lay out the question and its two keys."""
        title, text, yes, no = self._words
        with Vertical():
            yield Line(title, id="question-title")
            yield Line(text, id="question-text")
            yield Line(yes, id="question-yes")
            yield Line(no, id="question-no")

    def action_answer(self, answer: bool) -> None:  # noqa: FBT001 - Textual calls it with the binding's argument
        """Give the answer and go."""
        self.dismiss(answer)
