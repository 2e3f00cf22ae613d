"""Who signed a request: RFC 9421 HTTP message signatures by a kiosk's Ed25519 key.

Covered: "@method", "@path", "content-digest"; parameters created, nonce, keyid (the raw public key in base64url).
"""

import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSignaturesException,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    algorithms,
)
from http_message_signatures.digests import ContentDigest

from classroom_server.core.errors import KioskRequestRefused
from classroom_server.kiosks.fingerprint import raw_key
from kiosk_agent.protocol.limits import CLOCK_SKEW_SECONDS
from kiosk_agent.protocol.paths import TIME_PATH
from kiosk_agent.protocol.problem import ProblemCode

COVERED = ("@method", "@path", "content-digest")
NONCE_CHARACTERS = range(16, 65)
NONCES_MAXIMUM = 200_000
# So that no one key takes the others' places.
NONCES_A_KEY = 50_000
_FULL_RETRY_SECONDS = 5.0


@dataclass(frozen=True)
class SignedMessage:
    """What the verifier reads of a request."""

    method: str
    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class RequestSignature:
    """A signature that fits its key. Whether the key, the time and the nonce are good is asked next."""

    public_key: str
    created: datetime
    nonce: str
    digest: str
    """The Content-Digest that was signed; the body must fit it."""


class _NamedKey(HTTPSignatureKeyResolver):
    """The key is its own name, so the signature is checked before anything is looked up."""

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(raw_key(key_id))


class _Verifier(HTTPMessageVerifier):
    """Leaves times to us: a wrong clock has its own refusal, so that the kiosk can set its clock and go on."""

    def validate_created_and_expires(self, sig_input: Any, max_age: object = None) -> None:  # noqa: ANN401 - theirs
        del sig_input, max_age


def verify(message: SignedMessage) -> RequestSignature:
    """Return the one signature of a message. Raises KioskRequestRefused (signature_invalid)."""
    verifier = _Verifier(signature_algorithm=algorithms.ED25519, key_resolver=_NamedKey())
    try:
        (result,) = verifier.verify(message, max_age=None, require_components=COVERED)
        parameters, covered = result.parameters, result.covered_components
        signature = RequestSignature(
            public_key=str(parameters["keyid"]),
            created=datetime.fromtimestamp(int(parameters["created"]), UTC),
            nonce=str(parameters["nonce"]),
            digest=covered['"content-digest"'],
        )
    except (HTTPMessageSignaturesException, ValueError, KeyError, OverflowError, OSError) as error:
        raise invalid("the request bears no signature that fits") from error
    if len(signature.nonce) not in NONCE_CHARACTERS:
        raise invalid("a nonce has 16 to 64 characters")
    return signature


def check_body(signature: RequestSignature, body: bytes) -> None:
    """Raise KioskRequestRefused (signature_invalid) unless the body is the one that was signed."""
    try:
        ContentDigest.verify(signature.digest, body)
    except HTTPMessageSignaturesException as error:
        raise invalid("the body is not the one that was signed") from error


def invalid(message: str) -> KioskRequestRefused:
    """Return the refusal of a request whose signature is no good."""
    hint = "start the kiosk again; if it goes on, somebody may be pretending to be it"
    return KioskRequestRefused(401, ProblemCode.SIGNATURE_INVALID, message, hint=hint)


class NonceStore:
    """Remembers each signature while it could be sent again. Used on the event loop only.

    It is empty after a restart, so nothing that was signed before the start is taken: such a kiosk is told
    clock_skew, asks for the time and signs again.
    """

    def __init__(self, uptime_seconds: Callable[[], float] | None = None, *, a_key: int = NONCES_A_KEY) -> None:
        started = time.monotonic()
        # Not the wall clock: setting that must not turn every kiosk away.
        self.uptime_seconds = uptime_seconds or (lambda: time.monotonic() - started)
        self._a_key = a_key
        self._used: set[tuple[str, str]] = set()
        self._counts: Counter[str] = Counter()
        self._by_age: deque[tuple[float, tuple[str, str]]] = deque()

    def check(self, signature: RequestSignature, now: datetime) -> None:
        """Take note of a signature. Raises KioskRequestRefused (clock_skew, request_replayed, slow_down)."""
        skew = timedelta(seconds=CLOCK_SKEW_SECONDS)
        started_at = (now - timedelta(seconds=self.uptime_seconds())).replace(microsecond=0)
        if abs(signature.created - now) > skew or signature.created < started_at:
            raise KioskRequestRefused(
                401,
                ProblemCode.CLOCK_SKEW,
                "the kiosk's idea of the time is too far from the server's",
                hint=f"ask GET {TIME_PATH} and sign again",
            )
        # Nor are they kept by it: one that was turned to next year and back would keep them for a year.
        uptime = self.uptime_seconds()
        while self._by_age and self._by_age[0][0] < uptime:
            old = self._by_age.popleft()[1]
            self._used.discard(old)
            self._counts[old[0]] -= 1
            if not self._counts[old[0]]:
                del self._counts[old[0]]
        key = (signature.public_key, signature.nonce)
        if key in self._used:
            hint = "sign each request anew"
            raise KioskRequestRefused(401, ProblemCode.REQUEST_REPLAYED, "this request was sent before", hint=hint)
        if len(self._used) >= NONCES_MAXIMUM or self._counts[signature.public_key] >= self._a_key:
            raise KioskRequestRefused(
                429,
                ProblemCode.SLOW_DOWN,
                "too many requests",
                hint="wait, then try again",
                retry_after_seconds=_FULL_RETRY_SECONDS,
            )
        self._used.add(key)
        self._counts[signature.public_key] += 1
        # A time of the future stays good for twice the skew.
        self._by_age.append((uptime + 2 * CLOCK_SKEW_SECONDS, key))
