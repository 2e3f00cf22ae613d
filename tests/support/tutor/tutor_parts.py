"""A kiosk's other parts, faked above the sockets: they speak the real wire models and keep what they were told."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from textual.pilot import Pilot

from kiosk_agent.curriculum import load_track
from kiosk_agent.errors import JailUnavailable
from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.events import DraftSaved, EventBody
from kiosk_agent.protocol.local import (
    AgentRequestBody,
    Condition,
    Done,
    Drafts,
    DraftsFound,
    KioskState,
    Record,
    RefusedReply,
    SignedIn,
    SignIn,
    SignOut,
)
from kiosk_agent.protocol.results import Judgement, ReportedTest, Results, Submission, Verdict
from kiosk_agent.protocol.sessions import CurrentSignIn, SignInReply
from kiosk_agent.tutor.counterparts import Agent, AgentAnswer
from kiosk_agent.tutor.tutor_app import TutorApp
from tests.support.judgements import EXERCISE_VERSION, NODE

if TYPE_CHECKING:
    from kiosk_agent.protocol.problem import Problem

# Long enough for a machine that does ten other things.
PATIENCE_SECONDS = 30
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
WORDS = ("lusab", "babad", "gutih", "tugad", "mudof", "sakat")


def state(condition: Condition = Condition.OPEN, **facts: object) -> KioskState:
    """Return a state of an approved kiosk in a session, with `facts` over it."""
    usual: dict[str, object] = {
        "condition": condition,
        "kiosk_name": "Kiosk 04",
        "approval": Approval.APPROVED,
        "fingerprint": WORDS,
        "server_answers": True,
        "waiting_events": 0,
        "server_time": NOON,
        "session_title": "Monday group",
        "seconds_left": 2280.0,
    }
    return KioskState.model_validate(usual | facts)


def reply(**facts: object) -> SignInReply:
    """Return the sign-in of a learner, with `facts` over it."""
    usual: dict[str, object] = {
        "sign_in_id": "s1", "learner_id": "l1", "display_name": "Learner One", "must_change_pin": False,
    }  # fmt: skip
    return SignInReply.model_validate(usual | facts)


def current(signed_in: SignInReply) -> CurrentSignIn:
    """Return what the agent pushes of a sign-in."""
    return CurrentSignIn.model_validate(signed_in.model_dump(exclude={"drafts"}))


class FakeAgent:
    """An agent that says what the test tells it to."""

    def __init__(self) -> None:
        self.is_there = True
        self.states_to_tell: asyncio.Queue[KioskState | None] = asyncio.Queue()
        self.asked: list[AgentRequestBody] = []
        self.recorded: list[EventBody] = []
        self.problem: Problem | None = None
        self.record_problem: Problem | None = None
        self.reply = reply()

    def connect(self) -> AbstractAsyncContextManager[Agent]:
        """Connect, when it is there."""
        return self._connection()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Agent]:
        if not self.is_there:
            raise ConnectionRefusedError
        yield self

    def tell(self, told: KioskState) -> None:
        """Push a state."""
        self.states_to_tell.put_nowait(told)

    def go(self) -> None:
        """Go away, until `is_there` is set again."""
        self.is_there = False
        self.states_to_tell.put_nowait(None)

    async def states(self) -> AsyncIterator[KioskState]:
        """Yield what was told."""
        while (told := await self.states_to_tell.get()) is not None:
            yield told

    async def request(self, body: AgentRequestBody) -> AgentAnswer:
        """Answer as an agent does, or with the test's problem."""
        if not self.is_there:
            raise ConnectionResetError
        self.asked.append(body)
        await asyncio.sleep(0)
        if isinstance(body, Record):
            return self._keep(body)
        if isinstance(body, Drafts):
            return DraftsFound(drafts=self.reply.drafts)
        if self.problem is not None:
            return RefusedReply(problem=self.problem)
        if isinstance(body, SignIn):
            self.tell(state(Condition.SIGNED_IN, learner=current(self.reply)))
            return SignedIn(sign_in=current(self.reply))
        if isinstance(body, SignOut):
            self.tell(state(Condition.OPEN))
        return Done()

    def _keep(self, record: Record) -> AgentAnswer:
        if self.record_problem is not None:
            return RefusedReply(problem=self.record_problem)
        self.recorded.append(record.body)
        return Done()

    @property
    def drafts(self) -> list[str]:
        """Return the sources of the drafts recorded."""
        return [event.source for event in self.recorded if isinstance(event, DraftSaved)]


class FakeRunner:
    """A runner that gives the test's judgement."""

    def __init__(self) -> None:
        self.judged: list[Submission] = []
        self.judgement: Judgement | None = judgement()
        self.gate = asyncio.Event()
        self.gate.set()

    async def judge(self, submission: Submission) -> Judgement:
        """Judge, when the gate is open."""
        self.judged.append(submission)
        await self.gate.wait()
        if self.judgement is None:
            raise JailUnavailable("no jail", hint="install firejail")
        return self.judgement


