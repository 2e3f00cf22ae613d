"""The tutor's side of the agent's socket. It finds the agent again by itself whenever that restarts."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import ValidationError

from kiosk_agent.errors import OutsetError
from kiosk_agent.link.state.change_signal import ChangeSignal
from kiosk_agent.protocol.framing import FrameInvalid, read_line, write_line
from kiosk_agent.protocol.limits import LOCAL_MESSAGE_BYTES
from kiosk_agent.protocol.local import (
    FROM_AGENT,
    AgentAnswer,
    AgentReply,
    AgentRequest,
    AgentRequestBody,
    Condition,
    KioskState,
    Record,
)

CONNECT_AGAIN_SECONDS = 0.25
# Above all that the agent waits for itself: a sign-in that takes the server's time twice, a flush at sign-out.
ANSWER_SECONDS = 30.0


class AgentGone(OutsetError):
    """The agent is not there, or went away before it answered."""


def _gone(message: str) -> AgentGone:
    return AgentGone(message, hint="wait a moment: the agent is started again by itself")


STARTING = KioskState(
    condition=Condition.STARTING,
    kiosk_name="",
    approval=None,
    fingerprint=(),
    server_answers=False,
    waiting_events=0,
    server_time=None,
)
"""What `states` yields while there is no agent: at the start, and between its death and its return."""


class AgentClient:
    """Use it as an async context manager."""

    def __init__(self, socket_path: Path, *, answer_seconds: float = ANSWER_SECONDS) -> None:
        """Ask the agent that listens at `socket_path`, and wait so long for each of its answers."""
        self._path = socket_path
        self._answer_seconds = answer_seconds
        self._tutor_id = str(uuid.uuid4())
        self._writer: asyncio.StreamWriter | None = None
        self._asked: dict[int, asyncio.Future[AgentAnswer]] = {}
        self._last_id = 0
        self._changes = ChangeSignal()
        self.state = STARTING
        """The newest state."""

    async def __aenter__(self) -> Self:
        self._reading = asyncio.create_task(self._read_for_ever())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._reading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._reading

    async def states(self) -> AsyncIterator[KioskState]:
        """Yield the state now and at each change, for ever; STARTING while there is no agent. The newest wins."""
        while True:
            shown = self.state
            yield shown
            while self.state is shown:
                await self._changes.listen().wait()

    async def request(self, body: AgentRequestBody) -> AgentAnswer:
        """Ask, and return the agent's answer.

        Raises AgentGone when there is none in time. A Record is asked again when the agent restarts
        meanwhile: it bears an id by which it is kept once. Nothing else is: the caller knows what to do.
        """
        if isinstance(body, Record) and body.event_id is None:
            body = body.model_copy(update={"event_id": str(uuid.uuid4())})
        try:
            async with asyncio.timeout(self._answer_seconds):
                while True:
                    try:
                        return await self._ask(body)
                    except AgentGone:
                        if not isinstance(body, Record):
                            raise
                    await asyncio.sleep(CONNECT_AGAIN_SECONDS)
        except TimeoutError:
            raise _gone(f"the agent did not answer within {self._answer_seconds:g} s") from None

    async def _ask(self, body: AgentRequestBody) -> AgentAnswer:
        if self._writer is None:
            raise _gone("the agent is not running")
        self._last_id += 1
        request_id = self._last_id
        answer: asyncio.Future[AgentAnswer] = asyncio.get_running_loop().create_future()
        self._asked[request_id] = answer
        try:
            await write_line(self._writer, AgentRequest(request_id=request_id, tutor_id=self._tutor_id, body=body))
            return await answer
        except ConnectionError as error:
            raise _gone("the agent went away") from error
        finally:
            del self._asked[request_id]

    async def _read_for_ever(self) -> None:
        while True:
            with contextlib.suppress(OSError, FrameInvalid, ValidationError):
                await self._read()
            await asyncio.sleep(CONNECT_AGAIN_SECONDS)

    async def _read(self) -> None:
        reader, writer = await asyncio.open_unix_connection(self._path, limit=LOCAL_MESSAGE_BYTES)
        self._writer = writer
        try:
            while (line := await read_line(reader)) is not None:
                message = FROM_AGENT.validate_json(line)
                if isinstance(message, AgentReply):
                    if (asked := self._asked.get(message.request_id)) and not asked.done():
                        asked.set_result(message.body)
                else:
                    self._show(message)
        finally:
            self._writer = None
            writer.close()
            for asked in self._asked.values():
                if not asked.done():
                    asked.set_exception(_gone("the agent went away before it answered"))
            self._show(STARTING.model_copy(update={"development": self.state.development}))

    def _show(self, state: KioskState) -> None:
        self.state = state
        self._changes.send()
