"""A kiosk as the server meets it: its own key, its own idea of the time, real HTTPS. Written apart from the agent's."""

import base64
import secrets
import ssl
import uuid
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from http_message_signatures import HTTPMessageSigner, HTTPSignatureKeyResolver, algorithms

from kiosk_agent.protocol.enrolment import EnrolmentReply, EnrolmentRequest, fingerprint_words
from kiosk_agent.protocol.events import AttemptMade, DraftSaved, Event, EventBatch, EventBody, EventReceipt
from kiosk_agent.protocol.log_head import LogHead
from kiosk_agent.protocol.paths import ENROLMENTS_PATH, EVENTS_PATH, SIGN_INS_PATH, STREAM_PATH, TIME_PATH
from kiosk_agent.protocol.problem import Problem, ProblemCode
from kiosk_agent.protocol.results import Submission, Verdict
from kiosk_agent.protocol.sessions import ServerTime, SignInReply, SignInRequest, StreamEvent
from tests.support.judgements import judgement_of
from tests.support.waiting import LIMIT_SECONDS
from tests.support.work import work_of

ASKED_ANEW = 5
SIGNED = ("@method", "@path", "content-digest")


class DeviceSigner(httpx.Auth, HTTPSignatureKeyResolver):
    """Signs requests; a test may turn its clock, fix its nonce or leave something unsigned."""

    requires_request_body = True

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.raw_public_key = raw
        self.key_id = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        """The server's clock, as a kiosk that has asked for it knows it."""
        self.nonce_mark = ""
        """As the server said it last; asked for anew when a signature is refused."""
        self.clock_off = timedelta(0)
        self.nonce: str | None = None
        self.covered: tuple[str, ...] = SIGNED

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        del key_id
        return self._key

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self.nonce_mark:
            answer = yield self.signed(request)
            if answer.status_code != httpx.codes.UNAUTHORIZED or problem(answer).code is not ProblemCode.CLOCK_SKEW:
                return
        # A clock that a test stopped is set back all the time, as the server sees it: on a slow machine, between the
        # two requests too.
        for _ in range(ASKED_ANEW):
            said = yield httpx.Request("GET", request.url.copy_with(path=TIME_PATH, query=None))
            self.nonce_mark = ServerTime.model_validate_json(said.read()).nonce_mark
            answer = yield self.signed(request)
            if answer.status_code != httpx.codes.UNAUTHORIZED or problem(answer).code is not ProblemCode.CLOCK_SKEW:
                return

    def signed(self, request: httpx.Request) -> httpx.Request:
        """Sign a request in place, as it is with what is known now."""
        for name in ("content-digest", "signature-input", "signature"):
            request.headers.pop(name, None)
        HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=self).sign(
            request,
            key_id=self.key_id,
            created=self.now() + self.clock_off,
            nonce=self.nonce or self.nonce_mark + secrets.token_urlsafe(16),
            label="outset",
            covered_component_ids=self.covered,
            body=request.content,
        )
        return request


class KioskClient:
    """One kiosk."""

    def __init__(self, url: str, ca_path: Path) -> None:
        self.signer = DeviceSigner(Ed25519PrivateKey.generate())
        context = ssl.create_default_context(cafile=str(ca_path))
        self.http = httpx.Client(base_url=url, verify=context, auth=self.signer, timeout=LIMIT_SECONDS)
        self._sequence = 0
        self.log_head: LogHead | None = None
        """The newest that a stream gave; shown at each enrolment."""
        self.acts: tuple[str, ...] = ()
        """What its image knows of what staff can ask; by itself it is of before there was anything."""
        self.wired_addresses: tuple[str, ...] = ()
        self._kiosk_id = ""

    @property
    def kiosk_id(self) -> str:
        """What the server calls it. Asked for once: a kiosk that enrols again and again is told to wait."""
        return self._kiosk_id or self.enrol().kiosk_id

    @property
    def words(self) -> tuple[str, ...]:
        return fingerprint_words(self.signer.raw_public_key)

    def enrol(self, name: str = "Kiosk") -> EnrolmentReply:
        request = EnrolmentRequest(
            acts=self.acts,
            public_key=self.signer.key_id,
            proposed_name=name,
            log_head=self.log_head,
            wired_addresses=self.wired_addresses,
        )
        answer = self.post(ENROLMENTS_PATH, request.model_dump_json())
        assert answer.status_code == 200, answer.text
        reply = EnrolmentReply.model_validate_json(answer.content)
        self._kiosk_id = reply.kiosk_id
        return reply

    def post(self, path: str, content: str | bytes) -> httpx.Response:
        return self.http.post(path, content=content, headers={"content-type": "application/json"})

    def try_sign_in(self, number: str, pin: str) -> httpx.Response:
        request = SignInRequest(number=number, pin=pin, language="en")
        return self.post(SIGN_INS_PATH, request.model_dump_json())

    def sign_in(self, number: str, pin: str) -> SignInReply:
        answer = self.try_sign_in(number, pin)
        assert answer.status_code == 200, answer.text
        return SignInReply.model_validate_json(answer.content)

    def event(self, sign_in_id: str | None, body: EventBody, **changes: object) -> Event:
        self._sequence += 1
        event = Event(
            event_id=str(uuid.uuid4()),
            sequence=self._sequence,
            happened_at=datetime.now(UTC),
            sign_in_id=sign_in_id,
            body=body,
        )
        return event.model_copy(update=changes)

    def send(self, *events: Event) -> EventReceipt:
        answer = self.post(EVENTS_PATH, EventBatch(events=events).model_dump_json())
        assert answer.status_code == 200, answer.text
        return EventReceipt.model_validate_json(answer.content)

    @contextmanager
    def stream(self, *, with_comments: bool = False) -> Iterator[Iterator[tuple[str, str]]]:
        """Give the stream's events as (name, data). Heads of the log are kept, not given.

        Comments, as ("", ""), are given where they are asked for: one comes every few seconds, between any two events.
        """
        with self.http.stream("GET", STREAM_PATH) as answer:
            assert answer.status_code == 200, answer.read()
            given = self._keeping_heads(_events(answer.iter_lines()))
            yield given if with_comments else (event for event in given if event[0])

    def _keeping_heads(self, events: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        for name, data in events:
            if name == StreamEvent.LOG_HEAD:
                self.log_head = LogHead.model_validate_json(data)
            else:
                yield name, data


def _events(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    name, text = "", ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            text += line.removeprefix("data: ")
        elif not line:
            yield name, text
            name, text = "", ""


def attempt(source: str = "1", verdict: Verdict = Verdict.ACCEPTED, exercise: str = "values") -> AttemptMade:
    submission = Submission(track="javascript", exercise=exercise, files=work_of(source))
    return AttemptMade(submission=submission, judgement=judgement_of(verdict))


def draft(source: str, exercise: str = "values") -> DraftSaved:
    return DraftSaved(track="javascript", exercise=exercise, files=work_of(source))


def problem(answer: httpx.Response) -> Problem:
    answer.read()
    assert answer.status_code >= 400, answer.text
    return Problem.model_validate_json(answer.content)
