"""Who signed a request: RFC 9421 HTTP message signatures by a kiosk's Ed25519 key.

Covered: "@method", "@path", "content-digest"; parameters created, nonce, keyid (the raw public key in base64url), alg.
A stranger's request gets so far, so it is read by one strict form, in which kiosks' library writes it, and no other.
"""

import base64
import hashlib
import hmac
import re
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from classroom_server.core.errors import KioskRequestRefused, must_wait
from classroom_server.kiosks.fingerprint import raw_key
from kiosk_agent.protocol.limits import CLOCK_SKEW_SECONDS
from kiosk_agent.protocol.paths import TIME_PATH
from kiosk_agent.protocol.problem import ProblemCode

# RFC 9421, 4.1 and 4.2, and RFC 9530, 2: the label is any; a kiosk's strings are base64url.
_PARAMETER = r';(?:created=[0-9]{1,12}|(?:keyid|nonce|alg)="[A-Za-z0-9_-]{1,64}")'
_INPUT = re.compile(
    r'([a-z*][a-z0-9_.*-]{0,63})=(\("@method" "@path" "content-digest"\)((?:' + _PARAMETER + r"){3,4}))", re.ASCII
)
_SIGNATURE = re.compile(r"([a-z*][a-z0-9_.*-]{0,63})=:([A-Za-z0-9+/]{86}==):")
_DIGEST = re.compile(r"sha-256=:([A-Za-z0-9+/]{43}=):")
_ALGORITHM = "ed25519"
NONCE_CHARACTERS = range(16, 65)
NONCES_MAXIMUM = 200_000
# So that no one key takes the others' places.
NONCES_A_KEY = 50_000
# A kiosk that asked for the time is right to some milliseconds. One that is further ahead shall ask again: what is
# dated after a restart could be used on both sides of it.
AHEAD_SECONDS = 0.5
_FULL_RETRY_SECONDS = 5.0


@dataclass(frozen=True)
class SignedMessage:
    """What is read of a request: the path as it was sent, and the fields, each of which came once."""

    method: str
    path: str
    signature_input: str
    signature: str
    content_digest: str


@dataclass(frozen=True)
class RequestSignature:
    """A signature that fits its key. Whether the key, the time and the nonce are good is asked next."""

    public_key: str
    created: datetime
    nonce: str
    digest: bytes
    """The SHA-256 that was signed; the body must fit it."""


def verify(message: SignedMessage) -> RequestSignature:
    """Return the one signature of a message. Raises KioskRequestRefused (signature_invalid)."""
    stated, signed = _INPUT.fullmatch(message.signature_input), _SIGNATURE.fullmatch(message.signature)
    digest = _DIGEST.fullmatch(message.content_digest)
    if stated is None or signed is None or digest is None or stated[1] != signed[1]:
        raise invalid("the request bears no signature that can be read")
    # The key is its own name, so the signature is checked before anything is looked up.
    parameters = _parameters(stated[3])
    try:
        key = Ed25519PublicKey.from_public_bytes(raw_key(parameters["keyid"]))
        key.verify(base64.b64decode(signed[2]), _signed_text(message, stated[2]))
        created = datetime.fromtimestamp(int(parameters["created"]), UTC)
    except (InvalidSignature, ValueError, KeyError, OverflowError, OSError) as error:
        raise invalid("the request bears no signature that fits") from error
    nonce = parameters.get("nonce", "")
    if len(nonce) not in NONCE_CHARACTERS:
        raise invalid("a nonce has 16 to 64 characters")
    return RequestSignature(parameters["keyid"], created, nonce, base64.b64decode(digest[1]))


def _parameters(written: str) -> dict[str, str]:
    pairs = [each.split("=", 1) for each in written[1:].split(";")]
    parameters = {name: value.strip('"') for name, value in pairs}
    if len(parameters) < len(pairs):
        raise invalid("a parameter of the signature comes twice")
    if parameters.get("alg", _ALGORITHM) != _ALGORITHM:
        raise invalid("a kiosk signs by Ed25519")
    return parameters


def _signed_text(message: SignedMessage, parameters: str) -> bytes:
    """Return what was signed: RFC 9421, 2.5."""
    lines = (
        f'"@method": {message.method}',
        f'"@path": {message.path}',
        f'"content-digest": {message.content_digest}',
        f'"@signature-params": {parameters}',
    )
    return "\n".join(lines).encode("ascii")


def check_body(signature: RequestSignature, body: bytes) -> None:
    """Raise KioskRequestRefused (signature_invalid) unless the body is the one that was signed."""
    if not hmac.compare_digest(signature.digest, hashlib.sha256(body).digest()):
        raise invalid("the body is not the one that was signed")


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
        started_at = (now - timedelta(seconds=self.uptime_seconds())).replace(microsecond=0)
        oldest = max(started_at, now - timedelta(seconds=CLOCK_SKEW_SECONDS))
        if not oldest <= signature.created <= now + timedelta(seconds=AHEAD_SECONDS):
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
            raise must_wait(_FULL_RETRY_SECONDS, "too many requests", hint="wait, then try again")
        self._used.add(key)
        self._counts[signature.public_key] += 1
        self._by_age.append((uptime + CLOCK_SKEW_SECONDS + 1, key))
