"""What a signed-in learner does: opens, writes, runs, goes on. The app owns the screens; this owns the work."""

import asyncio
import contextlib
from collections.abc import Sequence

from kiosk_agent.curriculum import Exercise, Track
from kiosk_agent.errors import JailUnavailable, SettingsInvalid
from kiosk_agent.protocol.acts.hands import HANDS_A_SIGN_IN, line_of
from kiosk_agent.protocol.events import (
    AttemptMade,
    EventBody,
    ExerciseOpened,
    HandLowered,
    HandRaised,
    HintTaken,
    JailFaulted,
)
from kiosk_agent.protocol.limits import HINTS
from kiosk_agent.protocol.local import Judged
from kiosk_agent.protocol.results import Submission, Verdict
from kiosk_agent.runner.client import RunnerClient, RunnerRefused
from kiosk_agent.tutor.saving.keeper import WorkKeeper
from kiosk_agent.tutor.state.lesson import Lesson
from kiosk_agent.tutor.state.path import key_of, next_exercise
from kiosk_agent.tutor.text.plain import plain
from kiosk_agent.tutor.text.plain_words import table_of

JUDGE_SECONDS = 300.0
"""More than all that the runner waits for by itself (`tests/unit/tutor/test_time_for_a_verdict.py`); past it, it is
taken to be gone. One that ends is noticed at once."""
_FAULT_CHARACTERS = 500


class LearnerWork:
    """One learner's work at this kiosk, from sign-in to sign-out."""

    def __init__(self, lesson: Lesson, tracks: Sequence[Track], keeper: WorkKeeper, runner: RunnerClient) -> None:
        self.lesson = lesson
        self.tracks = tracks
        self._keeper = keeper
        self._runner = runner
        self._one_run = asyncio.Lock()
        keeper.begin(lesson.sign_in_id)

    def open(self, exercise: Exercise) -> str:
        """Note that `exercise` was opened, and return the text to start from. Raises TrackInvalid."""
        text = plain(self.lesson.text(exercise))
        self.lesson.last = key_of(exercise)
        self._record(ExerciseOpened(track=exercise.track, exercise=exercise.slug))
        return text

    def write(self, exercise: Exercise, text: str) -> None:
        """Take the text as it is after a key."""
        self._keeper.type(exercise.track, exercise.slug, self.lesson.write(exercise, text))

    def take_hint(self, exercise: Exercise, number: int, total: int) -> None:
        """Note that a hint was shown: once, however often it is read."""
        taken = self.lesson.hints
        if number > taken.get(key_of(exercise), 0):
            taken[key_of(exercise)] = number
            if total <= HINTS:
                self._record(HintTaken(track=exercise.track, exercise=exercise.slug, number=number, of=total))

    @property
    def may_raise_hand(self) -> bool:
        """Tell whether the server will take another one in this sign-in."""
        return self.lesson.hands_raised < HANDS_A_SIGN_IN

    def raise_hand(self, typed: str) -> None:
        """Ask for the trainer, with what was typed as one line."""
        self.lesson.hand_id = self._record(HandRaised(line=line_of(typed)))
        self.lesson.hands_raised += 1
        self.lesson.hand_line = ""

    def lower_hand(self) -> None:
        """Take the hand down."""
        self.lesson.hand_id = None
        self._record(HandLowered())

    async def judge(self, exercise: Exercise, text: str) -> Judged | None:
        """Have `text` judged and the attempt kept, unless the run is stopped.

        Return None when nothing could be run: the trainer is told. What comes of a run is returned once it is on the
        disk, or the screen says that it is not: before that it could be lost with the screen that shows it. A run of an
        exercise that was left is waited for.
        """
        files = {exercise.solution_files[0]: text}
        submission = Submission(track=exercise.track, exercise=exercise.slug, files=files)
        async with self._one_run:
            judged = await self._judged(exercise, submission)
            if judged is None or judged.is_stopped:
                return judged
            event_id = self._record(AttemptMade(submission=submission, judgement=judged.judgement))
            if judged.judgement.verdict is Verdict.ACCEPTED:
                self.lesson.passed.add(key_of(exercise))
            await self._keeper.kept(event_id)
        return judged

    async def stop(self) -> None:
        """End the run that goes on: it comes to no attempt."""
        await self._runner.stop()

    async def _judged(self, exercise: Exercise, submission: Submission) -> Judged | None:
        # The words for what may come are read meanwhile, so that showing it does not wait for them.
        reading = asyncio.create_task(asyncio.to_thread(_read_words, exercise.language_name))
        try:
            async with asyncio.timeout(JUDGE_SECONDS):
                return await self._runner.judge(submission)
        except (JailUnavailable, RunnerRefused) as error:
            self._record(JailFaulted(message=error.message[:_FAULT_CHARACTERS]))
        except TimeoutError:
            self._record(JailFaulted(message=f"the runner did not answer within {JUDGE_SECONDS:g} s"))
        finally:
            await reading
        return None

    def _record(self, event: EventBody) -> str:
        return self._keeper.record(event, self.lesson.sign_in_id)

    def after(self, exercise: Exercise) -> Exercise | None:
        """Return the exercise to offer next."""
        return next_exercise(self.tracks, self.lesson.passed, exercise)


def _read_words(language_name: str) -> None:
    # A table that cannot be read is no fault of the runner: whoever explains the verdict meets it, and does without.
    with contextlib.suppress(SettingsInvalid):
        table_of(language_name)


def check_readable(exercise: Exercise) -> None:
    """Read every text that the screen will ask for. Raises TrackInvalid."""
    exercise.stub()
    exercise.task()
    for language in exercise.languages:
        exercise.introduction(language)
        exercise.instructions(language)
        exercise.hints(language)
        exercise.test_words("", language)
