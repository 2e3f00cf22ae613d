"""The screens that are up, one upon the other: all speak one language, and each hears of the kiosk's state."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from textual.app import App

from kiosk_agent.tutor.screens.exercise import ExerciseScreen
from kiosk_agent.tutor.screens.question import Question
from kiosk_agent.tutor.screens.tutor_screen import TutorScreen
from kiosk_agent.tutor.state.end_warnings import EndWarnings
from kiosk_agent.tutor.state.flow import KioskView, boot_seconds
from kiosk_agent.tutor.state.keeping import Keeping
from kiosk_agent.tutor.text.translator import Translator

Shown = TypeVar("Shown", bound=TutorScreen)


class ShownScreens:
    """Knows what every screen is told."""

    def __init__(
        self,
        app: App[None],
        translator: Translator,
        keeping: Callable[[], Keeping],
        hand_id: Callable[[], str | None],
    ) -> None:
        """Ask `keeping` what is true now of the learner's text, and `hand_id` which hand they have up."""
        self._app = app
        self._keeping = keeping
        self._hand_id = hand_id
        self._warnings = EndWarnings()
        self._put_away: frozenset[str] = frozenset()
        self.translator = translator
        self.view = KioskView(None, boot_seconds(), agent_answers=False)

    def turn_to(self, translator: Translator) -> None:
        """Speak its language from now on."""
        self.translator = translator
        for screen in self._ours():
            screen.turn_to(translator)

    def hear(self) -> None:
        """Have every screen show what follows from the kiosk's state."""
        ends_soon = self._warnings.look(self.view.seconds_left())
        state = self.view.state
        # What the agent names no more it will not name again.
        named = (*state.messages, state.shown) if state is not None else ()
        self._put_away &= {asked.act_id for asked in named if asked is not None}
        self.view = replace(
            self.view,
            keeping=self._keeping(),
            ends_soon=ends_soon,
            put_away=self._put_away,
            hand_id=self._hand_id(),
        )
        for screen in self._ours():
            screen.hear(self.view)

    def put_message_away(self) -> str | None:
        """Take the message that is shown off every screen, and return its act; None when none is."""
        shown = next(iter(self.view.messages()), None)
        if shown is None:
            return None
        self._put_away |= {shown.act_id}
        self.hear()
        return shown.act_id

    def close_shown(self, act_id: str) -> None:
        """Show what a trainer shows no more: the learner has closed it."""
        self._put_away |= {act_id}
        self.hear()

    def colour(self, theme: str) -> None:
        """Colour the code as `theme` does; the rest follows by its style sheet."""
        for screen in self._ours():
            if isinstance(screen, ExerciseScreen):
                screen.colour(theme)

    def exercise(self) -> ExerciseScreen | None:
        """Return the open exercise, also when something covers it."""
        return self.find(ExerciseScreen)

    def find(self, kind: type[Shown]) -> Shown | None:
        """Return the screen of this kind that is up, also when something covers it."""
        return next((screen for screen in reversed(self._app.screen_stack) if isinstance(screen, kind)), None)

    async def ask(self, words: tuple[str, str, str, str], then: Callable[[], None] | None = None) -> None:
        """Ask a question, and do `then` when the answer is yes."""

        def take(means_it: bool | None) -> None:  # noqa: FBT001 - Textual hands it so
            if means_it and then is not None:
                then()

        await self._app.push_screen(Question(*words), take)

    def _ours(self) -> Iterator[TutorScreen]:
        return (screen for screen in self._app.screen_stack if isinstance(screen, TutorScreen))
