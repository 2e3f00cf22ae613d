"""Raising a hand and taking it down: one key, and one line that may go with it."""

from textual.app import App

from kiosk_agent.protocol.acts.hands import HandStage
from kiosk_agent.tutor.current_work import CurrentWork
from kiosk_agent.tutor.learner_work import LearnerWork
from kiosk_agent.tutor.screens.exercise import ExerciseScreen
from kiosk_agent.tutor.screens.hand_panel import HandPanel
from kiosk_agent.tutor.screens.home import HomeScreen
from kiosk_agent.tutor.shown_screens import ShownScreens


class HandSteps:
    """What the key makes happen, and what the server's word does."""

    def __init__(self, app: App[None], screens: ShownScreens, work: CurrentWork) -> None:
        self._app = app
        self._screens = screens
        self._work = work

    async def turn(self) -> None:
        """Take the hand down if it is up; else ask what it is about, and raise it then."""
        work, say = self._work.now, self._screens.translator.say
        if work is None or not isinstance(self._app.screen, ExerciseScreen | HomeScreen):
            return
        if work.lesson.hand_id is not None:
            work.lower_hand()
            self._screens.hear()
        elif work.may_raise_hand:
            panel = HandPanel(self._screens.translator, work.lesson.hand_line)
            await self._app.push_screen(panel, lambda typed: self._take(work, panel, typed))
        else:
            words = say("Your hand was up very often."), say("Call your trainer, please.")
            await self._screens.ask((*words, say("go back"), say("go back")))

    def _take(self, work: LearnerWork, panel: HandPanel, typed: str | None) -> None:
        if work is not self._work.now:
            return
        if typed is None:
            # Whoever pressed the key by mistake, or thinks about it, finds it again.
            work.lesson.hand_line = panel.typed
        else:
            work.raise_hand(typed)
            self._screens.hear()

    def follow(self) -> None:
        """Take the hand down once somebody of the staff has."""
        work, hand = self._work.now, self._screens.view.hand()
        if work is not None and hand is not None and hand.stage is HandStage.DOWN:
            work.lesson.hand_id = None
            self._screens.hear()
