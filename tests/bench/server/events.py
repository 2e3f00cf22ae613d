"""Sends signed batches of events to a server over a number of connections, each as soon as the last is answered."""

import asyncio
import json
import ssl
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx

from kiosk_agent.link.server.signing import DeviceSignature
from kiosk_agent.link.server.tls import pinned_context
from kiosk_agent.link.state.identity import DeviceKey
from kiosk_agent.protocol.events import AttemptMade, Event, EventBatch, Fate
from kiosk_agent.protocol.paths import EVENTS_PATH, TIME_PATH
from kiosk_agent.protocol.results import Submission, Verdict
from kiosk_agent.protocol.sessions import ServerTime
from tests.support.judgements import judgement_of
from tests.support.work import work_of

_SOURCE = "export function total(boxes) {\n" + "  let sum = 0;\n" * 25 + "  return sum;\n}\n"
_TESTS = [
    {"name": f"adds up {number} boxes", "status": "fail", "message": "Expected: 7\nReceived: 6", "line": 12}
    for number in range(4)
]


@dataclass(frozen=True)
class Sender:
    """A kiosk with its own connection and somebody signed in."""

    device: DeviceKey
    sign_in_id: str


def nonce_mark_of(url: str, ca_path: Path) -> str:
    """Ask a server what nonces begin with now."""
    answer = httpx.get(url + TIME_PATH, verify=pinned_context(ca_path))
    return ServerTime.model_validate_json(answer.content).nonce_mark


def request_of(sender: Sender, url: str, events: int, first: int, nonce_mark: str) -> bytes:
    """Return a signed request as it goes over the wire: attempts that failed, as most do."""
    results = {"status": "fail", "tests": _TESTS}
    body = AttemptMade(
        submission=Submission(track="javascript", exercise="stock-count", files=work_of(_SOURCE)),
        judgement=judgement_of(Verdict.WRONG_ANSWER, results=results, output="6\n"),
    )
    batch = EventBatch(
        events=tuple(
            Event(
                event_id=str(uuid4()),
                sequence=first + number,
                happened_at=datetime.now(UTC),
                sign_in_id=sender.sign_in_id,
                body=body,
            )
            for number in range(events)
        )
    )
    request = httpx.Request(
        "POST",
        url + EVENTS_PATH,
        content=batch.model_dump_json().encode(),
        headers={"content-type": "application/json"},
    )
    signature = DeviceSignature(sender.device, lambda: datetime.now(UTC), lambda: nonce_mark)
    signed = next(signature.auth_flow(request))
    head = "".join(f"{name}: {value}\r\n" for name, value in signed.headers.items())
    return f"POST {EVENTS_PATH} HTTP/1.1\r\n{head}\r\n".encode() + signed.content


async def send_all(
    url: str, ca_path: Path, requests: Sequence[Sequence[bytes]], *, applied: bool, every_seconds: float = 0.0
) -> float:
    """Send each connection's requests one after the other; return the seconds that all of them took.

    With `applied`, each answer must say that every event was applied. With `every_seconds`, each connection sends one
    in that time, and they take turns.
    """
    context, port = pinned_context(ca_path), int(url.rsplit(":", 1)[1])
    lines = [await _connect(port, context) for _ in requests]
    step = every_seconds / len(lines)
    began = time.perf_counter()
    sending = [
        _send(line, _paced(own, every_seconds, number * step), applied=applied)
        for number, (line, own) in enumerate(zip(lines, requests, strict=True))
    ]
    await asyncio.gather(*sending)
    took = time.perf_counter() - began
    for _, writer in lines:
        writer.transport.abort()
    return took


async def _paced(requests: Sequence[bytes], every_seconds: float, after_seconds: float) -> AsyncIterator[bytes]:
    seconds = asyncio.get_running_loop().time
    due = seconds() + after_seconds
    for request in requests:
        await asyncio.sleep(max(0.0, due - seconds()))
        yield request
        due += every_seconds


async def _connect(port: int, context: ssl.SSLContext) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", port, ssl=context, limit=16 * 1024 * 1024)


async def _send(
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter], requests: AsyncIterator[bytes], *, applied: bool
) -> None:
    reader, writer = line
    async for request in requests:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0])
        body = await reader.readexactly(length)
        assert head.startswith(b"HTTP/1.1 200"), (head, body)
        assert not applied or set(json.loads(body)["fates"].values()) == {Fate.APPLIED}, body