def judgement(verdict: Verdict = Verdict.WRONG_ANSWER, **facts: object) -> Judgement:
    """Return a judgement of two tests, the second of which does not pass unless the verdict is accepted."""
    passes = verdict is Verdict.ACCEPTED
    tests = (
        ReportedTest(name="adds two numbers", status="pass"),
        ReportedTest(
            name="adds none",
            status="pass" if passes else "fail",
            message=None if passes else "Expected: 0\nReceived: undefined",
        ),
    )
    usual: dict[str, object] = {
        "verdict": verdict,
        "results": Results(status="pass" if passes else "fail", tests=tests),
        "output": "total is 7\n",
        "milliseconds": 1234,
        "toolchain": NODE,
        "exercise_version": EXERCISE_VERSION,
    }
    return Judgement.model_validate(usual | facts)


class Play:
    """A tutor driven by keys, in a terminal of the size given."""

    def __init__(self, pilot: Pilot[None], agent: FakeAgent, runner: FakeRunner) -> None:
        self.pilot = pilot
        self.app = pilot.app
        self.agent = agent
        self.runner = runner

    async def until(self, is_so: Callable[[], bool], what: str = "") -> None:
        """Wait until it is so. Fails when it takes far too long, with what is on the screen."""
        deadline = monotonic() + PATIENCE_SECONDS
        while not is_so():
            assert monotonic() < deadline, f"never: {what}\n{self.shown()}"
            await self.pilot.pause(0.01)

    async def sees(self, words: str) -> None:
        """Wait until the screen shows `words`, and then until all that comes with them is there."""
        await self.until(lambda: words in self.shown(), words)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        await self.pilot.press(*keys)

    def shown(self) -> str:
        """Return the screen as text."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    async def sign_in(self, **facts: object) -> None:
        """Have a learner signed in and at home."""
        self.agent.reply = reply(**facts)
        self.agent.tell(state(Condition.SIGNED_IN, learner=current(self.agent.reply)))
        await self.sees("Hello")

    async def open_first(self, **facts: object) -> None:
        """Have a learner signed in, in the first exercise, and writing."""
        await self.sign_in(**facts)
        await self.press("enter")
        await self.until(lambda: len(self.app.screen.query("#exercise-editor")) == 1, "the exercise")
        self.app.screen.query_one("#exercise-editor").focus()
        await self.pilot.pause()


Script = Callable[[Play], Awaitable[None]]


def play(script: Script, tracks: Path, size: tuple[int, int] = (80, 24), **options: object) -> FakeAgent:
    """Play `script` on a tutor whose track lies below `tracks`; return its agent."""

    async def run() -> FakeAgent:
        agent, runner = FakeAgent(), FakeRunner()
        track = load_track(write_track(tracks))
        app = TutorApp(agent.connect, runner, lambda: [track], **options)  # type: ignore[arg-type]
        async with app.run_test(size=size) as pilot:
            await script(Play(pilot, agent, runner))
        return agent

    return asyncio.run(run())


def write_track(folder: Path) -> Path:
    """Write a small track of three exercises in Exercism's layout, two of them in Spanish too."""
    track = folder / "javascript"
    slugs = ("stock-count", "price-tags", "shift-plan")
    names = ("Stock count", "Price tags", "Shift plan")
    for slug, name in zip(slugs, names, strict=True):
        exercise = track / "exercises" / "practice" / slug
        for part in (".docs", ".meta"):
            (exercise / part).mkdir(parents=True)
        (exercise / ".meta" / "config.json").write_text(
            json.dumps(
                {
                    "authors": [], "blurb": "", "files": {
                        "solution": [f"{slug}.js"], "test": [f"{slug}.spec.js"], "example": [".meta/proof.js"],
                    },
                }
            )
        )  # fmt: skip
        (exercise / ".docs" / "instructions.md").write_text(f"Write `total(boxes)` for *{name}*.\n\n- add [bold] all\n")
        (exercise / ".docs" / "hints.md").write_text("# Hints\n\n## General\n\n- Start at 0.\n- Return the sum.\n")
        (exercise / f"{slug}.js").write_text("export function total(boxes) {\n}\n")
        (exercise / f"{slug}.spec.js").write_text("")
    config = {
        "language": "JavaScript", "slug": "javascript",
        "concepts": [{"uuid": "c", "slug": "arrays", "name": "Arrays"}],
        "exercises": {
            "concept": [],
            "practice": [
                {"slug": slug, "name": name, "uuid": slug, "practices": ["arrays"], "prerequisites": []}
                for slug, name in zip(slugs, names, strict=True)
            ],
        },
    }  # fmt: skip
    (track / "config.json").write_text(json.dumps(config))
    return track
