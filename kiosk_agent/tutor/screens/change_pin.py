"""A PIN from a slip is changed at first use: the new one is typed twice."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input

from kiosk_agent.protocol.limits import PIN_DIGITS
from kiosk_agent.protocol.problem import Problem
from kiosk_agent.tutor.screens.messages import PinSubmitted
from kiosk_agent.tutor.screens.tutor_screen import TutorScreen
from kiosk_agent.tutor.state.flow import KioskView
from kiosk_agent.tutor.text import keys
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.text.words import minutes_words, problem_words
from kiosk_agent.tutor.widgets.bindings import bindings
from kiosk_agent.tutor.widgets.field import Field, PinField
from kiosk_agent.tutor.widgets.key_line import KeyLine
from kiosk_agent.tutor.widgets.line import Line
from kiosk_agent.tutor.widgets.top.top_line import TopLine

if TYPE_CHECKING:
    from collections.abc import Callable


class ChangePinScreen(TutorScreen):
    """Asks for the new PIN twice."""

    AUTO_FOCUS = "#change-pin-new"
    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.CHANGE_PIN_KEYS)
    ON_KEYS_PAGE = keys.CHANGE_PIN_PAGE
    DEFAULT_CSS = """
    ChangePinScreen { align: center middle; background: $ground; }
    ChangePinScreen TopLine { dock: top; }
    ChangePinScreen KeyLine { dock: bottom; }
    ChangePinScreen Vertical { width: 50; height: auto; }
    ChangePinScreen #change-pin-title { text-style: bold; margin-bottom: 1; }
    ChangePinScreen #change-pin-why { margin-bottom: 1; }
    ChangePinScreen .field-name { color: $quiet; }
    ChangePinScreen Input { height: 3; border: $frame $rule; background: $ground; color: $ink; padding: 0 1; }
    ChangePinScreen Input:focus { border: $frame $lead; background-tint: $ground 0%; }
    ChangePinScreen #change-pin-words { height: 2; margin-top: 1; color: $not-yet; }
    """

    def __init__(self, translator: Translator, view: KioskView) -> None:
        super().__init__(translator, view)
        self._is_asking = False
        self._advice: Callable[[], str] = str

    def compose(self) -> ComposeResult:
        """Lay out the form."""
        yield TopLine()
        with Vertical():
            yield Line(id="change-pin-title")
            yield Line(id="change-pin-why")
            yield Line(id="change-pin-new-name", classes="field-name")
            yield PinField(id="change-pin-new")
            yield Line(id="change-pin-again-name", classes="field-name")
            yield PinField(id="change-pin-again")
            yield Line(id="change-pin-words")
        yield KeyLine()

    def speak(self) -> None:
        """Say every text of the form."""
        say = self.translator.say
        self.query_one("#change-pin-title", Line).show(say("Choose your own PIN"))
        self.query_one("#change-pin-why", Line).show(
            say("The one on your slip works once. Choose digits that only you know.")
        )
        self.query_one("#change-pin-new-name", Line).show(
            self.translator.say_many("New PIN: {number} digit", "New PIN: {number} digits", PIN_DIGITS)
        )
        self.query_one("#change-pin-again-name", Line).show(say("The same again"))
        shown = (keys.GO_ON, keys.NEXT_FIELD, keys.LEAVE, keys.COLOURS)
        self.query_one(KeyLine).show_keys(shown, self.translator)

    def follow(self) -> None:
        """Show the time left and what stands in the way."""
        name = self.view.state.kiosk_name if self.view.state is not None else ""
        self.query_one(TopLine).show((name,), (minutes_words(self.view, self.translator),))
        words = self.translator.say("Asking the server…") if self._is_asking else self._advice()
        self.query_one("#change-pin-words", Line).show(words)

    def refuse(self, problem: Problem) -> None:
        """Show why the new PIN was refused, and let the learner choose another."""
        self._is_asking = False
        self._advice = lambda: problem_words(problem, problem.retry_after_seconds, self.translator)
        self.query_one("#change-pin-new").focus()
        self.follow()

    def _pin_advice(self) -> str:
        return self.translator.say_many("The PIN has {number} digit.", "The PIN has {number} digits.", PIN_DIGITS)

    @on(Field.NotTaken)
    def _say_what_goes_in(self) -> None:
        self._advice = self._pin_advice
        self.follow()

    @on(Input.Submitted, "#change-pin-new")
    def _go_on(self) -> None:
        if len(self.query_one("#change-pin-new", PinField).value) == PIN_DIGITS:
            self.query_one("#change-pin-again").focus()
        else:
            self._advice = self._pin_advice
            self.follow()

    @on(Input.Submitted, "#change-pin-again")
    def _submit(self) -> None:
        if self._is_asking:
            return
        fields = self.query_one("#change-pin-new", PinField), self.query_one("#change-pin-again", PinField)
        first, second = fields[0].take(), fields[1].take()
        if len(first) != PIN_DIGITS:
            self._advice = self._pin_advice
        elif first != second:
            self._advice = lambda: self.translator.say("The two were not the same. Write the new PIN twice again.")
        else:
            self._is_asking = True
            self.post_message(PinSubmitted(first))
        fields[0].focus()
        self.follow()
