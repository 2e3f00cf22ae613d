"""The way between a kiosk and the real server: all goes through to it, and nothing but it answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk_agent.protocol.events import Event, EventBatch, EventReceipt, Fate
from kiosk_agent.protocol.paths import EVENTS_PATH
from tests.support.waiting import eventually_in_loop


@dataclass
class _Exchange:
    """One request and the server's answer to it, while both pass."""

    request: bytes = b""
    status: int = 0
    answer: bytes = b""

    def fates(self) -> list[tuple[Event, Fate]]:
        """Return what the server says became of each event."""
        batch = EventBatch.model_validate_json(self.request)
        fates = EventReceipt.model_validate_json(self.answer).fates
        return [(event, fates[event.event_id]) for event in batch.events]


@dataclass
class Way:
    """Notes what became of each event by the server's own word; a test may hold requests up, or lose answers."""

    acknowledgements_to_lose: int = 0
    received: list[tuple[Event, Fate]] = field(default_factory=list)
    """In the order in which the server decided; an event that came twice stands here twice."""
    _is_blocked: bool = False

    def applied(self) -> list[Event]:
        """Return the events that the server has applied."""
        return [event for event, fate in self.received if fate is Fate.APPLIED]

    def kinds(self) -> list[str]:
        """Return what kind each of them is."""
        return [event.body.kind for event in self.applied()]

    def begin(self) -> None:
        """Forget what came before; what is still under way of that is not noted among what comes."""
        self.received = []

    @contextmanager
    def blocked(self) -> Iterator[None]:
        """Let requests that come meanwhile wait, and never reach the server: who asked is gone by then."""
        self._is_blocked = True
        try:
            yield
        finally:
            self._is_blocked = False

    def leading_to(self, app: ASGIApp) -> ASGIApp:
        """Return the application with this way before it."""

        async def go(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            if self._is_blocked:
                await eventually_in_loop(lambda: not self._is_blocked, "requests pass again")
                return
            if scope["path"] == EVENTS_PATH:
                await self._pass_events(app, scope, receive, send)
            else:
                await app(scope, receive, send)

        return go

    async def _pass_events(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        exchange, received = _Exchange(), self.received

        async def read_along() -> Message:
            message = await receive()
            exchange.request += message.get("body", b"")
            return message

        async def answer(message: Message) -> None:
            exchange.status = message.get("status", exchange.status)
            exchange.answer += message.get("body", b"")
            is_last = message["type"] == "http.response.body" and not message.get("more_body")
            if is_last and exchange.status == 200:
                received.extend(exchange.fates())
                if self.acknowledgements_to_lose:
                    # An answer that began and does not end: the line is cut there.
                    self.acknowledgements_to_lose -= 1
                    return
            await send(message)

        await app(scope, read_along, answer)
