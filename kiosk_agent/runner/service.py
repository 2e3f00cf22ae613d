"""Where the tutor hands in programs: one account only, one run at a time a connection, and always an answer."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import ValidationError

from kiosk_agent.curriculum import Exercise, Track
from kiosk_agent.errors import JailUnavailable, OutsetError
from kiosk_agent.protocol.framing import FrameInvalid, is_too_long, read_line, request_id_of, write_line
from kiosk_agent.protocol.local import TO_RUNNER, Judged, RefusedReply, RunnerReply, RunnerRequest, Stepped, StopRun
from kiosk_agent.protocol.peer import CONNECTIONS, is_peer, listen_at
from kiosk_agent.protocol.problem import Problem, ProblemCode
from kiosk_agent.protocol.results import Limit, Submission
from kiosk_agent.protocol.work_files import over_size
from kiosk_agent.runner.runner import Runner

logger = logging.getLogger(__name__)
RUNS_AT_ONCE = 2
RunAnswer = Judged | Stepped


class RunnerService:
    """Serves the tutor's account until closed."""

    def __init__(self, path: Path, tutor_uid: int, runner: Runner, tracks: Mapping[str, Track]) -> None:
        self._path = path
        self._tutor_uid = tutor_uid
        self._runner = runner
        self._tracks = tracks
        self._connections = 0
        self._runs = asyncio.Semaphore(RUNS_AT_ONCE)

    async def listen(self) -> asyncio.Server:
        """Start to serve and return what to close. Raises OutsetError when the path cannot be used."""
        return await listen_at(self._path, self._serve, setting="runner_socket")

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections += 1
        try:
            if self._connections <= CONNECTIONS and is_peer(writer, self._tutor_uid):
                await self._talk(reader, writer)
        except ConnectionError:
            pass  # the tutor is gone; it comes back when it likes
        finally:
            self._connections -= 1
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = _Lines(reader)
        try:
            while (line := await lines.next()) is not None:
                if (reply := await self._answer(line, lines)) is not None:
                    await write_line(writer, reply)
        except FrameInvalid as fault:
            logger.warning("a connection is closed: %s", fault)
            too_long = _refusal(ProblemCode.REQUEST_TOO_LARGE, "the program is too long", "make it shorter")
            with contextlib.suppress(ConnectionError):
                await write_line(writer, RunnerReply(request_id=0, body=too_long))
        finally:
            lines.close()

    async def _answer(self, line: bytes, lines: "_Lines") -> RunnerReply | None:
        """Return the reply; None where there is none to a word that comes too late."""
        try:
            request = TO_RUNNER.validate_json(line)
        except ValidationError as error:
            too_long = is_too_long(error)
            code = ProblemCode.REQUEST_TOO_LARGE if too_long else ProblemCode.REQUEST_INVALID
            message = "a program that is too long" if too_long else "not a request"
            return RunnerReply(request_id=request_id_of(line), body=_refusal(code, message, "make the program shorter"))
        if isinstance(request, StopRun):
            return None
        stop = threading.Event()
        answer = self._judged if isinstance(request, RunnerRequest) else self._stepped
        judging = asyncio.ensure_future(self._within_limits(answer, request.submission, stop))
        stopping = asyncio.ensure_future(lines.ends_run(request.request_id))
        try:
            await asyncio.wait((judging, stopping), return_when=asyncio.FIRST_COMPLETED)
            if stopping.done() and stopping.result():
                stop.set()
            return RunnerReply(request_id=request.request_id, body=await judging)
        finally:
            stopping.cancel()
            judging.cancel()
            stop.set()

    async def _within_limits(
        self,
        answer: Callable[[Exercise, Submission, threading.Event], RunAnswer],
        asked: Submission,
        stop: threading.Event,
    ) -> RunAnswer | RefusedReply:
        """Return what `answer` does about what was handed in, or why it cannot."""
        try:
            exercise = self._exercise(asked)
            _check_files(exercise, asked)
            async with self._runs:
                return await asyncio.to_thread(answer, exercise, asked, stop)
        except _TooLarge as error:
            return _refusal(ProblemCode.REQUEST_TOO_LARGE, error.message, error.hint)
        except JailUnavailable as error:
            logger.error("no jail: %s", error)  # noqa: TRY400 - the message says it all, and a trace names nothing more
            return _refusal(ProblemCode.INTERNAL, error.message, error.hint)
        except OutsetError as error:
            return _refusal(ProblemCode.REQUEST_INVALID, error.message, error.hint)

    def _judged(self, exercise: Exercise, submission: Submission, stop: threading.Event) -> Judged:
        judgement = self._runner.judge(exercise, submission.files, stop=stop)
        # What came to its end before it could be ended has its verdict.
        is_stopped = stop.is_set() and Limit.WALL_TIME in judgement.limits_reached
        if is_stopped:
            logger.info("a run was stopped after %d ms", judgement.milliseconds)
        return Judged(judgement=judgement, is_stopped=is_stopped)

    def _stepped(self, exercise: Exercise, submission: Submission, stop: threading.Event) -> Stepped:
        return Stepped(trace=self._runner.record(exercise, submission.files, stop=stop))

    def _exercise(self, submission: Submission) -> Exercise:
        try:
            return self._tracks[submission.track].exercise(submission.exercise)
        except KeyError as error:
            message = f"this kiosk has no exercise {submission.track!r}/{submission.exercise!r}"
            raise _NotOurs(message, hint="choose another exercise") from error


class _Lines:
    """What the other end of a connection says, which is heard while a run goes on, too."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self._coming = asyncio.ensure_future(read_line(reader))

    async def next(self) -> bytes | None:
        """Return the next line, None after the last one. Raises FrameInvalid."""
        line = await self._coming
        if line is not None:
            self._coming = asyncio.ensure_future(read_line(self._reader))
        return line

    async def ends_run(self, request_id: int) -> bool:
        """Wait for what comes next; tell whether it ends the run of that request. Another request waits its turn.

        A connection that ends ends the run: nobody waits for what comes of it.
        """
        await asyncio.wait((self._coming,))
        line = None if self._coming.exception() else self._coming.result()
        if line is None:
            return True
        is_stop = _stops(line) == request_id
        if is_stop:
            await self.next()
        return is_stop

    def close(self) -> None:
        """Hear no more."""
        self._coming.cancel()


def _stops(line: bytes) -> int | None:
    """Return the number of the request whose run a line ends, if it is one that does."""
    try:
        return StopRun.model_validate_json(line).request_id
    except ValidationError:
        return None


class _TooLarge(OutsetError):
    """More than a submission may hold."""


class _NotOurs(OutsetError):
    """An exercise that this kiosk does not have, or a file that none of its learners writes."""


def _check_files(exercise: Exercise, submission: Submission) -> None:
    if over := over_size(submission.files):
        raise _TooLarge(over, hint="make the program shorter")
    if foreign := sorted(set(submission.files) - set(exercise.solution_files)):
        message = f"{foreign[0]!r} is no file that a learner writes in {exercise.slug}"
        raise _NotOurs(message, hint="hand in the files that the exercise names as its solution")


def _refusal(code: ProblemCode, message: str, hint: str) -> RefusedReply:
    return RefusedReply(problem=Problem(code=code, message=message, hint=hint))
