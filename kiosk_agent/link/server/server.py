"""The classroom server as the agent sees it: each request signed, each refusal a Problem, each silence a fault."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Protocol, TypeVar

import httpx
from httpx_sse import EventSource, ServerSentEvent, SSEError, aconnect_sse
from pydantic import BaseModel, ValidationError

from kiosk_agent.errors import ServerUnreachable
from kiosk_agent.link.server.signing import DeviceSignature
from kiosk_agent.link.state.boot import Boot
from kiosk_agent.link.state.clock import ServerClock
from kiosk_agent.protocol.enrolment import EnrolmentReply, EnrolmentRequest
from kiosk_agent.protocol.events import EventBatch, EventReceipt
from kiosk_agent.protocol.paths import (
    ENROLMENTS_PATH,
    EVENTS_PATH,
    SCREENS_PATH,
    SIGN_INS_PATH,
    STREAM_PATH,
    TIME_PATH,
    pin_path,
)
from kiosk_agent.protocol.problem import Problem, ProblemCode
from kiosk_agent.protocol.screens import ScreenShown, pack
from kiosk_agent.protocol.sessions import PinChange, ServerTime, SignInReply, SignInRequest

logger = logging.getLogger(__name__)
CONNECT_SECONDS = 3.0
# A person waits for these.
ANSWER_SECONDS = 5.0
# When a lesson begins, the server hashes the PINs of a whole room: who waits is served sooner than who tries again, and
# has it hash once more.
SIGN_IN_SECONDS = 12.0
# Nobody waits for a batch, and a big one on a busy server takes its time.
BATCH_SECONDS = 30.0
# The server sends at least a comment every five seconds: three missing ones are a dead line.
STREAM_SILENCE_SECONDS = 15.0
# Under the server's own five: a connection that it is about to close is not used again.
KEEP_CONNECTION_SECONDS = 4.0
Model = TypeVar("Model", bound=BaseModel)


class Contact(Protocol):
    """Is told after each exchange whether the server answered."""

    def __call__(self, *, answers: bool) -> None:
        """Take note."""


class ServerRefused(Exception):
    """The server answered, and said no."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code}: {problem.message}")
        self.problem = problem


class ClassroomServer:
    """Every method raises ServerRefused, or ServerUnreachable when there was no answer that can be understood."""

    def __init__(
        self,
        url: str,
        context: ssl.SSLContext,
        signature: DeviceSignature,
        clock: ServerClock,
        boot: Boot,
        on_contact: Contact,
    ) -> None:
        self._clock = clock
        self._boot = boot
        self._on_contact = on_contact
        self._signature = signature
        self._client = httpx.AsyncClient(
            base_url=url,
            verify=context,
            # No proxy, no netrc: nothing of the environment changes whom the kiosk talks to.
            trust_env=False,
            timeout=httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
            limits=httpx.Limits(keepalive_expiry=KEEP_CONNECTION_SECONDS),
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def sync_clock(self) -> None:
        """Take the server's time."""
        reply = await self._exchange("GET", TIME_PATH, None, seconds=ANSWER_SECONDS)
        self._clock.sync(_parse(ServerTime, reply), answered_at=self._boot.seconds())

    async def enrol(self, request: EnrolmentRequest) -> EnrolmentReply:
        """Make this kiosk known, or ask where it stands."""
        return _parse(EnrolmentReply, await self._ask(ENROLMENTS_PATH, request, ANSWER_SECONDS))

    async def sign_in(self, request: SignInRequest) -> SignInReply:
        """Have the server check a learner's number and PIN."""
        return _parse(SignInReply, await self._ask(SIGN_INS_PATH, request, SIGN_IN_SECONDS))

    async def change_pin(self, sign_in_id: str, change: PinChange) -> None:
        """Give the learner of a sign-in a new PIN."""
        await self._ask(pin_path(sign_in_id), change, SIGN_IN_SECONDS)

    async def deliver(self, batch: EventBatch) -> EventReceipt:
        """Send events, and return what became of each."""
        return _parse(EventReceipt, await self._ask(EVENTS_PATH, batch, BATCH_SECONDS))

    async def show_screen(self, shown: ScreenShown) -> None:
        """Send what the screen shows."""
        await self._ask(SCREENS_PATH, pack(shown), ANSWER_SECONDS)

    @asynccontextmanager
    async def stream(self) -> AsyncIterator[AsyncIterator[ServerSentEvent]]:
        """Open the server's stream of commands; reading it raises as everything here does."""
        timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS, read=STREAM_SILENCE_SECONDS)
        if self._clock.needs_sync:
            await self.sync_clock()
        with self._faults():
            async with aconnect_sse(self._client, "GET", STREAM_PATH, auth=self._signature, timeout=timeout) as source:
                if source.response.is_error:
                    await source.response.aread()
                self._check(source.response)
                yield self._events(source)

    async def _events(self, source: EventSource) -> AsyncIterator[ServerSentEvent]:
        async for event in source.aiter_sse():
            self._on_contact(answers=True)
            yield event

    async def _ask(self, path: str, body: BaseModel | bytes, seconds: float) -> httpx.Response:
        if self._clock.needs_sync:
            await self.sync_clock()
        try:
            return await self._exchange("POST", path, body, seconds=seconds, auth=self._signature)
        except ServerRefused as refusal:
            if refusal.problem.code is not ProblemCode.CLOCK_SKEW:
                raise
        logger.info("the server's clock is not where it was: taking its time again")
        await self.sync_clock()
        return await self._exchange("POST", path, body, seconds=seconds, auth=self._signature)

    async def _exchange(
        self, method: str, path: str, body: BaseModel | bytes | None, *, seconds: float, auth: httpx.Auth | None = None
    ) -> httpx.Response:
        content = body.model_dump_json().encode() if isinstance(body, BaseModel) else body or b""
        headers = {"Content-Type": "application/json"} if isinstance(body, BaseModel) else {}
        with self._faults():
            async with asyncio.timeout(seconds):
                response = await self._client.request(
                    method, path, content=content, headers=headers, auth=auth, timeout=seconds
                )
            self._check(response)
        return response

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except (httpx.RequestError, SSEError, TimeoutError) as error:
            self._on_contact(answers=False)
            raise _unreachable(str(error) or type(error).__name__) from error

    def _check(self, response: httpx.Response) -> None:
        if not response.is_error:
            self._on_contact(answers=True)
            return
        try:
            problem = Problem.model_validate_json(response.content)
        except ValidationError as error:
            self._on_contact(answers=False)
            raise _unreachable(f"HTTP status {response.status_code} without a reason") from error
        self._on_contact(answers=True)
        raise ServerRefused(problem)


def _unreachable(reason: str) -> ServerUnreachable:
    return ServerUnreachable(
        f"the classroom server does not answer: {reason}", hint="check the cable, and that the server runs"
    )


def _parse(model: type[Model], response: httpx.Response) -> Model:
    try:
        return model.model_validate_json(response.content)
    except ValidationError as error:
        raise _unreachable(f"its answer to {response.url.path} is none of ours") from error
