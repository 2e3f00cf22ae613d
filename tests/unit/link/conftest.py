"""A small classroom server over real HTTPS that follows the protocol and can misbehave, and an agent to try it on."""

import asyncio
import contextlib
import datetime
import getpass
import ipaddress
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.x509.oid import NameOID
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from http_message_signatures import HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms
from joserfc import jws
from joserfc.jwk import OKPKey

from kiosk_agent.link import agent
from kiosk_agent.link.boot import Boot
from kiosk_agent.link.client import AgentClient
from kiosk_agent.link.identity import from_base64url, to_base64url
from kiosk_agent.protocol.local import KioskState
from kiosk_agent.settings import KioskSettings
from kiosk_agent.supervision import Supervisor

DEADLINE_SECONDS = 15.0


class _NamedKey(HTTPSignatureKeyResolver):
    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(from_base64url(key_id))


def make_site(folder: Path, *, not_before: datetime.datetime) -> None:
    """Write ca.pem, and tls.pem for 127.0.0.1, both valid for a year from `not_before`."""
    until = not_before + datetime.timedelta(days=365)
    ca_key, tls_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "site")])

    def builder(name: x509.Name, public_key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        made = x509.CertificateBuilder().subject_name(name).issuer_name(ca_name).public_key(public_key)
        return made.serial_number(x509.random_serial_number()).not_valid_before(not_before).not_valid_after(until)

    ca = builder(ca_name, ca_key.public_key()).add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    tls_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "server")])
    tls = builder(tls_name, tls_key.public_key()).add_extension(names, False)
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(ca.sign(ca_key, hashes.SHA256()).public_bytes(pem))
    key_pem = tls_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "tls.pem").write_bytes(key_pem + tls.sign(ca_key, hashes.SHA256()).public_bytes(pem))


@dataclass
class ModelServer:
    """What a test may look at and turn."""

    folder: Path
    port: int
    approval: str = "approved"
    session_seconds: float | None = 3600.0
    grace_seconds: float = 900.0
    clock_offset: datetime.timedelta = datetime.timedelta()
    answer_delay_seconds: float = 0.0
    lost_acknowledgements: int = 0
    refuse_events_with: str | None = None
    refuse_exercise: str | None = None
    """A batch that holds an event of it is refused whole."""
    applied: list[dict[str, Any]] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    pins: list[str] = field(default_factory=list)
    sign_in: dict[str, Any] = field(default_factory=dict)
    end_sign_in: str | None = None
    sequence: int = 0
    streams: int = 0
    nonces: set[str] = field(default_factory=set)
    lease_key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None

    def now(self) -> datetime.datetime:
        return datetime.datetime.now(datetime.UTC) + self.clock_offset

    def start(self) -> None:
        config = uvicorn.Config(
            make_app(self),
            host="127.0.0.1",
            port=self.port,
            ssl_certfile=str(self.folder / "tls.pem"),
            log_level="error",
            lifespan="off",
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        deadline = time.monotonic() + DEADLINE_SECONDS
        while not self._server.started:
            assert time.monotonic() < deadline
            threading.Event().wait(0.01)

    def stop(self) -> None:
        if self._server and self._thread:
            self._server.force_exit = self._server.should_exit = True
            self._thread.join(DEADLINE_SECONDS)
            self._server = None

    def terms(self) -> tuple[str, str]:
        self.sequence += 1
        common = {"kiosk_id": "kiosk-1", "sequence": self.sequence, "issued_at": self.now().isoformat()}
        lease = common | {
            "lease_id": f"lease-{self.sequence}",
            "session_id": "session-1",
            "session_title": "Monday",
            "remaining_seconds": self.session_seconds,
            "grace_seconds": self.grace_seconds,
        }
        terms = common if self.session_seconds is None else lease
        raw = to_base64url(self.lease_key.private_bytes_raw())
        public = to_base64url(self.lease_key.public_key().public_bytes_raw())
        key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "d": raw, "x": public})
        token = jws.serialize_compact({"alg": "Ed25519"}, json.dumps(terms).encode(), key, algorithms=["Ed25519"])
        return ("closed" if self.session_seconds is None else "lease"), token

    def apply(self, events: list[dict[str, Any]]) -> dict[str, str]:
        known = {event["event_id"] for event in self.applied}
        fates = {}
        for event in events:
            fates[event["event_id"]] = "already_applied" if event["event_id"] in known else "applied"
            if event["event_id"] not in known:
                self.applied.append(event)
        self.batches.append(len(events))
        return fates


def problem(code: str, status: int = 403) -> JSONResponse:
    return JSONResponse({"code": code, "message": "said by the model", "hint": "none"}, status)


