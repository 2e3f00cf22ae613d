"""A walk through every state of the tutor's screens, at our own track, for whoever looks at each in each language."""

import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence

from kiosk_agent.protocol.acts.hands import HandStage, HandTold
from kiosk_agent.protocol.acts.orders import ActKind, Attention, Message
from kiosk_agent.protocol.acts.showing import Showing, ShownFile
from kiosk_agent.protocol.events import HandRaised
from kiosk_agent.protocol.languages import LANGUAGES, Language
from kiosk_agent.protocol.limits import SOURCE_BYTES
from kiosk_agent.protocol.local import Condition, KioskState
from kiosk_agent.protocol.problem import Problem, ProblemCode
from kiosk_agent.protocol.results import Judgement
from kiosk_agent.protocol.screens import MINIATURE_SECONDS, ScreenWatch
from kiosk_agent.protocol.sessions import KeptDraft
from kiosk_agent.tutor.screens.attention import AttentionScreen
from kiosk_agent.tutor.screens.change_pin import ChangePinScreen
from kiosk_agent.tutor.screens.exercise import ExerciseScreen
from kiosk_agent.tutor.screens.home import HomeScreen
from kiosk_agent.tutor.screens.locked import LockedScreen
from kiosk_agent.tutor.screens.shown import ShownScreen
from kiosk_agent.tutor.screens.sign_in import SignInScreen
from kiosk_agent.tutor.text.translator import Translator
from kiosk_agent.tutor.widgets.editor import Editor
from tests.support.checkout import ROOT
from tests.support.tutor.boot_clock import BootClock
from tests.support.tutor.socket_fakes import NOON, current, reply, state
from tests.support.tutor.tutor_parts import Play
from tests.support.tutor.walked_results import COMPILE_ERROR, RIGHT, RUNTIME_ERROR, TIMEOUT, WRONG
from tests.support.work import work_of

SOURCE = """\
export function totalBoxes(counts) {
  let total = 0;
  for (const count of counts) {
    total + count;
  }
  return total;
}

export function totalKilos(counts, kilosPerBox) {
  return totalBoxes(counts) * kilosPerBox;
}
"""
PROSE = "# Friday\n\nWe stop at **11:30**. Until then:\n\n- finish `totalBoxes`\n- read the page about `for … of`\n"
AT = "stock-count"
PASSED = ("delivery-note", "pay-day", "bus-sign", "laundry-soap", "phone-credit", "cold-store", "heavy-boxes")
Size = tuple[int, int]
SIZES: Sequence[Size] = ((80, 24), (100, 30), (160, 50))
OUR_TRACK = ROOT / "classroom_server/tracks/javascript"
Look = Callable[[str, Size, Language], Awaitable[None]]


def _id() -> str:
    return str(uuid.uuid4())


