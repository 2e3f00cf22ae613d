"""The tutor's way to the runner: one connection, made again when it is lost."""

import asyncio
import contextlib
import itertools
from pathlib import Path

from pydantic import ValidationError

from kiosk_agent.errors import JailUnavailable, OutsetError
from kiosk_agent.protocol.framing import FrameInvalid, read_line, write_line
from kiosk_agent.protocol.limits import LOCAL_MESSAGE_BYTES
from kiosk_agent.protocol.local import Judged, RefusedReply, RunnerReply, RunnerRequest, Stepped, StepRequest, StopRun
from kiosk_agent.protocol.problem import ProblemCode
from kiosk_agent.protocol.results import Submission
from kiosk_agent.protocol.stepping.trace import Trace

Request = RunnerRequest | StepRequest
HINT = "wait a moment and run it again; if it stays so, tell the trainer"


class RunnerRefused(OutsetError):
    """The runner is there, and cannot judge what it was asked to."""


class RunnerClient:
    """Asks the runner that listens at `path`. One question at a time; further ones wait their turn."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._numbers = itertools.count(1)
        self._turn = asyncio.Lock()
        self._connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._asking: int | None = None

    async def judge(self, submission: Submission) -> Judged:
        """Return the verdict. Raises JailUnavailable when no jail can be had, RunnerRefused otherwise."""
        reply = await self._answer(RunnerRequest(request_id=next(self._numbers), submission=submission))
        if isinstance(reply.body, Judged):
            return reply.body
        raise _fault(reply.body)

    async def step(self, submission: Submission) -> Trace:
        """Return the program, recorded step by step. Raises JailUnavailable, RunnerRefused."""
        reply = await self._answer(StepRequest(request_id=next(self._numbers), submission=submission))
        if isinstance(reply.body, Stepped):
            return reply.body.trace
        raise _fault(reply.body)

    async def _answer(self, request: Request) -> RunnerReply:
        async with self._turn:
            self._asking = request.request_id
            try:
                return await self._asked(request)
            except BaseException:
                # Also when the caller gives up: the late answer must not be taken for the next one.
                self.close()
                raise
            finally:
                self._asking = None

    async def stop(self) -> None:
        """Have the run ended that goes on, if one does: `judge` then returns how far it came."""
        if self._asking is not None and self._connection is not None:
            with contextlib.suppress(ConnectionError):
                await write_line(self._connection[1], StopRun(request_id=self._asking))

    async def _asked(self, request: Request) -> RunnerReply:
        try:
            was_open = self._connection is not None
            line = await self._line(request)
            if line is None and was_open:
                # The runner was started again since the last question.
                self.close()
                line = await self._line(request)
            if line is None:
                raise JailUnavailable("the runner ended the connection", hint=HINT)
            reply = RunnerReply.model_validate_json(line)
        except (OSError, FrameInvalid, ValidationError) as error:
            raise JailUnavailable(f"the runner does not answer: {error}", hint=HINT) from error
        if reply.request_id != request.request_id:
            raise JailUnavailable("the runner answered another question", hint=HINT)
        return reply

    async def _line(self, request: Request) -> bytes | None:
        if self._connection is None:
            self._connection = await asyncio.open_unix_connection(self._path, limit=LOCAL_MESSAGE_BYTES)
        reader, writer = self._connection
        try:
            await write_line(writer, request)
            return await read_line(reader)
        except (ConnectionResetError, BrokenPipeError):
            return None

    def close(self) -> None:
        """Let go of the connection; the next question makes a new one."""
        if self._connection is not None:
            self._connection[1].close()
            self._connection = None


def _fault(body: Judged | Stepped | RefusedReply) -> JailUnavailable | RunnerRefused:
    if not isinstance(body, RefusedReply):
        return JailUnavailable("the runner answered another kind of question", hint=HINT)
    problem = body.problem
    # INTERNAL is the runner's word for a jail that cannot be had; the rest is about what was asked.
    kind = JailUnavailable if problem.code is ProblemCode.INTERNAL else RunnerRefused
    return kind(problem.message, hint=problem.hint)
