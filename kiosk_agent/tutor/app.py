"""The tutor as one program: its parts put together, and what each message and each key of the app sets off."""

import traceback
from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import App
from textual.binding import BindingType
from textual.theme import Theme

from kiosk_agent.curriculum import Track
from kiosk_agent.link.client import AgentClient
from kiosk_agent.protocol.acts.orders import ActOutcome
from kiosk_agent.protocol.languages import SOURCE_LANGUAGE, Language, language_after
from kiosk_agent.runner.client import RunnerClient
from kiosk_agent.tutor.acts.shown_acts import ShownActs
from kiosk_agent.tutor.acts.trainer_steps import TrainerSteps
from kiosk_agent.tutor.current_work import CurrentWork
from kiosk_agent.tutor.exercise_steps import ExerciseSteps
from kiosk_agent.tutor.hand_steps import HandSteps
from kiosk_agent.tutor.keys_in_order import KeyQueue
from kiosk_agent.tutor.navigator import Navigator
from kiosk_agent.tutor.saving.keeper import WorkKeeper
from kiosk_agent.tutor.screens.keys_page import KeysPage
from kiosk_agent.tutor.screens.messages import (
    AgentHeard,
    AttentionShown,
    ExercisePicked,
    HintShown,
    KeepingChanged,
    LanguagePicked,
    ListRequested,
    NextRequested,
    PinSubmitted,
    RunRequested,
    ShownClosed,
    SignInSubmitted,
    TextTyped,
)
from kiosk_agent.tutor.screens.tutor_screen import TutorScreen
from kiosk_agent.tutor.shown_screens import ShownScreens
from kiosk_agent.tutor.sign_in_steps import SignInSteps
from kiosk_agent.tutor.text import keys
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.watched_screen import WatchedScreen
from kiosk_agent.tutor.widgets.bindings import bindings
from kiosk_agent.tutor.widgets.themes import DEFAULT_THEME, THEMES, theme_after


