"""What each message from a learner's screen makes happen: the agent or the runner is asked, the answer is shown."""

import asyncio

from textual import on, work

from kiosk_agent.curriculum import Exercise
from kiosk_agent.errors import TrackInvalid
from kiosk_agent.protocol.local import AgentRequestBody, ChangePin, Done, RefusedReply, SignIn, SignOut
from kiosk_agent.protocol.problem import Problem, ProblemCode
from kiosk_agent.protocol.sessions import PinChange, SignInRequest
from kiosk_agent.tutor.agent_contact import RECONNECT_SECONDS, AgentGone
from kiosk_agent.tutor.app import KioskApp
from kiosk_agent.tutor.counterparts import AgentAnswer
from kiosk_agent.tutor.lesson_steps import Desk, check_readable
from kiosk_agent.tutor.messages import (
    ExercisePicked,
    KeepingChanged,
    ListRequested,
    NextRequested,
    PinSubmitted,
    RunRequested,
    SignInSubmitted,
    TextTyped,
)
from kiosk_agent.tutor.screens.change_pin import ChangePinScreen
from kiosk_agent.tutor.screens.exercise import ExerciseScreen
from kiosk_agent.tutor.screens.home import HomeScreen
from kiosk_agent.tutor.screens.question import Question
from kiosk_agent.tutor.screens.sign_in import SignInScreen
from kiosk_agent.tutor.screens.waiting import LEAVING, WaitingScreen

# A verdict that comes sooner is shown at once, with no "running" before it.
RUNNING_SHOWN_AFTER_SECONDS = 0.15
FLUSH_SECONDS = 3.0


class TutorApp(KioskApp):
    """The tutor."""

    # --- signing in and out -------------------------------------------------------------------------------------------

    @on(SignInSubmitted)
    @work(exclusive=True, group="sign-in")
    async def _sign_in(self, message: SignInSubmitted) -> None:
        request = SignInRequest(number=message.number, pin=message.pin, language=self.translator.language)
        answer = await self._ask(SignIn(request=request))
        # When it went well the agent's next state says so, and that is what moves the screen.
        if isinstance(answer, RefusedReply) and isinstance(self.screen, SignInScreen):
            self.screen.refuse(answer.problem)

    @on(PinSubmitted)
    @work(exclusive=True, group="sign-in")
    async def _change_pin(self, message: PinSubmitted) -> None:
        answer = await self._ask(ChangePin(request=PinChange(new_pin=message.pin)))
        if isinstance(answer, Done) and self.desk is not None:
            self.desk.lesson.has_new_pin = True
            await self._settle()
        elif isinstance(answer, RefusedReply) and isinstance(self.screen, ChangePinScreen):
            self.screen.refuse(answer.problem)

    def action_ask_to_leave(self) -> None:
        """Ask whether the learner means it."""
        say = self.translator.say
        words = (
            say("Sign out?"), say("Your work is kept. You go on where you stopped, at any kiosk."), say("sign out"),
            say("stay"),
        )  # fmt: skip
        self.push_screen(Question(*words), self._leave_if)

    def _leave_if(self, means_it: bool | None) -> None:  # noqa: FBT001 - the answer of a Question
        if means_it and self.desk is not None:
            self._leave(self.desk)

    @work(exclusive=True, group="leave")
    async def _leave(self, desk: Desk) -> None:
        """Save what there is, then have the agent sign out; its next state moves the screen."""
        await self.push_screen(WaitingScreen(self.translator, self.view, LEAVING))
        await self.keeper.flush(FLUSH_SECONDS)
        while self.desk is desk:
            answer = await self._ask(SignOut())
            if isinstance(answer, Done):
                return
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _ask(self, body: AgentRequestBody) -> AgentAnswer:
        """Ask the agent; that it is gone comes back as a refusal, in words for a learner."""
        try:
            return await self.contact.request(body)
        except AgentGone:
            return RefusedReply(
                problem=Problem(code=ProblemCode.INTERNAL, message="the agent is gone", hint="wait for its restart")
            )

    # --- exercises ----------------------------------------------------------------------------------------------------

    @on(ExercisePicked)
    async def _pick(self, message: ExercisePicked) -> None:
        await self._open(message.exercise)

    @on(NextRequested)
    async def _go_on(self) -> None:
        screen = self._exercise_screen()
        following = self.desk.after(screen.exercise) if screen is not None and self.desk is not None else None
        if following is not None:
            await self._open(following)
        else:
            await self._show_list()

    @on(ListRequested)
    async def _show_list(self) -> None:
        if isinstance(self.screen, ExerciseScreen):
            await self.pop_screen()

    async def _open(self, exercise: Exercise) -> None:
        if self.desk is None or not isinstance(self.screen, ExerciseScreen | HomeScreen):
            return
        try:
            await asyncio.to_thread(check_readable, exercise)
        except TrackInvalid:
            say = self.translator.say
            words = say("This exercise is damaged on this kiosk."), say("Choose another one, and tell your trainer.")
            await self.push_screen(Question(*words, say("go back"), say("go back")))
            return
        is_fresh = not self.desk.lesson.has_text(exercise)
        text = self.desk.open(exercise)
        track = next(track for track in self.desk.tracks if track.slug == exercise.track)
        title = track.title(self.translator.language)
        with self.batch_update():
            await self._show_list()
            screen = ExerciseScreen(self.translator, self.view, title, exercise, text, is_fresh=is_fresh)
            await self.push_screen(screen)

    @on(TextTyped)
    def _take_text(self) -> None:
        screen = self._exercise_screen()
        if screen is not None and self.desk is not None:
            self.desk.write(screen.exercise, screen.text)

    @on(KeepingChanged)
    def _show_keeping(self, message: KeepingChanged) -> None:
        screen = self._exercise_screen()
        if screen is not None:
            screen.keep(message.keeping)

    @on(RunRequested)
    @work(group="run")
    async def _run(self) -> None:
        screen, desk = self._exercise_screen(), self.desk
        if screen is None or desk is None or desk.is_running:
            return
        judging = asyncio.create_task(desk.judge(screen.exercise, screen.text))
        await asyncio.wait({judging}, timeout=RUNNING_SHOWN_AFTER_SECONDS)
        if not judging.done() and screen.is_ready:
            screen.show_running()
        judgement = await judging
        if desk is not self.desk or not screen.is_ready:
            return  # The learner left in the meantime; the attempt is kept all the same.
        if judgement is None:
            say = self.translator.say
            screen.show_words(
                say("This kiosk cannot run programs now."),
                say("Your work is safe. Your trainer is told. Go on writing, or ask for another kiosk."),
            )
        else:
            screen.show_judgement(judgement, offers_next=desk.after(screen.exercise) is not None)

    def action_ask_to_start_again(self) -> None:
        """Ask whether the learner means to put the first text back."""
        screen, say = self._exercise_screen(), self.translator.say
        if screen is None or self.screen is not screen:
            return
        words = (
            say("Start this exercise again?"),
            say("The text that it began with takes the place of yours. Ctrl+Z brings yours back."),
            say("start again"), say("keep my text"),
        )  # fmt: skip
        self.push_screen(Question(*words), lambda means_it: screen.put_back_stub() if means_it else None)

    def _exercise_screen(self) -> ExerciseScreen | None:
        """Return the open exercise, also when something covers it."""
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, ExerciseScreen)), None)
