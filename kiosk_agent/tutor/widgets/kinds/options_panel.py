"""The options of a question, one below the other, chosen with the arrow keys and Space."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.message import Message

from kiosk_agent.curriculum.kinds.choice import MultipleChoice
from kiosk_agent.curriculum.kinds.shuffling import shuffled
from kiosk_agent.tutor.state.chosen import chosen, with_turned
from kiosk_agent.tutor.text import keys
from kiosk_agent.tutor.text.page import Page
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.widgets.bindings import bindings
from kiosk_agent.tutor.widgets.line import Line

# One of them, or as many as are right: two signs that look like what they do.
_SIGNS = {False: ("○", "●"), True: ("☐", "☒")}
_HERE, _ELSEWHERE = "▸ ", "  "


class OptionsPanel(VerticalScroll, can_focus=True):
    """Shows all options in the learner's own order; one of them is under the cursor."""

    DEFAULT_CSS = """
    OptionsPanel { height: 1fr; padding: 0 1; background: $sheet; color: $ink; scrollbar-size-vertical: 1; }
    OptionsPanel Line { height: auto; }
    OptionsPanel #options-how { color: $quiet; margin-bottom: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.OPTION_KEYS)

    class AnswerGiven(Message):
        """Another answer is given."""

        def __init__(self, answer: str) -> None:
            super().__init__()
            self.answer = answer

    def __init__(self, task: MultipleChoice, seed: str, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._question = task
        self._order = shuffled(tuple(task.options), seed)
        self._at = 0
        self._chosen: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        """Lay the options out below the words for the keys."""
        yield Line(id="options-how")
        for _ in self._order:
            yield Line(classes="option")

    def speak(self, task: MultipleChoice, translator: Translator) -> None:
        """Put them in the learner's language: `task` is the same question with its words in that."""
        self._question = task
        how = (
            translator.say("More than one may be right. ↑ ↓: look, Space: choose.")
            if task.several
            else translator.say("One is right. ↑ ↓: look, Space: choose.")
        )
        self.query_one("#options-how", Line).show(how)
        self._draw()

    def show_answer(self, answer: str) -> None:
        """Show what is chosen in an answer."""
        self._chosen = chosen(answer, self._question)
        self._draw()

    def on_resize(self) -> None:
        """Lay the words out for the width."""
        self._draw()

    def action_look(self, by: int) -> None:
        """Go to the next one, or to the one before."""
        self._at = (self._at + by) % len(self._order)
        self._draw()
        self.scroll_to_widget(list(self.query(".option"))[self._at], animate=False)

    def action_turn(self) -> None:
        """Choose the one under the cursor, or take it back."""
        self.post_message(self.AnswerGiven(with_turned(self._chosen, self._order[self._at], self._question)))

    def _draw(self) -> None:
        columns = self.content_size.width or self.size.width
        for number, (name, line) in enumerate(zip(self._order, self.query(".option").results(Line), strict=False)):
            is_here = number == self._at
            page = Page(columns)
            sign = (_HERE if is_here else _ELSEWHERE) + _SIGNS[self._question.several][name in self._chosen] + " "
            page.add_hanging(
                sign, self._question.options[name].text, "bold $lead" if is_here else "", "bold" if is_here else ""
            )
            line.show(page.content())
