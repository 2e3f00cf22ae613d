"""A kiosk's agent and runner at the other ends of the tutor's sockets: the real wire models, answers of the test."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk_agent.protocol.enrolment import Approval
from kiosk_agent.protocol.events import DraftSaved, EventBody
from kiosk_agent.protocol.framing import read_line, write_line
from kiosk_agent.protocol.limits import LOCAL_MESSAGE_BYTES
from kiosk_agent.protocol.local import (
    TO_RUNNER,
    AgentReply,
    AgentRequest,
    AgentRequestBody,
    Condition,
    Done,
    Drafts,
    DraftsFound,
    Judged,
    KioskState,
    Record,
    RefusedReply,
    RunnerReply,
    RunnerRequest,
    SignedIn,
    SignIn,
    SignOut,
    StopRun,
)
from kiosk_agent.protocol.problem import Problem, ProblemCode
from kiosk_agent.protocol.results import Judgement, Reason, ReportedTest, Results, Submission, Verdict
from kiosk_agent.protocol.sessions import CurrentSignIn, SignInReply
from tests.support.judgements import judgement_of
from tests.support.work import text_of

if TYPE_CHECKING:
    from pydantic import BaseModel

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
        "results": Results(status="pass" if passes else "fail", tests=tests),
        "output": "total is 7\n",
        "milliseconds": 1234,
    }
    return judgement_of(verdict, **(usual | facts))


def broken(line: int, message: str, verdict: Verdict = Verdict.COMPILE_ERROR) -> Judgement:
    """Return a judgement of a program that broke before its tests, in that line of its one file."""
    reason = Reason.BROKE_COMPILING if verdict is Verdict.COMPILE_ERROR else Reason.BROKE_LOADING
    results = Results(status="error", message=message)
    return judgement(verdict, reason=reason, file="stock-count.js", line=line, results=results, output="")


class FakeService:
    """Listens at a socket, can go away in the middle, and comes back."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._server: asyncio.Server | None = None
        self._connections: dict[asyncio.StreamWriter, asyncio.Task[None]] = {}

    @property
    def is_connected(self) -> bool:
        """Tell whether anybody is."""
        return bool(self._connections)

    async def come(self) -> None:
        """Listen from now on."""
        self._server = await asyncio.start_unix_server(self._accept, self._path, limit=LOCAL_MESSAGE_BYTES)

    async def go(self) -> None:
        """Go away with every connection, as a program does that is killed."""
        if self._server is not None:
            self._server.close()
            self._path.unlink(missing_ok=True)
        talking = list(self._connections.values())
        for task in talking:
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections[writer] = asyncio.create_task(self._serve(reader, writer))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self.greet(writer)
            while (line := await read_line(reader)) is not None:
                await self.hear(line, writer)
        except ConnectionError:
            pass  # the tutor ended
        finally:
            del self._connections[writer]
            writer.close()

    async def greet(self, writer: asyncio.StreamWriter) -> None:
        """Say what whoever connects is told at once."""

    async def hear(self, line: bytes, writer: asyncio.StreamWriter) -> None:
        """Answer one request before the next is heard."""
        await write_line(writer, await self.answer(line))

    async def answer(self, line: bytes) -> "BaseModel":
        """Answer one request."""
        raise NotImplementedError

    async def push(self, message: "BaseModel") -> None:
        """Tell everybody who is connected."""
        for writer in list(self._connections):
            await write_line(writer, message)


class FakeAgent(FakeService):
    """An agent that says what the test tells it to."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.told: KioskState | None = None
        self.asked: list[AgentRequestBody] = []
        self.kept: list[Record] = []
        self.kept_at: list[float] = []
        self.problem: Problem | None = None
        self.record_problem: Problem | None = None
        self.reply = reply()
        self.gate = asyncio.Event()
        self.gate.set()

    async def tell(self, told: KioskState) -> None:
        """Push a state; who connects later hears it too."""
        self.told = told
        await self.push(told)

    async def greet(self, writer: asyncio.StreamWriter) -> None:
        """Say the newest state."""
        if self.told is not None:
            await write_line(writer, self.told)

    async def answer(self, line: bytes) -> AgentReply:
        """Answer as an agent does, or with the test's problem, when the gate is open."""
        request = AgentRequest.model_validate_json(line)
        await self.gate.wait()
        return AgentReply.model_validate({"request_id": request.request_id, "body": await self._body(request.body)})

    async def _body(self, body: AgentRequestBody) -> "BaseModel":
        self.asked.append(body)
        match body:
            case Record():
                return self._keep(body)
            case Drafts():
                return DraftsFound(drafts=self.reply.drafts)
            case _ if self.problem is not None:
                return RefusedReply(problem=self.problem)
            case SignIn():
                await self.tell(state(Condition.SIGNED_IN, learner=current(self.reply)))
                return SignedIn(sign_in=current(self.reply))
            case SignOut():
                await self.tell(state(Condition.OPEN))
                return Done()
            case _:
                return Done()

    def _keep(self, record: Record) -> "BaseModel":
        if self.record_problem is not None:
            return RefusedReply(problem=self.record_problem)
        self.kept.append(record)
        self.kept_at.append(asyncio.get_running_loop().time())
        return Done()

    @property
    def recorded(self) -> list[EventBody]:
        """Return the events that are kept."""
        return [record.body for record in self.kept]

    @property
    def drafts(self) -> list[str]:
        """Return the sources of the drafts that are kept."""
        return [text_of(event.files) for event in self.recorded if isinstance(event, DraftSaved)]


class FakeRunner(FakeService):
    """A runner that gives the test's judgement."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.judged: list[Submission] = []
        self.judgement: Judgement | None = judgement()
        self.gate = asyncio.Event()
        self.gate.set()
        self._stopped = asyncio.Event()
        self._answering: set[asyncio.Task[None]] = set()

    async def hear(self, line: bytes, writer: asyncio.StreamWriter) -> None:
        """Hear that a run is to be stopped while it goes on."""
        if isinstance(TO_RUNNER.validate_json(line), StopRun):
            self._stopped.set()
            return
        answering = asyncio.create_task(super().hear(line, writer))
        self._answering.add(answering)
        answering.add_done_callback(self._answering.discard)

    async def answer(self, line: bytes) -> RunnerReply:
        """Judge when the gate is open, or say how far the program came when it is stopped."""
        request = RunnerRequest.model_validate_json(line)
        self.judged.append(request.submission)
        self._stopped.clear()
        ends = [asyncio.create_task(event.wait()) for event in (self.gate, self._stopped)]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            end.cancel()
        problem = Problem(code=ProblemCode.INTERNAL, message="no jail", hint="install firejail")
        body = (
            RefusedReply(problem=problem)
            if self.judgement is None
            else Judged(judgement=self.judgement, is_stopped=self._stopped.is_set())
        )
        return RunnerReply(request_id=request.request_id, body=body)
