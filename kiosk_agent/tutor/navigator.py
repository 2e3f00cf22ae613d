"""Brings the learner to the screen that the agent's state asks for; nothing else decides that."""

import asyncio
from collections.abc import Callable, Mapping

from textual.app import App

from kiosk_agent.protocol.local import Condition, KioskState
from kiosk_agent.protocol.problem import Problem
from kiosk_agent.tutor.current_work import CurrentWork
from kiosk_agent.tutor.screens.approval import ApprovalScreen
from kiosk_agent.tutor.screens.attention import AttentionScreen
from kiosk_agent.tutor.screens.change_pin import ChangePinScreen
from kiosk_agent.tutor.screens.home import HomeScreen
from kiosk_agent.tutor.screens.locked import LockedScreen
from kiosk_agent.tutor.screens.sign_in import SignInForm, SignInScreen
from kiosk_agent.tutor.screens.tutor_screen import TutorScreen
from kiosk_agent.tutor.screens.waiting import REFUSED, STARTING, WaitingScreen
from kiosk_agent.tutor.shown_screens import ShownScreens
from kiosk_agent.tutor.state.flow import KioskView, Place, boot_seconds, keeps_lesson, place

# What stays as it is under each of these, to be there again when that ends.
COVERS: Mapping[Place, tuple[Place, ...]] = {
    Place.LOCKED: (Place.LESSON,),
    Place.STARTING: (Place.LESSON,),
    Place.ATTENTION: (Place.LESSON, Place.CHANGE_PIN, Place.SIGN_IN),
}


class Navigator:
    """Follows the kiosk's state from place to place."""

    def __init__(self, app: App[None], screens: ShownScreens, work: CurrentWork, on_end: Callable[[], None]) -> None:
        """Call `on_end` when a sign-in has ended, to drop what is left of the learner elsewhere."""
        self._app = app
        self._screens = screens
        self._work = work
        self._on_end = on_end
        self._cover: TutorScreen | None = None
        self._beneath: Place | None = None
        """What the cover lies on; without one, where the learner is."""
        self._settling = asyncio.Lock()
        # As far as a learner had come with it when the agent went away.
        self._form = SignInForm()
        self.place: Place | None = None

    async def follow(self, state: KioskState) -> None:
        """Take what the agent says; STARTING is also said for it while it is not there."""
        is_starting = state.condition is Condition.STARTING
        if is_starting and self._work.now is not None:
            # The agent starts again: what it said last holds, no longer than its session, until it knows more.
            view = self._screens.view
            self._screens.view = KioskView(view.state, view.heard_at, agent_answers=False)
        else:
            self._screens.view = KioskView(state, boot_seconds(), agent_answers=not is_starting)
        await self.settle()

    async def settle(self) -> None:
        """Bring the screen to where the kiosk's state puts the learner, and tell every screen the state."""
        async with self._settling:
            view = self._screens.view
            if self._work.now is not None and not keeps_lesson(view, self._work.now.lesson.sign_in_id):
                self._end()
            target = place(view)
            if target is Place.CHANGE_PIN and self._work.now is not None and self._work.now.lesson.has_new_pin:
                target = Place.LESSON
            if target in (Place.LESSON, Place.CHANGE_PIN) and self._work.now is None and view.learner is not None:
                # Looked for again in a second; until the lesson has begun, what is shown stays.
                self._work.begin(view.learner, self.settle)
                target = self.place or Place.STARTING
            if target is not self.place:
                await self._go_to(target)
            self._screens.hear()

    def _end(self) -> None:
        """Drop everything of the learner: from memory here, and from the screen by the screens that go."""
        self._work.forget()
        self.place = self._beneath = None
        self._cover = None
        self._on_end()

    def refuse_sign_in(self, problem: Problem) -> None:
        """Say why a try was refused: on the form, or on the next one where the agent went away meanwhile."""
        screen = self._screens.find(SignInScreen)
        # The one that is still there when the agent has gone is on its way off the screen.
        if self.place is Place.STARTING or (self.place is Place.SIGN_IN and screen is None):
            self._form = self._form.refused(problem)
        elif screen is not None:
            screen.refuse(problem)

    def _keep_form(self, target: Place) -> None:
        if target not in (Place.SIGN_IN, Place.STARTING):
            self._form = SignInForm()
        elif target is Place.STARTING and (screen := self._screens.find(SignInScreen)):
            self._form = screen.form

    async def _go_to(self, target: Place) -> None:
        self._keep_form(target)
        self.place = target
        with self._app.batch_update():
            if self._cover is not None:
                while self._cover in self._app.screen_stack:
                    await self._app.pop_screen()
                self._cover = None
            if target is self._beneath:
                return
            if self._beneath in COVERS.get(target, ()):
                self._cover = self._screen_for(target)
                await self._app.push_screen(self._cover)
                return
            self._beneath = target
            while len(self._app.screen_stack) > 1:
                await self._app.pop_screen()
            await self._app.push_screen(self._screen_for(target))

    def _screen_for(self, target: Place) -> TutorScreen:
        translator, view, work = self._screens.translator, self._screens.view, self._work.now
        match target:
            case Place.APPROVAL:
                return ApprovalScreen(translator, view)
            case Place.LOCKED | Place.ATTENTION:
                kind = LockedScreen if target is Place.LOCKED else AttentionScreen
                return kind(translator, view, covers_lesson=work is not None)
            case Place.SIGN_IN:
                return SignInScreen(translator, view, self._form)
            case Place.CHANGE_PIN:
                return ChangePinScreen(translator, view)
            case Place.LESSON if work is not None:
                return HomeScreen(translator, view, work.lesson, work.tracks)
            case _:
                return WaitingScreen(translator, view, REFUSED if target is Place.REFUSED else STARTING)
