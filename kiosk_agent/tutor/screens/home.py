"""The learner's path: what is done, where they are, what comes next, and one key to carry on."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content, Span
from textual.geometry import Region
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kiosk_agent.curriculum import Exercise, Track
from kiosk_agent.tutor.screens.messages import ExercisePicked
from kiosk_agent.tutor.screens.tutor_screen import TutorScreen
from kiosk_agent.tutor.state.flow import KioskView
from kiosk_agent.tutor.state.lesson import Lesson
from kiosk_agent.tutor.state.path import Standing, Step, key_of, steps
from kiosk_agent.tutor.text import keys
from kiosk_agent.tutor.text.plain import one_line
from kiosk_agent.tutor.text.translator import Translator, mark
from kiosk_agent.tutor.widgets.bindings import bindings
from kiosk_agent.tutor.widgets.key_line import KeyLine
from kiosk_agent.tutor.widgets.line import Line
from kiosk_agent.tutor.widgets.top.lesson_top import LessonTop

_SIGNS = {Standing.DONE: "✓", Standing.HERE: "▶", Standing.NEXT: "○", Standing.LATER: "·"}
_WORDS = {Standing.DONE: mark("done"), Standing.HERE: mark("here"), Standing.NEXT: mark("next"), Standing.LATER: ""}
_STYLES = {Standing.DONE: "$passed", Standing.HERE: "bold $lead", Standing.NEXT: "", Standing.LATER: "$quiet"}


# What is done before the step that is marked, and what comes after it, is seen with it.
_ROWS_AROUND = 3
# A longer title of an imported track pushes only what stands behind itself.
_TITLE_COLUMNS = 36
_GAP = "   "


class PathList(OptionList):
    """The steps of the path."""

    def scroll_to_highlight(self, top: bool = False) -> None:  # noqa: FBT001, FBT002 - Textual's own
        """Scroll to the step that is marked, and to what is around it."""
        super().scroll_to_highlight(top)
        line = self._index_to_line.get(-1 if self.highlighted is None else self.highlighted)
        if line is not None and self.is_mounted:
            around = Region(0, line - _ROWS_AROUND, self.scrollable_content_region.width, 2 * _ROWS_AROUND + 1)
            self.scroll_to_region(around, force=True, animate=False, immediate=True)


class HomeScreen(TutorScreen):
    """Every exercise of every track, in order, with the cursor where the learner stopped."""

    AUTO_FOCUS = "#home-path"
    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.HOME_KEYS)
    ON_KEYS_PAGE = keys.HOME_PAGE
    DEFAULT_CSS = """
    HomeScreen { background: $ground; align: center top; }
    HomeScreen KeyLine { dock: bottom; }
    HomeScreen Vertical { max-width: 78; height: 1fr; padding: 1; }
    HomeScreen #home-title { text-style: bold; height: auto; }
    HomeScreen #home-progress { color: $quiet; margin-bottom: 1; }
    HomeScreen #home-empty { color: $not-yet; display: none; }
    HomeScreen OptionList { height: 1fr; border: none; background: $ground; padding: 0; color: $ink; }
    HomeScreen OptionList:focus { border: none; background-tint: $ground 0%; }
    HomeScreen OptionList > .option-list--option-highlighted { background: $cursor; text-style: $cursor-style; }
    HomeScreen OptionList:focus > .option-list--option-highlighted {
        background: $cursor; color: $ink; text-style: $cursor-style;
    }
    HomeScreen OptionList > .option-list--option-disabled { color: $quiet; text-style: bold; }
    """

    def __init__(self, translator: Translator, view: KioskView, lesson: Lesson, tracks: Sequence[Track]) -> None:
        super().__init__(translator, view)
        self._lesson = lesson
        self._tracks = tracks
        self._steps: tuple[Step, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out the greeting, the path and the keys."""
        yield LessonTop()
        with Vertical():
            yield Line(id="home-title")
            yield Line(id="home-progress")
            yield Line(id="home-empty")
            yield PathList(id="home-path", markup=False)
        yield KeyLine()

    def speak(self) -> None:
        """Show the path in the learner's language."""
        self._steps = steps(self._tracks, self._lesson.passed, self._lesson.last)
        done = sum(key_of(step.exercise) in self._lesson.passed for step in self._steps)
        self.query_one("#home-progress", Line).show(
            self.translator.say_many(
                "{done} of {number} exercise done.", "{done} of {number} exercises done.", len(self._steps), done=done
            )
        )
        self._fill(self._marked() or self._here())
        self._say_what_enter_does()

    @on(OptionList.OptionHighlighted)
    def _say_what_enter_does(self) -> None:
        say, words = self.translator.say, {}
        greeting = say("Hello, {name}.", name=one_line(self._lesson.display_name))
        step = self._marked()
        if step is not None:
            title = one_line(step.exercise.title(self.translator.language))
            carries_on = step.standing is Standing.HERE
            opening = mark("Enter carries on with {title}.") if carries_on else mark("Enter opens {title}.")
            greeting += " " + say(opening, title=title)
            words = {} if carries_on else {keys.CARRY_ON: say("Open")}
        self.query_one("#home-title", Line).show(greeting)
        shown = (keys.CARRY_ON, keys.HAND, keys.SHOW_KEYS, keys.COLOURS, keys.LANGUAGE, keys.LEAVE)
        self.query_one(KeyLine).show_keys(shown, self.translator, lead=keys.CARRY_ON, words=words)

    def follow(self) -> None:
        """Show the time left and where the work has come to."""
        title = (self.view.state.session_title or "") if self.view.state is not None else ""
        place = (self.translator.say("My work"), title)
        self.query_one(LessonTop).show_lesson(place, self.view, self.translator)

    def on_screen_resume(self) -> None:
        """Show what changed meanwhile."""
        if self.is_ready:
            self.query_one("#home-path", OptionList).highlighted = None
            self.speak()

    def action_carry_on(self) -> None:
        """Go back to where the learner stopped."""
        here = self._here()
        if here is not None:
            self.post_message(ExercisePicked(here.exercise))

    @on(OptionList.OptionSelected)
    def _pick(self, message: OptionList.OptionSelected) -> None:
        picked = next(step.exercise for step in self._steps if key_of(step.exercise) == message.option.id)
        self.post_message(ExercisePicked(picked))

    def _here(self) -> Step | None:
        return next((step for step in self._steps if step.standing is Standing.HERE), None)

    def _marked(self) -> Step | None:
        """Return the step that the cursor is on."""
        option = self.query_one("#home-path", OptionList).highlighted_option
        return next((step for step in self._steps if option and key_of(step.exercise) == option.id), None)

    def _fill(self, marked: Step | None) -> None:
        path = self.query_one("#home-path", OptionList)
        path.clear_options()
        concept, titles_columns = None, self._titles_columns()
        for track in self._tracks:
            if len(self._tracks) > 1:
                self._add_heading(path, "\n" + one_line(track.title(self.translator.language)).upper())
            for step in (step for step in self._steps if step.exercise.track == track.slug):
                if step.exercise.concept != concept:
                    concept = step.exercise.concept
                    self._add_heading(path, "\n" + one_line(step.exercise.concept_title(self.translator.language)))
                path.add_option(Option(self._words(step, titles_columns), id=key_of(step.exercise)))
        chosen = marked or next(iter(self._steps), None)
        if chosen is not None:
            path.highlighted = path.get_option_index(key_of(chosen.exercise))
        else:
            empty = self.query_one("#home-empty", Line)
            empty.show(self.translator.say("No exercises are on this kiosk. Tell your trainer."))
            empty.display = True

    def _add_heading(self, path: OptionList, words: str) -> None:
        if words.strip():
            path.add_option(Option(Content(words if path.option_count else words.lstrip("\n")), disabled=True))

    def _words(self, step: Step, titles_columns: int) -> Content:
        """Return its sign and its title, and behind them, below each other, where it lies and how long it takes."""
        exercise: Exercise = step.exercise
        minutes = "" if exercise.minutes is None else self.translator.say("{number} min", number=exercise.minutes)
        said = {standing: self.translator.say(words) if words else "" for standing, words in _WORDS.items()}
        standing = said[step.standing].ljust(max(map(len, said.values())))
        only = self._only_english(exercise)
        facts = _GAP.join(fact for fact in (standing, minutes, only) if fact)
        sign = f"  {_SIGNS[step.standing]} "
        title = one_line(exercise.title(self.translator.language))
        text = f"{sign}{title}{' ' * (titles_columns - cell_len(title))}{_GAP}{facts}".rstrip()
        style = _STYLES[step.standing]
        spans = [Span(0, len(sign), style)] if style else []
        return Content(text, [*spans, Span(len(sign) + len(title), len(text), "not bold $quiet")])

    def _titles_columns(self) -> int:
        """Return how wide the titles are."""
        titles = (one_line(step.exercise.title(self.translator.language)) for step in self._steps)
        return min(_TITLE_COLUMNS, max(map(cell_len, titles), default=0))

    def _only_english(self, exercise: Exercise) -> str:
        return "" if self.translator.language in exercise.languages else self.translator.say("English only")
