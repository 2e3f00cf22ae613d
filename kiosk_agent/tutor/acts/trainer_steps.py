"""Showing what a trainer has opened: in a pause of the learner's typing, and never over a question that they answer."""

from collections.abc import Callable
from typing import Final

from textual.app import App

from kiosk_agent.protocol.acts.orders import ActOutcome, ExerciseOrder
from kiosk_agent.tutor.current_work import CurrentWork
from kiosk_agent.tutor.exercise_steps import ExerciseSteps
from kiosk_agent.tutor.screens.shown import ShownScreen
from kiosk_agent.tutor.shown_screens import ShownScreens
from kiosk_agent.tutor.state.flow import boot_seconds

# The letters of a word that is begun would go into the exercise that comes.
PAUSE_SECONDS: Final = 1.5
# Whoever types on and on is not waited for.
LONGEST_SECONDS: Final = 10.0


class TrainerSteps:
    """What a trainer's act makes happen in a lesson."""

    def __init__(
        self,
        app: App[None],
        screens: ShownScreens,
        work: CurrentWork,
        exercises: ExerciseSteps,
        answer: Callable[[str, ActOutcome], None],
    ) -> None:
        """Tell through `answer` what became of an act."""
        self._app = app
        self._screens = screens
        self._work = work
        self._exercises = exercises
        self._answer = answer
        self._answered = ""
        self._awaited = ""
        """The act that is not shown yet, and since when it is known."""
        self._awaited_at = self._typed_at = 0.0

    def note_typed(self) -> None:
        """Take note that the learner typed something just now."""
        self._typed_at = boot_seconds()

    async def follow(self) -> None:
        """Show what is asked for, unless now is not the time: called again every second."""
        if not self._app.screen_stack:
            return  # The agent's last word came while the tutor ends.
        await self._take_down()
        shown = self._screens.view.shown()
        if shown is not None and self._exercises.may_open and self._is_time(shown.act_id):
            await self._app.push_screen(ShownScreen(self._screens.translator, self._screens.view, shown))
            return
        asked = self._screens.view.exercise()
        if asked is None or asked.act_id == self._answered or not self._is_time(asked.act_id):
            return
        outcome = await self._open(asked)
        if outcome is not None:
            self._answered = asked.act_id
            self._answer(asked.act_id, outcome)

    async def _take_down(self) -> None:
        """Take down what is shown no more: the learner closed it, the trainer took it back, or shows another."""
        screen, shown = self._app.screen, self._screens.view.shown()
        if isinstance(screen, ShownScreen) and (shown is None or shown.act_id != screen.showing.act_id):
            await self._app.pop_screen()

    async def close_shown(self, act_id: str) -> None:
        """Take it down, and tell that it was seen."""
        self._screens.close_shown(act_id)
        self._answer(act_id, ActOutcome.SEEN)
        await self._take_down()

    def _is_time(self, act_id: str) -> bool:
        now = boot_seconds()
        if act_id != self._awaited:
            self._awaited, self._awaited_at = act_id, now
        return now - self._typed_at >= PAUSE_SECONDS or now - self._awaited_at >= LONGEST_SECONDS

    async def _open(self, asked: ExerciseOrder) -> ActOutcome | None:
        """Open it; return None where that cannot be said yet."""
        work = self._work.now
        if work is None or asked.sign_in_id not in (None, work.lesson.sign_in_id) or not self._exercises.may_open:
            return None
        found = (
            each
            for track in work.tracks
            if track.slug == asked.track
            for each in track.exercises
            if each.slug == asked.exercise
        )
        exercise = next(found, None)
        is_shown = exercise is not None and await self._exercises.show_for_trainer(exercise)
        if work is not self._work.now:
            return None
        return ActOutcome.SHOWN if is_shown else ActOutcome.CANNOT