class TutorApp(App[None], inherit_bindings=False):
    """The tutor: Textual hands it messages and keys, and a part of it does what they ask for."""

    ENABLE_COMMAND_PALETTE = False
    # Without the bindings that Textual brings, no key quits, and none offers to.
    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.APP_KEYS)

    def __init__(
        self,
        agent: AgentClient,
        runner: RunnerClient,
        load_tracks: Callable[[], Sequence[Track]],
        *,
        language: Language = SOURCE_LANGUAGE,
        has_quit_key: bool = False,
    ) -> None:
        super().__init__()
        self.animation_level = "none"
        self._default_language: Language = language
        self._has_quit_key = has_quit_key
        self._agent = agent
        self._keeper = WorkKeeper(agent.request, lambda keeping: self.post_message(KeepingChanged(keeping)))
        self.keys_in_order = KeyQueue(self, super().on_event)
        self.screens = ShownScreens(self, Translator.load(language), lambda: self._keeper.keeping, self._hand_id)
        self.work = CurrentWork(self, agent, runner, self._keeper, load_tracks)
        self._navigator = Navigator(self, self.screens, self.work, self._forget)
        self._sign_in = SignInSteps(self, agent, self._keeper, self.screens, self.work, self._navigator)
        self._exercises = ExerciseSteps(self, self.screens, self.work)
        self._hands = HandSteps(self, self.screens, self.work)
        self._watched = WatchedScreen(self, self.screens, agent.request)
        self._acts = ShownActs(agent.request)
        self._trainer = TrainerSteps(self, self.screens, self.work, self._exercises, self._acts.answer)
        for name, tokens in THEMES.items():
            self.register_theme(
                Theme(
                    name=name, primary=tokens.lead, foreground=tokens.ink, background=tokens.ground,
                    surface=tokens.sheet, dark=tokens.is_dark, variables=tokens.variables(),
                )
            )  # fmt: skip
        self.theme = DEFAULT_THEME

    async def on_mount(self) -> None:
        """Show that it starts, and begin to listen."""
        if self._has_quit_key:
            self.bind(keys.QUIT.pressed, keys.QUIT.action, show=False)
        await self._navigator.settle()
        self.run_worker(self._listen(), name="agent")
        self.run_worker(self._keeper.run(), name="keeper")
        self.run_worker(self._watched.run(), name="watched screen")
        self.run_worker(self._acts.run(), name="answers to acts")
        self.work.read_tracks()
        self.set_interval(1.0, self._navigator.settle)
        self.set_interval(1.0, self._trainer.follow)

    async def _listen(self) -> None:
        async with self._agent:
            async for state in self._agent.states():
                self.post_message(AgentHeard(state))

    @on(AgentHeard)
    async def _follow(self, message: AgentHeard) -> None:
        await self._navigator.follow(message.state)
        self._hands.follow()
        self._watched.follow()
        await self._trainer.follow()

    # --- what staff ask for -------------------------------------------------------------------------------------------

    @on(AttentionShown)
    def _answer_attention(self, message: AttentionShown) -> None:
        self._acts.answer(message.act_id, ActOutcome.SHOWN)

    @on(ShownClosed)
    async def _close_shown(self, message: ShownClosed) -> None:
        await self._trainer.close_shown(message.act_id)

    def action_put_message_away(self) -> None:
        """Put the message that is shown away, and tell that it was seen."""
        act_id = self.screens.put_message_away()
        if act_id is not None:
            self._acts.answer(act_id, ActOutcome.SEEN)

    # --- signing in and out -------------------------------------------------------------------------------------------

    @on(SignInSubmitted)
    def _submit_sign_in(self, message: SignInSubmitted) -> None:
        self.run_worker(self._sign_in.sign_in(message.number, message.pin), exclusive=True, group="sign-in")

    @on(PinSubmitted)
    def _submit_pin(self, message: PinSubmitted) -> None:
        self.run_worker(self._sign_in.change_pin(message.pin), exclusive=True, group="sign-in")

    async def action_ask_to_leave(self) -> None:
        """Ask whether the learner means to sign out."""
        await self._sign_in.ask_to_leave()

    def _forget(self) -> None:
        """Drop what is left of a learner whose sign-in has ended."""
        self.copy_to_clipboard("")
        self.screens.turn_to(Translator.load(self._default_language))
        self.theme = DEFAULT_THEME

    # --- exercises ----------------------------------------------------------------------------------------------------

    @on(ExercisePicked)
    async def _open(self, message: ExercisePicked) -> None:
        await self._exercises.open(message.exercise)

    @on(NextRequested)
    async def _go_on(self) -> None:
        await self._exercises.go_on()

    @on(ListRequested)
    async def _show_list(self) -> None:
        await self._exercises.show_list()

    @on(TextTyped)
    def _take_text(self, message: TextTyped) -> None:
        self._trainer.note_typed()
        self._exercises.take_text(message.exercise, message.text)

    @on(HintShown)
    def _take_hint(self, message: HintShown) -> None:
        self._exercises.take_hint(message.exercise, message.number, message.total)

    @on(KeepingChanged)
    def _show_keeping(self, message: KeepingChanged) -> None:
        screen = self.screens.exercise()
        if screen is not None:
            screen.keep(message.keeping)
        # It shows there, and in a warning that the session ends.
        self.screens.hear()

    @on(RunRequested)
    def _run(self) -> None:
        self.run_worker(self._exercises.run(), group="run")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell whether an action is one now: only what runs can be stopped; that key does something else otherwise."""
        del parameters
        return f"app.{action}" != keys.STOP.action or self._exercises.is_running

    async def action_stop_run(self) -> None:
        """End the run that goes on."""
        await self._exercises.stop_run()

    async def action_ask_to_start_again(self) -> None:
        """Ask whether the learner means to put the first text back."""
        await self._exercises.ask_to_start_again()

    async def action_turn_hand(self) -> None:
        """Raise the learner's hand, or take it down."""
        await self._hands.turn()

    def _hand_id(self) -> str | None:
        return self.work.now.lesson.hand_id if self.work.now is not None else None

    # --- language, colours, keys --------------------------------------------------------------------------------------

    @on(LanguagePicked)
    def _take_language(self, message: LanguagePicked) -> None:
        self.screens.turn_to(Translator.load(message.language))

    def action_turn_language(self) -> None:
        """Speak the next language."""
        self.screens.turn_to(Translator.load(language_after(self.screens.translator.language)))

    def action_turn_colours(self) -> None:
        """Show the next theme."""
        self.theme = theme_after(self.theme)
        self.screens.colour(self.theme)

    def action_show_keys(self) -> None:
        """List the keys, where there is something to press."""
        if isinstance(self.screen, TutorScreen) and self.screen.ON_KEYS_PAGE:
            self.push_screen(KeysPage(self.screens.translator, self.screen.ON_KEYS_PAGE))

    # --- what Textual would do otherwise ------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Handle an event; a key only when the one before is done."""
        await self.keys_in_order.take(event)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own names for colours, for the moment before a theme is set."""
        return THEMES[DEFAULT_THEME].variables()

    def copy_to_clipboard(self, text: str) -> None:
        """Keep what was copied here alone: the terminal's clipboard would outlive the learner's sign-in."""
        self._clipboard = text

    def _fatal_error(self) -> None:
        # Textual would print every local variable: a PIN, a learner's text.
        self._exit_renderables.append(Text(traceback.format_exc()))
        self._close_messages_no_wait()
