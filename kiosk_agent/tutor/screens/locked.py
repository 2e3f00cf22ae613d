"""The locked screen: which kiosk this is, what time it is, when the next session is. There is nothing to press."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Digits

from kiosk_agent.protocol.acts.orders import ActKind
from kiosk_agent.tutor.screens.tutor_screen import TutorScreen
from kiosk_agent.tutor.text.dates import day, day_and_time, time_of_day
from kiosk_agent.tutor.text.plain import one_line
from kiosk_agent.tutor.text.words import covered_words
from kiosk_agent.tutor.widgets.line import Line


class LockedScreen(TutorScreen):
    """Says that the kiosk is locked, and until when when that is known."""

    DEFAULT_CSS = """
    LockedScreen { align: center middle; background: $ground; }
    LockedScreen Vertical { width: 66; height: auto; }
    LockedScreen Line { width: 100%; text-align: center; }
    LockedScreen Digits { width: 100%; text-align: center; color: $ink; margin-top: 2; }
    LockedScreen #locked-name { text-style: bold; }
    LockedScreen #locked-day { color: $quiet; margin-bottom: 2; }
    LockedScreen #locked-why { color: $ink; }
    LockedScreen #locked-next { color: $quiet; margin-top: 1; }
    LockedScreen #locked-safe { color: $quiet; }
    LockedScreen #locked-development {
        dock: bottom; height: 3; content-align: center middle; text-style: bold; display: none;
        color: $on-lead; background: $lead;
    }
    LockedScreen #locked-development.-shown { display: block; }
    """

    def __init__(self, *arguments: object, covers_lesson: bool) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self._covers_lesson = covers_lesson

    def compose(self) -> ComposeResult:
        """Lay it out in the middle, the mark of a development kiosk at the foot."""
        with Vertical():
            yield Line(id="locked-name")
            yield Digits(id="locked-clock")
            yield Line(id="locked-day")
            yield Line(id="locked-why")
            yield Line(id="locked-next")
            yield Line(id="locked-safe")
        yield Line(id="locked-development")

    def speak(self) -> None:
        """Say what does not change."""
        self._show("development", self.translator.say("DEVELOPMENT: this kiosk is open to whoever maintains it"))

    def follow(self) -> None:
        """Show what has become of the work, the name, the time and what comes next."""
        self._show("safe", covered_words(self.view, self.translator) if self._covers_lesson else "")
        state, now = self.view.state, self.view.now()
        if state is None:
            return
        self._show("name", one_line(state.kiosk_name))
        self._show("why", self._why(state.goes_down))
        self.query_one("#locked-clock", Digits).update(time_of_day(now) if now else "--:--")
        self._show(
            "day", day(now, self.translator) if now else self.translator.say("The time comes with the server's answer.")
        )
        # One whose time has come waits for the trainer as any other; an agent that hears nothing keeps an old word.
        if state.goes_down is not None:
            self._show("next", "")
        elif now and state.next_session_at and now < state.next_session_at:
            when = day_and_time(state.next_session_at, now, self.translator)
            self._show("next", self.translator.say("The next session: {when}", when=when))
        else:
            self._show("next", self.translator.say("It opens when your trainer starts a session."))
        self.query_one("#locked-development").set_class(state.development, "-shown")

    def _why(self, goes_down: ActKind | None) -> str:
        say = self.translator.say
        if goes_down is None:
            return say("This kiosk is locked.")
        restarts = goes_down is ActKind.RESTART
        return say("This kiosk starts anew in a moment.") if restarts else say("This kiosk goes off in a moment.")

    def _show(self, name: str, text: str) -> None:
        self.query_one(f"#locked-{name}", Line).show(text)
