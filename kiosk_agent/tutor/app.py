"""The tutor as one program: it follows the kiosk's state, and joins the screens to the agent and the runner."""

import asyncio
import traceback
from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.theme import Theme

from kiosk_agent.curriculum import Track
from kiosk_agent.protocol.languages import SOURCE_LANGUAGE, Language, language_after
from kiosk_agent.protocol.local import Condition, Drafts, DraftsFound, KioskState
from kiosk_agent.protocol.sessions import CurrentSignIn
from kiosk_agent.tutor.agent_contact import AgentContact, AgentGone
from kiosk_agent.tutor.counterparts import AgentConnector, Runner
from kiosk_agent.tutor.flow import KioskView, Place, boot_seconds, keeps_lesson, place
from kiosk_agent.tutor.keys_in_order import KeysInOrder
from kiosk_agent.tutor.lesson import Lesson
from kiosk_agent.tutor.lesson_steps import Desk
from kiosk_agent.tutor.messages import AgentHeard, AgentLost, KeepingChanged, LanguagePicked
from kiosk_agent.tutor.saving.keeper import WorkKeeper
from kiosk_agent.tutor.screens.approval import ApprovalScreen
from kiosk_agent.tutor.screens.change_pin import ChangePinScreen
from kiosk_agent.tutor.screens.exercise import ExerciseScreen
from kiosk_agent.tutor.screens.home import HomeScreen
from kiosk_agent.tutor.screens.keys import KeysPage
from kiosk_agent.tutor.screens.locked import LockedScreen
from kiosk_agent.tutor.screens.sign_in import SignInScreen
from kiosk_agent.tutor.screens.tutor_screen import TutorScreen
from kiosk_agent.tutor.screens.waiting import REFUSED, STARTING, WaitingScreen
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.themes import DEFAULT_THEME, THEMES, theme_after

COVERS = (Place.LOCKED, Place.STARTING)