class ScreenWalk:
    """Goes from state to state, and has each looked at by its name at each size in each language."""

    def __init__(
        self, scene: Play, clock: BootClock, look: Look, chosen: Callable[[str], Sequence[Size]] = lambda _: SIZES
    ) -> None:
        """Of each state only the sizes that are `chosen` are looked at."""
        self.scene = scene
        self._clock = clock
        self._look = look
        self._chosen = chosen
        self._translators: Mapping[Language, Translator] = {code: Translator.load(code) for code in LANGUAGES}

    async def see(self, name: str) -> None:
        """Have the screen looked at."""
        for size in self._chosen(name):
            await self.scene.settle(*size)
            for language, translator in self._translators.items():
                self.scene.app.screens.turn_to(translator)
                await self.scene.settle(*size)
                await self._look(name, size, language)
        # What follows is done as in a terminal of the first size.
        await self.scene.settle(*SIZES[0])

    async def _see_over(self, name: str, key: str) -> None:
        """Have what `key` lays over the screen looked at: it speaks the language of when it came."""
        for language, translator in self._translators.items():
            self.scene.app.screens.turn_to(translator)
            await self.scene.press(key)
            for size in self._chosen(name):
                await self.scene.settle(*size)
                await self._look(name, size, language)
            await self.scene.press("escape")
        await self.scene.settle(*SIZES[0])

    async def go(self) -> None:
        """Walk all of it."""
        await self._before_a_session()
        await self._signing_in()
        await self._at_home()
        await self._writing()
        await self._results()
        await self._what_a_trainer_does()
        await self._over_a_lesson()

    async def _at(self, kind: type, name: str) -> None:
        await self.scene.until(lambda: isinstance(self.scene.app.screen, kind), name)
        await self.see(name)

    async def _tell(self, name: str, told: KioskState) -> None:
        await self.scene.tell(told)
        await self.see(name)

    async def _before_a_session(self) -> None:
        await self.see("starting")
        for name, condition, facts in (
            ("approval", Condition.UNAPPROVED, {}),
            ("approval-closed", Condition.UNAPPROVED, {"enrolment_closed": True}),
            ("refused", Condition.REFUSED, {}),
            ("locked", Condition.LOCKED, {"next_session_at": "2026-11-23T09:30:00+01:00"}),
            ("locked-no-server", Condition.LOCKED, {"server_answers": False, "server_time": None}),
            ("locked-restarts", Condition.LOCKED, {"goes_down": ActKind.RESTART}),
            ("locked-goes-off", Condition.LOCKED, {"goes_down": ActKind.POWER_OFF, "development": True}),
        ):
            await self._tell(name, state(condition, seconds_left=None, **facts))

    async def _signing_in(self) -> None:
        scene = self.scene
        await scene.tell(state())
        await self._at(SignInScreen, "sign-in")
        for name, code, wait in (
            ("sign-in-refused", ProblemCode.PIN_WRONG, None),
            ("sign-in-away", ProblemCode.SERVER_UNREACHABLE, None),
            ("sign-in-waits", ProblemCode.SLOW_DOWN, 30.0),
        ):
            screen = scene.app.screen
            assert isinstance(screen, SignInScreen)
            screen.refuse(Problem(code=code, message="x", hint="x", retry_after_seconds=wait))
            await self.see(name)
        await scene.press("tab")
        await self.see("sign-in-language")
        await scene.tell(state(Condition.SIGNED_IN, learner=reply(must_change_pin=True)))
        await self._at(ChangePinScreen, "first-pin")
        screen = scene.app.screen
        assert isinstance(screen, ChangePinScreen)
        screen.refuse(Problem(code=ProblemCode.PIN_UNSUITABLE, message="x", hint="x"))
        await self.see("first-pin-refused")
        await scene.tell(state())
        await scene.until(lambda: isinstance(scene.app.screen, SignInScreen), "the form")

    def _lesson(self, condition: Condition = Condition.SIGNED_IN, **facts: object) -> KioskState:
        return state(condition, learner=current(self.scene.agent.reply), **facts)

    async def _at_home(self) -> None:
        draft = KeptDraft(track="javascript", exercise=AT, files=work_of(SOURCE, f"{AT}.js"), saved_at=NOON)
        passed = [f"javascript/{slug}" for slug in PASSED]
        self.scene.agent.reply = reply(passed=passed, last_exercise=f"javascript/{AT}", drafts=[draft])
        await self.scene.tell(self._lesson())
        await self._at(HomeScreen, "path")
        await self.scene.press("down")
        await self._tell("path-no-server", self._lesson(server_answers=False))
        await self.scene.press("up")
        await self._see_over("hand-asked", "f3")
        await self._see_over("keys-at-home", "f1")
        await self.scene.tell(self._lesson())

    async def _writing(self) -> None:
        scene = self.scene
        await scene.press("enter")
        await scene.until(lambda: isinstance(scene.app.screen, ExerciseScreen), "the exercise")
        await scene.until(lambda: scene.app.focused is scene.app.screen.query_one(Editor), "the program")
        await self.see("editor")
        await scene.press("f6")
        await self.see("task")
        await scene.press("f6", "f2")
        await self.see("hint-1")
        await scene.press("f2", "f2")
        await self.see("hint-3")
        await scene.press("f2")
        await self.see("hints-all")
        await scene.press("f2")
        scene.app.screen.query_one(Editor).insert("x" * SOURCE_BYTES)
        await self.see("too-long")
        await scene.press("space", "backspace")
        await scene.until(lambda: bool(scene.agent.drafts), "a draft")
        await self.see("saved")

    async def _run(self, name: str, judgement: Judgement) -> None:
        screen = self.scene.app.screen
        assert isinstance(screen, ExerciseScreen)
        before = screen._run
        self.scene.runner.judgement = judgement
        await self.scene.press("ctrl+r")
        await self.scene.until(lambda: screen._run is not before, name)
        await self.see(name)

    async def _results(self) -> None:
        scene = self.scene
        scene.runner.gate.clear()
        await scene.press("ctrl+r")
        screen = scene.app.screen
        await scene.until(lambda: screen.has_class("-result"), "that it runs")
        await self.see("running")
        scene.runner.judgement = TIMEOUT
        await scene.press("escape")
        await scene.until(lambda: isinstance(screen, ExerciseScreen) and screen._run is not None, "how far it came")
        await self.see("stopped")
        scene.runner.gate.set()
        await self._run("wrong", WRONG)
        await scene.press("ctrl+o")
        await self.see("wrong-original")
        for name, judgement in (
            ("compile-error", COMPILE_ERROR), ("runtime-error", RUNTIME_ERROR), ("timeout", TIMEOUT), ("right", RIGHT),
        ):  # fmt: skip
            await self._run(name, judgement)
        scene.runner.judgement = None
        await scene.press("ctrl+r")
        await scene.until(lambda: isinstance(screen, ExerciseScreen) and screen._judgement is None, "that nothing runs")
        await self.see("nothing-runs")
        await scene.press("f2")
        await self.see("hints-again")

    async def _what_a_trainer_does(self) -> None:
        scene, message = self.scene, Message(act_id=_id(), text="Come to my desk, please.", sender="Ana Teodorescu")
        await self._tell("message", self._lesson(messages=(message, message.model_copy(update={"act_id": _id()}))))
        await scene.press("f3", "enter")
        await scene.until(lambda: any(isinstance(one.body, HandRaised) for one in scene.agent.kept), "the hand")
        hand = next(str(one.event_id) for one in scene.agent.kept if isinstance(one.body, HandRaised))
        for name, facts in (
            ("hand-up", {"stage": HandStage.WAITING, "place": 2}),
            ("hand-claimed", {"stage": HandStage.CLAIMED}),
            ("hand-answered", {"stage": HandStage.ANSWERED, "answer": "Look at line 4: where does the sum go?"}),
        ):
            told = HandTold.model_validate({"hand_id": hand} | facts)
            await self._tell(name, self._lesson(hand=told))
        await self._tell("hand-no-server", self._lesson(server_answers=False))
        watch = ScreenWatch(watch_id=_id(), every_seconds=MINIATURE_SECONDS, seconds=12.0)
        screen = scene.app.screen
        assert isinstance(screen, ExerciseScreen)
        screen.is_trainers = True
        await self._tell("opened-and-watched", self._lesson(watch=watch, messages=(message,)))
        screen.is_trainers = False
        await scene.press("f3")
        await self._tell("watched", self._lesson(watch=watch))
        await self._tell("ends-soon", self._lesson(seconds_left=100.0, watch=watch))
        # Nothing is shown while somebody types.
        self._clock.seconds += 60
        for name, contents in (
            ("shown-program", {"files": (ShownFile(name=f"{AT}.js", text=SOURCE),), "learner": "Learner One"}),
            ("shown-page", {"prose": PROSE}),
        ):
            showing = Showing.model_validate(
                {"act_id": _id(), "title": "Friday", "sender": "Ana Teodorescu"} | contents
            )
            await scene.tell(self._lesson(shown=showing))
            await self._at(ShownScreen, name)
            await scene.press("escape")
            await scene.until(lambda: isinstance(scene.app.screen, ExerciseScreen), "the lesson")
        await scene.tell(self._lesson(attention=Attention(act_id=_id(), seconds=3000.0)))
        await self._at(AttentionScreen, "attention")
        await scene.tell(self._lesson())
        await scene.until(lambda: isinstance(scene.app.screen, ExerciseScreen), "the lesson")

    async def _over_a_lesson(self) -> None:
        scene = self.scene
        for name, key in (("keys", "f1"), ("start-again-asked", "f7"), ("leaving-asked", "f10")):
            await self._see_over(name, key)
        scene.agent.record_problem = Problem(code=ProblemCode.STORAGE_FULL, message="full", hint="make room")
        await scene.press("f6", "f6", "space")
        await scene.until(lambda: scene.app.screen.query_one("#exercise-keeping").has_class("-trouble"), "the trouble")
        await self.see("disk-full")
        await self._see_over("leaving-would-lose", "f10")
        scene.agent.record_problem = None
        await scene.tell(self._lesson(Condition.LOCKED, seconds_left=None))
        await self._at(LockedScreen, "locked-in-a-lesson")
        await scene.agent.go()
        await self.see("agent-gone")
