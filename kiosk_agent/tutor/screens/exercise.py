"""The exercise: the task beside the editor, the result below. It shows; the app runs, saves and decides."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.events import Key, Paste, Resize
from textual.widget import Widget
from textual.widgets import TextArea

from kiosk_agent.curriculum import ANSWERED, Exercise
from kiosk_agent.protocol.local import Judged
from kiosk_agent.protocol.results import Judgement, Verdict
from kiosk_agent.tutor.screens.exercise_style import EXERCISE_STYLE
from kiosk_agent.tutor.screens.messages import HintShown, ListRequested, NextRequested, RunRequested, TextTyped
from kiosk_agent.tutor.screens.tutor_screen import TutorScreen
from kiosk_agent.tutor.state.below import Below
from kiosk_agent.tutor.state.counted_run import CountedRun, run_after
from kiosk_agent.tutor.state.flow import KioskView
from kiosk_agent.tutor.state.keeping import Keeping
from kiosk_agent.tutor.text import keys
from kiosk_agent.tutor.text.exercise_foot import ExerciseFoot
from kiosk_agent.tutor.text.explanation import named_line
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.text.words import keeping_words, running_words, too_long_words
from kiosk_agent.tutor.widgets.bindings import bindings
from kiosk_agent.tutor.widgets.editor import Editor
from kiosk_agent.tutor.widgets.hint_panel import HintPanel
from kiosk_agent.tutor.widgets.key_line import KeyLine
from kiosk_agent.tutor.widgets.line import Line
from kiosk_agent.tutor.widgets.prose_view import ProseView
from kiosk_agent.tutor.widgets.result_panel import ResultPanel
from kiosk_agent.tutor.widgets.top.lesson_top import LessonTop

# From this width on, the task and the program stand side by side.
WIDE_COLUMNS = 100


class ExerciseScreen(TutorScreen):
    """One exercise, opened with the learner's text in it."""

    # None would let Textual give it to the first panel, beside what is chosen here.
    AUTO_FOCUS = ""
    CSS = EXERCISE_STYLE
    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.EXERCISE_KEYS)
    ON_KEYS_PAGE = keys.EXERCISE_PAGE

    def __init__(
        self,
        translator: Translator,
        view: KioskView,
        track_title: str,
        exercise: Exercise,
        text: str,
        *,
        is_fresh: bool,
        hints_taken: int = 0,
        is_trainers: bool = False,
        seed: str = "",
    ) -> None:
        super().__init__(translator, view)
        self.exercise, self.seed = exercise, seed
        self._track_title = track_title
        self._known_text = text
        self._is_fresh = is_fresh
        self._keeping = Keeping.UNTOUCHED
        self._below = Below.NOTHING
        self._judgement: Judgement | None = None
        self._run: CountedRun | None = None
        self._words: Callable[[Translator], tuple[str, str]] | None = None
        self._hints_taken = hints_taken
        self.is_trainers = is_trainers
        self._passes = self._is_offering_next = self.can_be_stopped = False

    def compose(self) -> ComposeResult:
        """Lay out the panels; the style sheet puts them beside or upon each other."""
        yield LessonTop()
        with Container(id="exercise-panels"):
            with VerticalScroll(id="exercise-task", classes="panel"):
                yield ProseView(id="exercise-instructions")
            with Vertical(id="exercise-work"):
                with Vertical(id="exercise-program", classes="panel"):
                    with Horizontal(id="exercise-file"):
                        yield Line(id="exercise-file-name")
                        yield Line(id="exercise-keeping", keeps_size=True)
                    yield from self.compose_desk()
                yield ResultPanel(id="exercise-result", classes="panel below")
                yield HintPanel(self._hints_taken, id="exercise-hint", classes="panel below")
        yield KeyLine()

    def compose_desk(self) -> ComposeResult:
        """Lay out what the learner works in."""
        yield Editor(id="exercise-editor")

    @property
    def desk(self) -> Widget:
        """Return where the learner works."""
        return self.query_one(Editor)

    def on_mount(self) -> None:
        """Open the text and put the learner where they begin."""
        super().on_mount()
        editor = self.query_one(Editor)
        self.colour(self.app.theme)
        editor.open(self._known_text, self.exercise.language_name)
        # Who has not written yet reads first, when there is no room for both.
        reads = self._is_fresh and self.app.size.width < WIDE_COLUMNS and self.desk is editor
        (self.query_one("#exercise-task") if reads else self.desk).focus()

    @property
    def text(self) -> str:
        """Return what the editor holds."""
        return self.query_one(Editor).text

    # --- what it shows ------------------------------------------------------------------------------------------------

    def speak(self) -> None:
        """Put the task, the keys and what is below in the learner's language."""
        language = self.translator.language
        introduction = self.exercise.introduction(language)
        parts = [f"# {self.exercise.title(language)}", self.exercise.instructions(language), introduction]
        if language not in self.exercise.languages:
            parts.insert(1, f"*{self.translator.say('English only')}*")
        self.query_one("#exercise-instructions", ProseView).show_markdown("\n\n".join(part for part in parts if part))
        self.query_one("#exercise-file-name", Line).show(self.exercise.solution_files[0].rsplit("/", 1)[-1])
        self._show_result(is_original=self.query_one(ResultPanel).is_original)
        self.query_one(HintPanel).speak(self._hints, self.translator)
        self._show_keys()

    def follow(self) -> None:
        """Show the time left, where the work has come to, and whether it is saved."""
        language = self.translator.language
        steps = (self._track_title, self.exercise.concept_title(language), self.exercise.title(language))
        self.query_one(LessonTop).show_lesson(steps, self.view, self.translator, is_trainers=self.is_trainers)
        self._show_keeping()

    def keep(self, keeping: Keeping) -> None:
        """Take what is true now of the text: it shows as the screen hears next."""
        self._keeping = keeping

    def _show_keeping(self) -> None:
        line = self.query_one("#exercise-keeping", Line)
        line.show(keeping_words(self._keeping, self.translator))
        line.set_class(self._keeping in (Keeping.AGENT_GONE, Keeping.DISK_FULL, Keeping.REFUSED), "-trouble")

    def show_running(self) -> None:
        """Show that the program runs."""
        self.show_words(partial(running_words, self.exercise.language_name), is_running=True)

    def show_judged(self, judged: Judged, *, offers_next: bool) -> None:
        """Show the verdict, or how far a run came that was stopped."""
        judgement = self._judgement = judged.judgement
        self.can_be_stopped = False
        self._run = run_after(self._run, judged)
        self._is_offering_next = offers_next and judgement.verdict is Verdict.ACCEPTED
        self._show_result()
        self.query_one(Editor).mark_line(named_line(judgement, self.exercise))
        self._show_below(Below.RESULT)

    def _show_result(self, *, is_original: bool = False) -> None:
        if self._judgement is not None and self._run is not None:
            self.query_one(ResultPanel).show_run(self._run, self.exercise, self.translator, is_original=is_original)
        elif self._words is not None:
            self.query_one(ResultPanel).show_words(*self._words(self.translator))

    def show_words(
        self, words: Callable[[Translator], tuple[str, str]], *, passes: bool = False, is_running: bool = False
    ) -> None:
        """Show a heading and a text that are no verdict, where the verdict would be.

        What `passes` goes with the next change; with `is_running` the program can be stopped.
        """
        self._judgement, self._words, self.can_be_stopped = None, words, is_running
        self._show_result()
        self._show_below(Below.RESULT, passes=passes)

    def colour(self, theme: str) -> None:
        """Colour the code as `theme` does."""
        self.query_one(Editor).theme = theme

    def put_back_stub(self) -> None:
        """Put the exercise's first text in; Ctrl+Z brings the learner's own back."""
        self.query_one(Editor).put_back(self.exercise.stub())
        self.desk.focus()

    # --- what is done on it -------------------------------------------------------------------------------------------

    def action_run(self) -> None:
        """Ask for a run."""
        self.post_message(RunRequested())

    def action_turn_message(self) -> None:
        """Show the original message in the place of plain words, or plain words again."""
        if self._judgement is not None and self._below is Below.RESULT:
            self._show_result(is_original=not self.query_one(ResultPanel).is_original)

    def action_list(self) -> None:
        """Ask for the path."""
        self.post_message(ListRequested())

    def action_next_exercise(self) -> None:
        """Ask for the next exercise."""
        self.post_message(NextRequested())

    def action_write(self) -> None:
        """Go from reading to writing."""
        self.desk.focus()

    def action_next_panel(self) -> None:
        """Go to the next panel: task, program, and what is below."""
        stops = self._stops()
        focused = next((index for index, stop in enumerate(stops) if stop is self.focused), -1)
        stops[(focused + 1) % len(stops)].focus()

    def action_hint(self) -> None:
        """Show the first hint, then the next, then all of them; behind that go back to what was there."""
        if self.query_one(HintPanel).go_on(self.translator, is_shown=self._below is Below.HINT):
            self._show_below(Below.HINT)
        else:
            self._show_below(Below.RESULT if self._judgement is not None else Below.NOTHING)

    @on(HintPanel.Shown)
    def _tell_hint(self, message: HintPanel.Shown) -> None:
        self.post_message(HintShown(self.exercise, message.number, len(self._hints)))

    async def on_key(self, event: Key) -> None:
        """Take who types outside the program there, with what they typed: it would go nowhere."""
        if self.desk is (editor := self.query_one(Editor)) is not self.focused:
            await editor.take_key(event)

    async def on_paste(self, event: Paste) -> None:
        """Take what is pasted outside the program into it."""
        if self.desk is (editor := self.query_one(Editor)) is not self.focused:
            await editor.take_paste(event)

    @on(TextArea.Changed)
    def _tell_typed(self, message: TextArea.Changed) -> None:
        text = message.text_area.text
        # An editor that was taken down holds nothing: that is no change of the learner's.
        if message.text_area.is_attached and text != self._known_text:
            self._known_text = text
            if self._passes:
                self._show_below(Below.NOTHING)
            if self.query_one(ResultPanel).forget_refused():
                self._show_result()
            # With the text: the screen may be gone when this is heard.
            self.post_message(TextTyped(self.exercise, text))

    @on(Editor.TooLong)
    def _tell_too_long(self) -> None:
        self.query_one(ResultPanel).refused = too_long_words
        self.show_words(too_long_words, passes=True)

    def on_descendant_focus(self) -> None:
        """At narrow widths the panel that has the focus is the one that shows."""
        # Not by what the panels say of themselves: on a busy kiosk each hears late that it has the focus, or lost it.
        reads, writes = self.focused is self.query_one("#exercise-task"), self.focused is self.desk
        if reads or writes:
            self.set_class(reads, "-reading")
        self.set_class(not reads and not writes, "-below-first")
        self._show_keys()

    def on_resize(self, event: Resize) -> None:
        """Stand side by side when there is room."""
        self.set_class(event.size.width >= WIDE_COLUMNS, "-wide")

    def _stops(self) -> Sequence[Widget]:
        panels: dict[Below, type[Widget]] = {Below.RESULT: ResultPanel, Below.HINT: HintPanel}
        below = panels.get(self._below)
        stops: list[Widget] = [self.query_one("#exercise-task"), self.desk]
        return stops if below is None else [*stops, self.query_one(below)]

    def _show_below(self, below: Below, *, passes: bool = False) -> None:
        if self.focused in (self.query_one(ResultPanel), self.query_one(HintPanel)):
            self.desk.focus()
        self._below, self._passes = below, passes
        self.set_class(below is Below.RESULT, "-result")
        self.set_class(below is Below.HINT, "-hint")
        self._show_keys()

    @property
    def _hints(self) -> Sequence[str]:
        return self.exercise.hints(self.translator.language)

    def _show_keys(self) -> None:
        foot = ExerciseFoot(
            is_running=self.can_be_stopped,
            offers_next=self._is_offering_next,
            is_at_task=self.focused is self.query_one("#exercise-task"),
            hints=len(self._hints),
            next_hint=self.query_one(HintPanel).following(is_shown=self._below is Below.HINT),
            is_answer=self.exercise.kind in ANSWERED,
        )
        line, translator = self.query_one(KeyLine), self.translator
        line.show_keys(foot.shown, translator, lead=foot.lead, words=foot.words(translator))