class KioskApp(KeysInOrder, inherit_bindings=False):
    """Shows the screen that the agent's state asks for; nothing else decides that."""

    ENABLE_COMMAND_PALETTE = False
    # Without the bindings that Textual brings, no key quits, and none offers to.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "show_keys", show=False),
        Binding("f5", "turn_colours", show=False, priority=True),
        Binding("f9", "turn_language", show=False, priority=True),
    ]

    def __init__(
        self,
        connect: AgentConnector,
        runner: Runner,
        load_tracks: Callable[[], Sequence[Track]],
        *,
        language: Language = SOURCE_LANGUAGE,
        has_quit_key: bool = False,
    ) -> None:
        super().__init__()
        self.animation_level = "none"
        self._load_tracks = load_tracks
        self.runner = runner
        self._default_language: Language = language
        self._has_quit_key = has_quit_key
        self.translator = Translator.load(language)
        self.view = KioskView(None, boot_seconds(), agent_answers=False)
        self.contact = AgentContact(connect, self._hear)
        self.keeper = WorkKeeper(self.contact.request, lambda keeping: self._tell(KeepingChanged(keeping)))
        self.desk: Desk | None = None
        self._tracks: asyncio.Task[Sequence[Track]] | None = None
        self._place: Place | None = None
        self._cover: TutorScreen | None = None
        self._settling = asyncio.Lock()
        for name, tokens in THEMES.items():
            self.register_theme(
                Theme(
                    name=name, primary=tokens.lead, foreground=tokens.ink, background=tokens.ground,
                    surface=tokens.sheet, dark=tokens.is_dark, variables=tokens.variables(),
                )
            )  # fmt: skip
        self.theme = DEFAULT_THEME

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own names for colours, for the moment before a theme is set."""
        return THEMES[DEFAULT_THEME].variables()

    async def on_mount(self) -> None:
        """Show that it starts, and begin to listen."""
        if self._has_quit_key:
            self.bind("ctrl+q", "quit", show=False)
        await self._settle()
        self.run_worker(self.contact.run(), name="agent")
        self.run_worker(self.keeper.run(), name="keeper")
        self._tracks = asyncio.create_task(asyncio.to_thread(self._load_tracks))
        self.set_interval(1.0, self._settle)

    async def tracks(self) -> Sequence[Track]:
        """Return the tracks of this kiosk, when they are read."""
        assert self._tracks is not None  # noqa: S101 - set on mount, before anything can ask
        return await self._tracks

    # --- following the agent ------------------------------------------------------------------------------------------

    def _hear(self, state: KioskState | None) -> None:
        self._tell(AgentLost() if state is None else AgentHeard(state))

    def _tell(self, message: AgentHeard | AgentLost | KeepingChanged) -> None:
        self.post_message(message)

    @on(AgentHeard)
    async def _follow(self, message: AgentHeard) -> None:
        is_starting = message.state.condition is Condition.STARTING
        if is_starting and self.desk is not None:
            # The agent starts again: what it said last holds, no longer than its session, until it knows more.
            self.view = KioskView(self.view.state, self.view.heard_at, agent_answers=False)
        else:
            self.view = KioskView(message.state, boot_seconds(), agent_answers=not is_starting)
        await self._settle()

    @on(AgentLost)
    async def _hold(self) -> None:
        self.view = KioskView(self.view.state, self.view.heard_at, agent_answers=False)
        await self._settle()

    async def _settle(self) -> None:
        """Bring the screen to where the kiosk's state puts the learner, and tell every screen the state."""
        async with self._settling:
            if self.desk is not None and not keeps_lesson(self.view, self.desk.lesson.sign_in_id):
                self._forget()
            target = place(self.view)
            if target is Place.CHANGE_PIN and self.desk is not None and self.desk.lesson.has_new_pin:
                target = Place.LESSON
            if target in (Place.LESSON, Place.CHANGE_PIN) and self.desk is None and self.view.learner is not None:
                self.desk = await self._begun(self.view.learner)
                # Looked for again in a second: a lesson without its drafts would be written over them.
                target = target if self.desk is not None else Place.STARTING
            if target is not self._place:
                await self._go_to(target)
            for screen in self.screen_stack:
                if isinstance(screen, TutorScreen):
                    screen.hear(self.view)

    async def _begun(self, learner: CurrentSignIn) -> Desk | None:
        """Return a lesson that starts from what the agent keeps, or None when the agent cannot say it now."""
        try:
            answer = await self.contact.request(Drafts())
        except AgentGone:
            return None
        if not isinstance(answer, DraftsFound):
            return None
        return Desk(Lesson.begin(learner, answer.drafts), await self.tracks(), self.keeper, self.runner)

    def _forget(self) -> None:
        """Drop everything of the learner: from memory here, and from the screen by the screens that go."""
        self.run_worker(self.keeper.last_call(self.keeper.wipe()), name="last call")
        self.desk = None
        self._place = None
        self._cover = None
        self.copy_to_clipboard("")
        self._turn_to(Translator.load(self._default_language))
        self.theme = DEFAULT_THEME

    async def _go_to(self, target: Place) -> None:
        was_lesson = self._place is Place.LESSON or self._cover is not None
        self._place = target
        with self.batch_update():
            if self._cover is not None:
                while self._cover in self.screen_stack:
                    await self.pop_screen()
                self._cover = None
            if was_lesson and self.desk is not None and target in (*COVERS, Place.LESSON):
                if target in COVERS:
                    self._cover = self._screen_for(target)
                    await self.push_screen(self._cover)
                return
            while len(self.screen_stack) > 1:
                await self.pop_screen()
            await self.push_screen(self._screen_for(target))

    def _screen_for(self, target: Place) -> TutorScreen:
        match target:
            case Place.APPROVAL:
                return ApprovalScreen(self.translator, self.view)
            case Place.LOCKED:
                return LockedScreen(self.translator, self.view, covers_lesson=self.desk is not None)
            case Place.SIGN_IN:
                return SignInScreen(self.translator, self.view)
            case Place.CHANGE_PIN:
                return ChangePinScreen(self.translator, self.view)
            case Place.LESSON if self.desk is not None:
                return HomeScreen(self.translator, self.view, self.desk.lesson, self.desk.tracks)
            case _:
                return WaitingScreen(self.translator, self.view, REFUSED if target is Place.REFUSED else STARTING)

    # --- language and colours -----------------------------------------------------------------------------------------

    @on(LanguagePicked)
    def _take_language(self, message: LanguagePicked) -> None:
        self._turn_to(Translator.load(message.language))

    def action_turn_language(self) -> None:
        """Speak the next language."""
        self._turn_to(Translator.load(language_after(self.translator.language)))

    def action_turn_colours(self) -> None:
        """Show the next theme."""
        self.theme = theme_after(self.theme)
        for screen in self.screen_stack:
            if isinstance(screen, ExerciseScreen):
                screen.colour(self.theme)

    def action_show_keys(self) -> None:
        """List the keys, where there is something to press."""
        if self._place in (Place.SIGN_IN, Place.CHANGE_PIN, Place.LESSON) and isinstance(self.screen, TutorScreen):
            self.push_screen(KeysPage(self.translator))

    def _turn_to(self, translator: Translator) -> None:
        self.translator = translator
        for screen in self.screen_stack:
            if isinstance(screen, TutorScreen):
                screen.turn_to(translator)

    # --- what Textual would do otherwise ------------------------------------------------------------------------------

    def copy_to_clipboard(self, text: str) -> None:
        """Keep what was copied here alone: the terminal's clipboard would outlive the learner's sign-in."""
        self._clipboard = text

    def _fatal_error(self) -> None:
        # Textual would print every local variable: a PIN, a learner's text.
        self._exit_renderables.append(Text(traceback.format_exc()))
        self._close_messages_no_wait()
