"""A question with options: the task above or beside them, and what is chosen kept as the answer's file is."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import TextArea

from kiosk_agent.curriculum import Kind
from kiosk_agent.curriculum.kinds.choice import MultipleChoice
from kiosk_agent.tutor.screens.exercise import ExerciseScreen
from kiosk_agent.tutor.screens.exercise_style import EXERCISE_STYLE
from kiosk_agent.tutor.widgets.editor import Editor
from kiosk_agent.tutor.widgets.kinds.options_panel import OptionsPanel
from kiosk_agent.tutor.widgets.line import Line

KINDS = frozenset({Kind.MULTIPLE_CHOICE, Kind.READ})
# Where all stand upon each other the options are whole, then the result, and the task scrolls in what is left.
_STYLE = """
OptionsScreen #exercise-editor { display: none; }
OptionsScreen #exercise-task { display: block; height: 1fr; min-height: 3; }
OptionsScreen #exercise-work, OptionsScreen.-reading #exercise-work { height: auto; }
OptionsScreen #exercise-program, OptionsScreen.-reading #exercise-program { display: block; height: auto; }
OptionsScreen OptionsPanel { height: auto; max-height: 36vh; }
OptionsScreen .below { max-height: 8; }

OptionsScreen.-wide #exercise-work { height: 1fr; }
OptionsScreen.-wide #exercise-program { height: 1fr; }
OptionsScreen.-wide OptionsPanel { height: 1fr; max-height: 100%; }
OptionsScreen.-wide .below { max-height: 46vh; }
"""


class OptionsScreen(ExerciseScreen):
    """One question, opened with the learner's answer in it. The editor is there unseen: it holds the answer's file."""

    # Its own name: a sheet is for one class of screen, and not for those made from it.
    CSS: ClassVar[str] = EXERCISE_STYLE.replace(ExerciseScreen.__name__, "OptionsScreen") + _STYLE

    def compose_desk(self) -> ComposeResult:
        """Lay out the options in the place of the program."""
        yield from super().compose_desk()
        task = self.exercise.task()
        assert isinstance(task, MultipleChoice)  # noqa: S101 - KINDS are those of this task
        yield OptionsPanel(task, self.seed, id="exercise-options")

    @property
    def desk(self) -> Widget:
        """Return where the learner answers."""
        return self.query_one(OptionsPanel)

    def speak(self) -> None:
        """Put the options in the learner's language, too."""
        super().speak()
        task = self.exercise.task(self.translator.language)
        assert isinstance(task, MultipleChoice)  # noqa: S101 - KINDS are those of this task
        self.query_one("#exercise-file-name", Line).show(self.translator.say("Your answer"))
        self.query_one(OptionsPanel).speak(task, self.translator)

    @on(OptionsPanel.AnswerGiven)
    def _take_answer(self, message: OptionsPanel.AnswerGiven) -> None:
        self.query_one(Editor).put_back(message.answer)

    @on(TextArea.Changed)
    def _show_answer(self, message: TextArea.Changed) -> None:
        if message.text_area.is_attached:
            self.query_one(OptionsPanel).show_answer(message.text_area.text)
