"""A small classroom server over real HTTPS that follows the protocol and can misbehave."""

import asyncio
import ipaddress
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

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

from kiosk_agent.link.state.identity import from_base64url, to_base64url
from kiosk_agent.protocol.limits import CLOCK_SKEW_SECONDS
from kiosk_agent.protocol.paths import ENROLMENTS_PATH, EVENTS_PATH, PIN_PATH, SIGN_INS_PATH, STREAM_PATH, TIME_PATH
from tests.support.waiting import LIMIT_SECONDS, eventually

PIN = "482913"


class _NamedKey(HTTPSignatureKeyResolver):
    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(from_base64url(key_id))


class _Verifier(HTTPMessageVerifier):
    """Leaves the time to the model's own clock."""

    def validate_created_and_expires(self, *_: object, **__: object) -> None:
        return


def make_site(folder: Path, *, not_before: datetime) -> None:
    """Write ca.pem, and tls.pem for 127.0.0.1, both valid for a year from `not_before`."""
    until = not_before + timedelta(days=365)
    ca_key, tls_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "site")])

    def builder(name: x509.Name, public_key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        made = x509.CertificateBuilder().subject_name(name).issuer_name(ca_name).public_key(public_key)
        return made.serial_number(x509.random_serial_number()).not_valid_before(not_before).not_valid_after(until)

    ca = builder(ca_name, ca_key.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    tls_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "server")])
    tls = builder(tls_name, tls_key.public_key()).add_extension(names, critical=False)
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
    clock_offset: timedelta = timedelta()
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
    nonces: set[str] = field(default_factory=set)
    lease_key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None

    def now(self) -> datetime:
        return datetime.now(UTC) + self.clock_offset

    def kinds(self) -> list[str]:
        return [event["body"]["kind"] for event in self.applied]

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
        server = self._server
        eventually(lambda: server.started, "the model server answers")

    def stop(self) -> None:
        if self._server and self._thread:
            self._server.force_exit = self._server.should_exit = True
            self._thread.join(LIMIT_SECONDS)
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


class _Endpoints:
    """The protocol's requests, answered from the model."""

    def __init__(self, model: ModelServer) -> None:
        self._model = model

    async def check(self, request: Request, forward: Callable[[Request], Awaitable[Response]]) -> Response:
        """Let through only what a device key signed for this moment."""
        model = self._model
        if request.url.path == TIME_PATH:
            return await forward(request)
        body = await request.body()
        verifier = _Verifier(signature_algorithm=algorithms.ED25519, key_resolver=_NamedKey())
        found = verifier.verify(request, max_age=None, body=body)[0]
        assert {'"@method"', '"@path"', '"content-digest"'} <= set(found.covered_components)
        nonce = str(found.parameters["nonce"])
        if abs(int(found.parameters["created"]) - model.now().timestamp()) > CLOCK_SKEW_SECONDS:
            return problem("clock_skew")
        if nonce in model.nonces:
            return problem("request_replayed")
        model.nonces.add(nonce)
        await asyncio.sleep(model.answer_delay_seconds)
        return await forward(request)

    async def say_time(self) -> dict[str, str]:
        return {"now": self._model.now().isoformat()}

    async def enrol(self) -> dict[str, str]:
        model = self._model
        public = to_base64url(model.lease_key.public_key().public_bytes_raw())
        return {"kiosk_id": "kiosk-1", "approval": model.approval, "name": "Seat 1", "lease_public_key": public}

    async def sign_in(self, request: Request) -> Response:
        model = self._model
        asked = await request.json()
        model.pins.append(asked["pin"])
        if asked["pin"] != PIN:
            return problem("pin_wrong")
        reply = {
            "sign_in_id": f"sign-in-{len(model.pins)}",
            "learner_id": f"learner-{asked['number']}",
            "display_name": "A. Learner",
            "must_change_pin": True,
        }
        return JSONResponse(model.sign_in | reply)

    async def change_pin(self, sign_in_id: str, request: Request) -> None:
        self._model.pins.append(f"{sign_in_id}:{(await request.json())['new_pin']}")

    async def take_events(self, request: Request) -> Response:
        model = self._model
        events = (await request.json())["events"]
        if model.refuse_events_with:
            return problem(model.refuse_events_with)
        if any(event["body"].get("exercise") == model.refuse_exercise for event in events if model.refuse_exercise):
            return problem("request_invalid", 422)
        fates = model.apply(events)
        if model.lost_acknowledgements > 0:
            model.lost_acknowledgements -= 1
            return Response("the room's switch fell off the table", 502)
        return JSONResponse({"fates": fates})

    async def stream(self) -> Response:
        return StreamingResponse(self._lines(), media_type="text/event-stream")

    async def _lines(self) -> AsyncIterator[str]:
        model = self._model
        shown: object = None
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


def make_app(model: ModelServer) -> FastAPI:
    app = FastAPI()
    endpoints = _Endpoints(model)
    app.middleware("http")(endpoints.check)
    app.get(TIME_PATH)(endpoints.say_time)
    app.post(ENROLMENTS_PATH)(endpoints.enrol)
    app.post(SIGN_INS_PATH)(endpoints.sign_in)
    app.post(PIN_PATH, status_code=204)(endpoints.change_pin)
    app.post(EVENTS_PATH)(endpoints.take_events)
    app.get(STREAM_PATH)(endpoints.stream)
    return app
