"""Sign in with a learner number and a PIN."""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.css.query import NoMatches
from textual.events import Key
from textual.widgets import Input

from kiosk_agent.protocol.languages import LANGUAGE_CODES, LANGUAGES
from kiosk_agent.protocol.limits import PIN_DIGITS
from kiosk_agent.protocol.problem import Problem
from kiosk_agent.tutor.screens.messages import LanguagePicked, SignInSubmitted
from kiosk_agent.tutor.screens.tutor_screen import TutorScreen
from kiosk_agent.tutor.state.flow import KioskView, boot_seconds
from kiosk_agent.tutor.text import keys
from kiosk_agent.tutor.text.plain import one_line
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.text.words import minutes_words, problem_words
from kiosk_agent.tutor.widgets.choice import Choice
from kiosk_agent.tutor.widgets.field import Field, PinField
from kiosk_agent.tutor.widgets.key_line import KeyLine
from kiosk_agent.tutor.widgets.line import Line
from kiosk_agent.tutor.widgets.top.top_line import TopLine

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class SignInForm:
    """How far a learner has come with signing in; a PIN is never kept."""

    number: str = ""
    problem: Problem | None = None
    """Why the last try was refused."""
    again_at: float | None = None
    """When the next try is let, by boot_seconds."""

    def refused(self, problem: Problem) -> "SignInForm":
        """Return it as it is once the server, or the kiosk, has refused a try."""
        wait = problem.retry_after_seconds
        return replace(self, problem=problem, again_at=None if wait is None else boot_seconds() + wait)


_NUMBER = re.compile(r"^[0-9A-Za-z-]{1,16}$")


