"""A trainer asks to be looked at: large words, that the work is safe, and until when. There is nothing to press."""

from textual.app import ComposeResult
from textual.containers import Center, Middle

from kiosk_agent.tutor.screens.messages import AttentionShown
from kiosk_agent.tutor.screens.tutor_screen import TutorScreen
from kiosk_agent.tutor.text.words import attention_words, minutes_words, watch_words
from kiosk_agent.tutor.widgets.large_sentence import LargeSentence
from kiosk_agent.tutor.widgets.line import Line
from kiosk_agent.tutor.widgets.top.top_line import TopLine


class AttentionScreen(TutorScreen):
    """Covers what was on the screen, which stays as it is."""

    DEFAULT_CSS = """
    AttentionScreen { align: center middle; background: $ground; }
    AttentionScreen TopLine { dock: top; }
    AttentionScreen Center { height: auto; }
    AttentionScreen #attention-words { margin-bottom: 2; }
    AttentionScreen #attention-safe { width: 66; text-align: center; color: $ink; }
    AttentionScreen #attention-until { width: 66; text-align: center; color: $quiet; margin-top: 1; }
    """

    def __init__(self, *arguments: object, covers_lesson: bool) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self._covers_lesson = covers_lesson
        self._told = ""
        """The act that was said to be shown."""

    def compose(self) -> ComposeResult:
        """Lay out the words in the middle, the mark of who sees the screen at the top."""
        yield TopLine()
        with Middle():
            with Center():
                yield LargeSentence(id="attention-words")
            with Center():
                yield Line(id="attention-safe")
            with Center():
                yield Line(id="attention-until")

    def speak(self) -> None:
        """Say what is asked."""
        self.query_one(LargeSentence).say(self.translator.say("Look at your trainer"))

    def follow(self) -> None:
        """Show what is true of the work and until when this lasts; tell once that it is shown."""
        asked = self.view.attention()
        if asked is None:
            return
        watch, left = watch_words(self.view, self.translator), minutes_words(self.view, self.translator)
        self.query_one(TopLine).show((), (left,), watch=watch)
        safe, until = attention_words(self.view, self.translator, has_work=self._covers_lesson)
        self.query_one("#attention-safe", Line).show(safe)
        self.query_one("#attention-until", Line).show(until)
        if asked.act_id != self._told:
            self.call_after_refresh(self._tell, asked.act_id)

    def _tell(self, act_id: str) -> None:
        """Say that it is shown, once it is drawn and nothing lies upon it."""
        if act_id != self._told and self.app.screen is self:
            self._told = act_id
            self.post_message(AttentionShown(act_id))