def make_app(model: ModelServer) -> FastAPI:
    app = FastAPI()

    @app.middleware("http")
    async def check(request: Request, forward: Callable[[Request], Awaitable[Response]]) -> Response:
        if request.url.path == "/v1/time":
            return await forward(request)
        body = await request.body()
        verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=_NamedKey())
        # The date is judged below, by the model's own clock.
        found = verifier.verify(request, max_age=datetime.timedelta(days=40_000), body=body)
        assert {'"@method"', '"@path"', '"content-digest"'} <= set(found[0].covered_components)
        parameters = found[0].parameters
        if abs(parameters["created"] - model.now().timestamp()) > 300:
            return problem("clock_skew")
        if parameters["nonce"] in model.nonces:
            return problem("request_replayed")
        model.nonces.add(parameters["nonce"])
        await asyncio.sleep(model.answer_delay_seconds)
        return await forward(request)

    @app.get("/v1/time")
    async def say_time() -> dict[str, str]:
        return {"now": model.now().isoformat()}

    @app.post("/v1/enrolments")
    async def enrol() -> dict[str, str]:
        public = to_base64url(model.lease_key.public_key().public_bytes_raw())
        return {"kiosk_id": "kiosk-1", "approval": model.approval, "name": "Seat 1", "lease_public_key": public}

    @app.post("/v1/sign-ins", response_model=None)
    async def sign_in(request: Request) -> dict[str, Any] | JSONResponse:
        asked = await request.json()
        model.pins.append(asked["pin"])
        if asked["pin"] != "482913":
            return problem("pin_wrong")
        return model.sign_in | {
            "sign_in_id": f"sign-in-{len(model.pins)}",
            "learner_id": f"learner-{asked['number']}",
            "display_name": "A. Learner",
            "must_change_pin": True,
        }

    @app.post("/v1/sign-ins/{sign_in_id}/pin", status_code=204)
    async def change_pin(sign_in_id: str, request: Request) -> None:
        model.pins.append(f"{sign_in_id}:{(await request.json())['new_pin']}")

    @app.post("/v1/events", response_model=None)
    async def take_events(request: Request) -> dict[str, Any] | JSONResponse | Response:
        events = (await request.json())["events"]
        if model.refuse_events_with:
            return problem(model.refuse_events_with)
        if any(event["body"].get("exercise") == model.refuse_exercise for event in events if model.refuse_exercise):
            return problem("request_invalid", 422)
        fates = model.apply(events)
        if model.lost_acknowledgements > 0:
            model.lost_acknowledgements -= 1
            return Response("the room's switch fell off the table", 502)
        return {"fates": fates}

    @app.get("/v1/stream")
    async def stream() -> StreamingResponse:
        async def lines() -> AsyncIterator[str]:
            shown: object = None
            model.streams += 1
            while True:
                if shown != (facts := (model.session_seconds, model.grace_seconds)):
                    shown = facts
                    name, token = model.terms()
                    yield f"event: {name}\ndata: {token}\n\n"
                if model.end_sign_in:
                    yield f'event: signed_out\ndata: {{"sign_in_id": "{model.end_sign_in}"}}\n\n'
                    model.end_sign_in = None
                yield ": here\n\n"
                await asyncio.sleep(0.05)

        return StreamingResponse(lines(), media_type="text/event-stream")

    return app


@pytest.fixture
def model(tmp_path: Path) -> Iterator[ModelServer]:
    folder = tmp_path / "site"
    folder.mkdir()
    make_site(folder, not_before=datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = ModelServer(folder, port)
    server.start()
    yield server
    server.stop()


class TestBoot:
    """A boot whose clock a test may move forward."""

    __test__ = False

    def __init__(self, name: str) -> None:
        self.shift_seconds = 0.0
        self.boot = Boot(id=name, seconds=lambda: time.monotonic() + self.shift_seconds)


@dataclass
class AgentHouse:
    """One kiosk's folders, in which agents live one after the other."""

    settings: KioskSettings

    @asynccontextmanager
    async def running(self, boot: Boot) -> AsyncIterator[AgentClient]:
        """Run the agent until the block ends; yields a tutor's client of it."""
        stop = asyncio.Event()
        running = asyncio.create_task(agent.run(self.settings, boot, Supervisor({}), stop))
        try:
            async with AgentClient(self.settings.agent_socket) as client:
                yield client
        finally:
            stop.set()
            with contextlib.suppress(asyncio.CancelledError):
                await running


@pytest.fixture
def house(tmp_path: Path, model: ModelServer) -> AgentHouse:
    run = tmp_path / "run"
    run.mkdir()
    return AgentHouse(
        KioskSettings.model_validate(
            {
                "server_url": f"https://127.0.0.1:{model.port}",
                "ca_path": model.folder / "ca.pem",
                "built_at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
                "state_path": tmp_path / "state",
                "agent_socket": run / "tutor.sock",
                "runner_socket": run / "runner.sock",
                "tracks_path": tmp_path,
                "policies_path": tmp_path,
                "node_modules_path": tmp_path,
                "tutor_account": getpass.getuser(),
                "kiosk_name": "Seat 1",
            }
        )
    )


@pytest.fixture
def until() -> Callable[[AgentClient, Callable[[KioskState], bool]], Awaitable[KioskState]]:
    """Give a function that waits until the pushed state is as wanted."""

    async def wait(client: AgentClient, wanted: Callable[[KioskState], bool]) -> KioskState:
        async with asyncio.timeout(DEADLINE_SECONDS):
            async for state in client.states():
                if wanted(state):
                    return state
        raise AssertionError

    return wait
