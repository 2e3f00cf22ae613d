"""A signature is taken as the kiosks' library writes it, and in no other spelling."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from classroom_server.core.errors import KioskRequestRefused
from classroom_server.kiosks.signatures import RequestSignature, SignedMessage, check_body, verify
from kiosk_agent.protocol.paths import ENROLMENTS_PATH, EVENTS_PATH
from kiosk_agent.protocol.problem import ProblemCode
from tests.support.server.kiosk_client import DeviceSigner

NONCE = "a-nonce-of-22-letters_"
Change = Callable[[SignedMessage], SignedMessage]


def message_of(signer: DeviceSigner) -> SignedMessage:
    signer.nonce = NONCE
    request = signer.signed(httpx.Request("POST", f"https://classroom{EVENTS_PATH}", content=b"{}"))
    fields = request.headers
    return SignedMessage("POST", EVENTS_PATH, fields["signature-input"], fields["signature"], fields["content-digest"])


def refused(message: SignedMessage) -> bool:
    try:
        verify(message)
    except KioskRequestRefused as refusal:
        return refusal.problem.code is ProblemCode.SIGNATURE_INVALID
    return False


def stated(old: str, new: str) -> Change:
    return lambda message: replace(message, signature_input=message.signature_input.replace(old, new))


def signed(old: str, new: str) -> Change:
    return lambda message: replace(message, signature=message.signature.replace(old, new))


def digested(old: str, new: str) -> Change:
    return lambda message: replace(message, content_digest=message.content_digest.replace(old, new))


CHANGES: dict[str, Change] = {
    "another method": lambda message: replace(message, method="PUT"),
    "another path": lambda message: replace(message, path=ENROLMENTS_PATH),
    "a path that is no ASCII": lambda message: replace(message, path=f"{EVENTS_PATH}\ufffd"),
    "a line more in the path": lambda message: replace(message, path=f'{EVENTS_PATH}\n"@path": {EVENTS_PATH}'),
    "no fields": lambda message: replace(message, signature_input="", signature="", content_digest=""),
    "another label": stated("outset=", "other="),
    "a space at the front": stated("outset=", " outset="),
    "a line's end behind": lambda message: replace(message, signature_input=message.signature_input + "\n"),
    "a part left out": stated(' "content-digest"', ""),
    "parts in another order": stated('"@method" "@path"', '"@path" "@method"'),
    "a part twice": stated('"@method"', '"@method" "@method"'),
    "a part with a parameter": stated('"content-digest"', '"content-digest";sf'),
    "no time": lambda message: stated(f";created={_created(message)}", "")(message),
    "the time twice": stated(";created=", ";created=1;created="),
    "another time": lambda message: stated(f"created={_created(message)}", "created=1700000000")(message),
    "a time as text": lambda message: stated(f"created={_created(message)}", f'created="{_created(message)}"')(message),
    "a time of a hundred digits": stated("created=", "created=" + "9" * 100),
    "a time below nothing": stated("created=", "created=-"),
    "an end": stated(";nonce", ";expires=9999999999;nonce"),
    "a purpose": stated(";nonce", ';tag="x";nonce'),
    "another algorithm": stated('alg="ed25519"', 'alg="hmac-sha256"'),
    "no key": lambda message: stated(f';keyid="{verify(message).public_key}"', "")(message),
    "no nonce": stated(f';nonce="{NONCE}"', ""),
    "another nonce": stated(NONCE, NONCE[::-1]),
    "a nonce with a semicolon": stated(NONCE, "a;b=c;d" + NONCE),
    "a nonce with a quote": stated(NONCE, NONCE + '\\"'),
    "a nonce of 65 letters": stated(NONCE, "n" * 65),
    "a second signature": lambda message: replace(
        message,
        signature_input=f"{message.signature_input}, b={message.signature_input.partition('=')[2]}",
        signature=f"{message.signature}, b={message.signature.partition('=')[2]}",
    ),
    "a signature of nothing": lambda message: replace(message, signature="outset=::"),
    "a signature as text": lambda message: replace(message, signature='outset="abc"'),
    "a shorter signature": signed("==:", ":"),
    "another digest": digested("sha-256=:", "sha-256=:A"),
    "another hash": digested("sha-256", "sha-512"),
    "a second digest": lambda message: replace(
        message, content_digest=f"{message.content_digest}, {message.content_digest}"
    ),
}


def _created(message: SignedMessage) -> int:
    return int(verify(message).created.timestamp())


def test_what_the_kiosks_library_signs_is_taken() -> None:
    signer = DeviceSigner(Ed25519PrivateKey.generate())
    signature = verify(message_of(signer))
    assert (signature.public_key, signature.nonce) == (signer.key_id, NONCE)
    assert abs((datetime.now(UTC) - signature.created).total_seconds()) < 60 * 60


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_no_other_spelling_is_taken(change: Change) -> None:
    message = message_of(DeviceSigner(Ed25519PrivateKey.generate()))
    changed = change(message)
    assert changed != message
    assert refused(changed)


def test_only_the_body_that_was_signed_fits() -> None:
    signature: RequestSignature = verify(message_of(DeviceSigner(Ed25519PrivateKey.generate())))
    check_body(signature, b"{}")
    with pytest.raises(KioskRequestRefused):
        check_body(signature, b"{} ")
