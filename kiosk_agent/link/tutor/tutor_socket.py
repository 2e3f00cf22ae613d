"""Where the tutor connects: one account only, known by the kernel's word, and one JSON object a line."""

import asyncio
import contextlib
import logging
from pathlib import Path

from pydantic import ValidationError

from kiosk_agent.link.state.kiosk import ThisKiosk
from kiosk_agent.link.tutor.requests import TutorRequests
from kiosk_agent.protocol.framing import FrameInvalid, is_too_long, read_line, request_id_of, write_line
from kiosk_agent.protocol.local import AgentReply, AgentRequest, RefusedReply
from kiosk_agent.protocol.peer import CONNECTIONS, is_peer, listen_at
from kiosk_agent.protocol.problem import Problem, ProblemCode

logger = logging.getLogger(__name__)
# The screen counts by itself; this keeps it true.
PUSH_AT_LEAST_SECONDS = 10.0


class TutorSocket:
    """Serves the tutor until closed."""

    def __init__(self, path: Path, tutor_uid: int, kiosk: ThisKiosk, requests: TutorRequests) -> None:
        self._path = path
        self._tutor_uid = tutor_uid
        self._kiosk = kiosk
        self._requests = requests
        self._connections: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def listen(self) -> None:
        """Start to serve. Raises OutsetError when the path cannot be used."""
        self._server = await listen_at(self._path, self._accept, setting="agent_socket")

    async def close(self) -> None:
        """Stop serving; what is being answered is cut off."""
        if self._server:
            self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._connections) >= CONNECTIONS or not is_peer(writer, self._tutor_uid):
            writer.close()
            return
        connection = asyncio.create_task(self._serve(reader, writer))
        self._connections.add(connection)
        connection.add_done_callback(self._connections.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._talk(reader, writer)
        except ConnectionError:
            pass  # the tutor is gone; it comes back when it likes
        except FrameInvalid as fault:
            logger.warning("a connection is closed: %s", fault)
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        pushing = asyncio.create_task(self._push(writer))
        try:
            while (line := await read_line(reader)) is not None:
                try:
                    request = AgentRequest.model_validate_json(line)
                except ValidationError as error:
                    if is_too_long(error):
                        await write_line(writer, _too_large(line))
                        continue
                    # Never its own words: they would repeat a PIN.
                    raise FrameInvalid(f"{error.error_count()} faults in a request") from None
                answer = await self._requests.answer(request)
                await write_line(writer, AgentReply(request_id=request.request_id, body=answer))
        finally:
            pushing.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await pushing

    async def _push(self, writer: asyncio.StreamWriter) -> None:
        while True:
            # Listening begins before the state is taken: a change while it is written is not missed.
            changed = self._kiosk.changes.listen()
            await write_line(writer, self._kiosk.state())
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PUSH_AT_LEAST_SECONDS):
                    await changed.wait()


def _too_large(line: bytes) -> AgentReply:
    # An answer: a tutor whose connection is closed would only try the same again.
    problem = Problem(code=ProblemCode.REQUEST_TOO_LARGE, message="work that is too large", hint="make it shorter")
    return AgentReply(request_id=request_id_of(line), body=RefusedReply(problem=problem))
