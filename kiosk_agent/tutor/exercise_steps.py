"""Opening an exercise, writing, running, going on: the learner's work is told, the screen shows what came of it."""

import asyncio

from textual.app import App

from kiosk_agent.curriculum import Exercise
from kiosk_agent.curriculum.kinds.shuffling import seed_of
from kiosk_agent.errors import TrackInvalid
from kiosk_agent.tutor.current_work import CurrentWork
from kiosk_agent.tutor.learner_work import check_readable
from kiosk_agent.tutor.screens.exercise import ExerciseScreen
from kiosk_agent.tutor.screens.home import HomeScreen
from kiosk_agent.tutor.screens.kinds.options import KINDS as OPTION_KINDS
from kiosk_agent.tutor.screens.kinds.options import OptionsScreen
from kiosk_agent.tutor.shown_screens import ShownScreens
from kiosk_agent.tutor.state.path import key_of
from kiosk_agent.tutor.text.words import no_run_words, stopping_words

# A verdict that comes sooner is shown at once, with no "running" before it.
RUNNING_SHOWN_AFTER_SECONDS = 0.15


class ExerciseSteps:
    """What a learner's keys in the lesson make happen."""

    def __init__(self, app: App[None], screens: ShownScreens, work: CurrentWork) -> None:
        self._app = app
        self._screens = screens
        self._work = work
        self._runs_for: ExerciseScreen | None = None
        """The screen on which a run was asked for last, until that is over."""

    @property
    def may_open(self) -> bool:
        """Tell whether the learner is at their work, and nothing covers it."""
        return self._work.now is not None and isinstance(self._app.screen, ExerciseScreen | HomeScreen)

    async def open(self, exercise: Exercise) -> None:
        """Show `exercise`, with the learner's text in it."""
        if self.may_open and not await self._show(exercise):
            say = self._screens.translator.say
            words = say("This exercise is damaged on this kiosk."), say("Choose another one, and tell your trainer.")
            await self._screens.ask((*words, say("go back"), say("go back")))

    async def show_for_trainer(self, exercise: Exercise) -> bool:
        """Show what a trainer has opened, and say that it was they; tell whether this kiosk can."""
        screen = self._screens.exercise()
        if screen is not None and key_of(screen.exercise) == key_of(exercise):
            screen.is_trainers = True
            self._screens.hear()
            return True
        return await self._show(exercise, is_trainers=True)

    async def _show(self, exercise: Exercise, *, is_trainers: bool = False) -> bool:
        """Show it; tell whether it can be read here."""
        work, translator = self._work.now, self._screens.translator
        try:
            await asyncio.to_thread(check_readable, exercise)
        except TrackInvalid:
            return False
        if work is None or work is not self._work.now or not self.may_open:
            return True  # The learner left while the disk was read.
        is_fresh = not work.lesson.has_text(exercise)
        text = work.open(exercise)
        title = next(track for track in work.tracks if track.slug == exercise.track).title(translator.language)
        with self._app.batch_update():
            await self.show_list()
            screen = (OptionsScreen if exercise.kind in OPTION_KINDS else ExerciseScreen)(
                translator, self._screens.view, title, exercise, text,
                is_fresh=is_fresh, hints_taken=work.lesson.hints.get(key_of(exercise), 0),
                is_trainers=is_trainers, seed=seed_of(work.lesson.learner_id, exercise.track, exercise.slug),
            )  # fmt: skip
            await self._app.push_screen(screen)
        return True

    async def go_on(self) -> None:
        """Show the next exercise, or the list behind the last one."""
        screen, work = self._screens.exercise(), self._work.now
        following = work.after(screen.exercise) if screen is not None and work is not None else None
        if following is not None:
            await self.open(following)
        else:
            await self.show_list()

    async def show_list(self) -> None:
        """Go back to the list of exercises."""
        if isinstance(self._app.screen, ExerciseScreen):
            await self._app.pop_screen()

    def take_text(self, exercise: Exercise, text: str) -> None:
        """Take the text as it is after a key."""
        if self._work.now is not None:
            self._work.now.write(exercise, text)

    def take_hint(self, exercise: Exercise, number: int, total: int) -> None:
        """Take note of a hint that was shown."""
        if self._work.now is not None:
            self._work.now.take_hint(exercise, number, total)

    async def run(self) -> None:
        """Have the program judged, and show the verdict."""
        screen, work = self._screens.exercise(), self._work.now
        if screen is None or work is None or screen is self._runs_for:
            return
        self._runs_for = screen
        judging = asyncio.create_task(work.judge(screen.exercise, screen.text))
        await asyncio.wait({judging}, timeout=RUNNING_SHOWN_AFTER_SECONDS)
        if not judging.done() and screen.is_ready:
            screen.show_running()
        judged = await judging
        if self._runs_for is screen:
            self._runs_for = None
        if work is not self._work.now or not screen.is_ready:
            return  # The learner left in the meantime; the attempt is kept all the same.
        if judged is None:
            screen.show_words(no_run_words)
        else:
            screen.show_judged(judged, offers_next=work.after(screen.exercise) is not None)

    @property
    def is_running(self) -> bool:
        """Tell whether the screen says that its program runs, and nothing covers it."""
        return isinstance(self._app.screen, ExerciseScreen) and self._app.screen.can_be_stopped

    async def stop_run(self) -> None:
        """End the run that goes on; the screen says so until it is over."""
        screen, work = self._screens.exercise(), self._work.now
        if screen is not None and work is not None:
            screen.show_words(stopping_words)
            await work.stop()

    async def ask_to_start_again(self) -> None:
        """Ask whether the learner means to put the first text back, and do it then."""
        screen, say = self._screens.exercise(), self._screens.translator.say
        if screen is None or self._app.screen is not screen:
            return
        words = (
            say("Start this exercise again?"),
            say("The text that it began with takes the place of yours. Ctrl+Z brings yours back."),
            say("start again"), say("keep my text"),
        )  # fmt: skip
        await self._screens.ask(words, screen.put_back_stub)
