"""Who signed a request: RFC 9421 HTTP message signatures by a kiosk's Ed25519 key.

Covered: "@method", "@path", "content-digest"; parameters created, nonce, keyid (the raw public key in base64url), alg.
A stranger's request gets so far, so it is read by one strict form, in which kiosks' library writes it, and no other.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from classroom_server.core.errors import KioskRequestRefused
from classroom_server.kiosks.fingerprint import raw_key
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