class SignInScreen(TutorScreen):
    """Number, PIN, language, and what the server said to the last try."""

    AUTO_FOCUS = "#sign-in-number"
    ON_KEYS_PAGE = keys.SIGN_IN_PAGE
    DEFAULT_CSS = """
    SignInScreen { align: center middle; background: $ground; }
    SignInScreen TopLine { dock: top; }
    SignInScreen KeyLine { dock: bottom; }
    SignInScreen Vertical { width: 50; height: auto; }
    SignInScreen #sign-in-title { text-style: bold; margin-bottom: 1; }
    SignInScreen .field-name { color: $quiet; }
    SignInScreen Input { height: 3; border: $frame $rule; background: $ground; color: $ink; padding: 0 1; }
    SignInScreen Input:focus { border: $frame $lead; background-tint: $ground 0%; }
    SignInScreen #sign-in-words { height: 2; color: $not-yet; }
    SignInScreen #sign-in-staff { color: $quiet; }
    """

    def __init__(self, translator: Translator, view: KioskView, form: SignInForm) -> None:
        """Begin where the learner was before something came in between."""
        super().__init__(translator, view)
        self._number = form.number
        self._problem = form.problem
        self._again_at = form.again_at
        self._is_asking = False
        self._advice: Callable[[], str] = str

    def compose(self) -> ComposeResult:
        """Lay out the form."""
        yield TopLine()
        with Vertical():
            yield Line(id="sign-in-title")
            yield Line(id="sign-in-number-name", classes="field-name")
            yield Field(
                self._number, id="sign-in-number", max_length=16, restrict=r"[0-9A-Za-z-]*",
                # Half a number that was kept is written on.
                select_on_focus=not self._number,
            )  # fmt: skip
            yield Line(id="sign-in-pin-name", classes="field-name")
            yield PinField(id="sign-in-pin")
            yield Line(id="sign-in-language-name", classes="field-name")
            names = [entry.own_name for entry in LANGUAGES.values()]
            yield Choice(names, LANGUAGE_CODES.index(self.translator.language), id="sign-in-language")
            yield Line(id="sign-in-words")
            yield Line(id="sign-in-staff")
        yield KeyLine()

    @property
    def form(self) -> SignInForm:
        """Return how far the learner has come."""
        number = self.query_one("#sign-in-number", Field).value if self.is_ready else self._number
        return SignInForm(number, self._problem, self._again_at)

    def speak(self) -> None:
        """Say every text of the form."""
        say = self.translator.say
        self.query_one("#sign-in-title", Line).show(say("Sign in"))
        self.query_one("#sign-in-number-name", Line).show(say("Your number"))
        self.query_one("#sign-in-pin-name", Line).show(
            self.translator.say_many("Your PIN: {number} digit", "Your PIN: {number} digits", PIN_DIGITS)
        )
        self.query_one("#sign-in-language-name", Line).show(say("Language"))
        self.query_one("#sign-in-staff", Line).show(say("Staff can read everything you write here."))
        self.query_one("#sign-in-language", Choice).choose(LANGUAGE_CODES.index(self.translator.language))
        shown = (keys.GO_ON, keys.NEXT_FIELD, keys.COLOURS, keys.LANGUAGE)
        self.query_one(KeyLine).show_keys(shown, self.translator)

    def follow(self) -> None:
        """Show the kiosk, the session and what stands in the way."""
        if self._again_at is not None and not self._seconds_to_wait():
            self._problem = self._again_at = None
        state = self.view.state
        name, title = (state.kiosk_name, state.session_title or "") if state is not None else ("", "")
        self.query_one(TopLine).show((name, one_line(title)), (minutes_words(self.view, self.translator),))
        self.query_one("#sign-in-words", Line).show(self._words())

    def _words(self) -> str:
        if self._is_asking:
            return self.translator.say("Asking the server…")
        if self._problem is not None:
            return problem_words(self._problem, self._seconds_to_wait(), self.translator)
        return self._advice()

    def _seconds_to_wait(self) -> float:
        return max(0.0, self._again_at - boot_seconds()) if self._again_at is not None else 0.0

    def refuse(self, problem: Problem) -> None:
        """Show why the last try was refused, and let the learner try again."""
        self._is_asking = False
        form = self.form.refused(problem)
        self._problem, self._again_at = form.problem, form.again_at
        # A form that is not laid out yet says it then, and from one that is taken down the next one has it.
        if self.is_ready:
            with suppress(NoMatches):
                self.query_one("#sign-in-pin").focus()
                self.follow()

    @on(Choice.Chosen)
    def _pick_language(self, message: Choice.Chosen) -> None:
        self.post_message(LanguagePicked(LANGUAGE_CODES[message.index]))

    def _number_advice(self) -> str:
        return self.translator.say("Write the number that is on your slip.")

    def _pin_advice(self) -> str:
        return self.translator.say_many("The PIN has {number} digit.", "The PIN has {number} digits.", PIN_DIGITS)

    @on(Field.NotTaken)
    def _say_what_goes_in(self, message: Field.NotTaken) -> None:
        self._advice = self._pin_advice if isinstance(message.field, PinField) else self._number_advice
        if not self._seconds_to_wait():
            self._problem = self._again_at = None
        self.follow()

    async def on_key(self, event: Key) -> None:
        """Take who types at the language to the field that it is for: it would go nowhere."""
        if isinstance(self.focused, Choice) and event.character and event.character.isalnum():
            event.stop()
            number = self.query_one("#sign-in-number", Field)
            field = self.query_one("#sign-in-pin", PinField) if number.value else number
            await field.take_key(event)

    @on(Choice.Taken)
    def _go_on_from_language(self) -> None:
        fields = (self.query_one("#sign-in-number", Field), self.query_one("#sign-in-pin", PinField))
        empty = next((field for field in fields if not field.value), None)
        if empty is not None:
            empty.focus()
        else:
            self._submit()

    @on(Input.Submitted, "#sign-in-number")
    def _go_on(self) -> None:
        # Who went on without a number would write it where the PIN goes, as dots.
        if _NUMBER.match(self.query_one("#sign-in-number", Field).value):
            self.query_one("#sign-in-pin").focus()
        elif not (self._is_asking or self._seconds_to_wait()):
            self._problem, self._advice = None, self._number_advice
            self.follow()

    @on(Input.Submitted, "#sign-in-pin")
    def _submit(self) -> None:
        number, pin = self.query_one("#sign-in-number", Field), self.query_one("#sign-in-pin", PinField)
        if self._is_asking or self._seconds_to_wait():
            return
        self._problem = self._again_at = None
        if not _NUMBER.match(number.value):
            self._advice = self._number_advice
            number.focus()
        elif len(pin.value) != PIN_DIGITS:
            self._advice = self._pin_advice
        else:
            self._is_asking = True
            self.post_message(SignInSubmitted(number.value, pin.take()))
        self.follow()
