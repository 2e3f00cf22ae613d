"""Signing in, choosing a PIN, signing out: the agent is asked, and its next state moves the screen."""

import asyncio

from textual.app import App

from kiosk_agent.curriculum.markdown import parser
from kiosk_agent.link.client import CONNECT_AGAIN_SECONDS, AgentClient, AgentGone
from kiosk_agent.protocol.local import AgentAnswer, AgentRequestBody, ChangePin, Done, RefusedReply, SignIn, SignOut
from kiosk_agent.protocol.problem import Problem, ProblemCode
from kiosk_agent.protocol.sessions import PinChange, SignInRequest
from kiosk_agent.tutor.current_work import CurrentWork
from kiosk_agent.tutor.learner_work import LearnerWork
from kiosk_agent.tutor.navigator import Navigator
from kiosk_agent.tutor.saving.keeper import WorkKeeper
from kiosk_agent.tutor.screens.change_pin import ChangePinScreen
from kiosk_agent.tutor.screens.waiting import LEAVING, WaitingScreen
from kiosk_agent.tutor.shown_screens import ShownScreens
from kiosk_agent.tutor.text.words import leaving_words

FLUSH_SECONDS = 3.0


class SignInSteps:
    """What a learner's coming and going makes happen."""

    def __init__(
        self,
        app: App[None],
        agent: AgentClient,
        keeper: WorkKeeper,
        screens: ShownScreens,
        work: CurrentWork,
        navigator: Navigator,
    ) -> None:
        self._app = app
        self._agent = agent
        self._keeper = keeper
        self._screens = screens
        self._work = work
        self._navigator = navigator

    async def sign_in(self, number: str, pin: str) -> None:
        """Have the server check both. When it went well the agent's next state says so."""
        request = SignInRequest(number=number, pin=pin, language=self._screens.translator.language)
        # The parser of instructions is made while the server looks at the PIN.
        answer, _ = await asyncio.gather(self._ask(SignIn(request=request)), asyncio.to_thread(parser))
        if isinstance(answer, RefusedReply):
            self._navigator.refuse_sign_in(answer.problem)

    async def change_pin(self, pin: str) -> None:
        """Have the server take the learner's own PIN."""
        answer = await self._ask(ChangePin(request=PinChange(new_pin=pin)))
        if isinstance(answer, Done) and self._work.now is not None:
            self._work.now.lesson.has_new_pin = True
            await self._navigator.settle()
        elif isinstance(answer, RefusedReply) and (screen := self._screens.find(ChangePinScreen)):
            screen.refuse(answer.problem)

    async def ask_to_leave(self) -> None:
        """Ask whether the learner means it, and sign out then."""
        say = self._screens.translator.say
        kept = leaving_words(self._keeper.keeping, self._screens.translator)
        await self._screens.ask((say("Sign out?"), kept, say("sign out"), say("stay")), self._leave)

    def _leave(self) -> None:
        if self._work.now is not None:
            self._app.run_worker(self._sign_out(self._work.now), exclusive=True, group="leave")

    async def _sign_out(self, work: LearnerWork) -> None:
        """Save what there is, then have the agent sign out; its next state moves the screen."""
        await self._app.push_screen(WaitingScreen(self._screens.translator, self._screens.view, LEAVING))
        await self._keeper.flush(FLUSH_SECONDS)
        while self._work.now is work:
            answer = await self._ask(SignOut())
            if isinstance(answer, Done):
                return
            await asyncio.sleep(CONNECT_AGAIN_SECONDS)

    async def _ask(self, body: AgentRequestBody) -> AgentAnswer:
        """Ask the agent; that it is gone comes back as a refusal, in words for a learner."""
        try:
            return await self._agent.request(body)
        except AgentGone as gone:
            return RefusedReply(problem=Problem(code=ProblemCode.INTERNAL, message=gone.message, hint=gone.hint))
