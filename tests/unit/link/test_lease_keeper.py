import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jws
from joserfc.jwk import OctKey, OKPKey

from kiosk_agent.link.state.boot import Boot
from kiosk_agent.link.state.identity import to_base64url
from kiosk_agent.link.state.lease import LeaseForged, LeaseKeeper, open_terms
from kiosk_agent.link.state.orders import open_orders
from kiosk_agent.protocol.acts.orders import Orders
from kiosk_agent.protocol.sessions import Closed, SessionLease, StreamEvent

SITE_KEY = Ed25519PrivateKey.generate()
PUBLIC = to_base64url(SITE_KEY.public_key().public_bytes_raw())
ISSUED = datetime(2026, 11, 2, tzinfo=UTC)


def lease(sequence: int = 1, remaining_seconds: float = 3600, **changes: str | float) -> SessionLease:
    facts = {"lease_id": "l", "kiosk_id": "k", "session_id": "s", "session_title": "Monday", "issued_at": ISSUED}
    return SessionLease.model_validate(facts | {"sequence": sequence, "remaining_seconds": remaining_seconds} | changes)


def signed(payload: bytes, key: Ed25519PrivateKey = SITE_KEY) -> str:
    raw, public = key.private_bytes_raw(), key.public_key().public_bytes_raw()
    jwk = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "d": to_base64url(raw), "x": to_base64url(public)})
    return jws.serialize_compact({"alg": "Ed25519"}, payload, jwk, algorithms=["Ed25519"])


def test_the_servers_word_is_opened() -> None:
    closed = Closed(kiosk_id="k", sequence=3, issued_at=ISSUED)
    for terms in (lease(), closed):
        token = signed(terms.model_dump_json().encode())
        assert open_terms(token, lease_public_key=PUBLIC, kiosk_id="k") == terms


def forgeries() -> dict[str, str]:
    word = lease().model_dump_json().encode()
    header, payload, signature = signed(word).split(".")
    longer = to_base64url(word.replace(b"3600.0", b"9999.0"))
    unsigned = to_base64url(json.dumps({"alg": "none"}).encode())
    shared = OctKey.import_key(PUBLIC)
    return {
        "another key": signed(word, Ed25519PrivateKey.generate()),
        "another kiosk": signed(lease(kiosk_id="other").model_dump_json().encode()),
        "changed payload": f"{header}.{longer}.{signature}",
        "no algorithm": f"{unsigned}.{payload}.",
        "public key as a shared secret": jws.serialize_compact({"alg": "HS256"}, word, shared),
        "no lease": signed(b'{"hello": 1}'),
        "no JSON": signed(b"\xff"),
        "no token": "hello",
        "nothing": "",
    }


def test_a_word_that_was_signed_as_something_else_closes_no_kiosk() -> None:
    raw, public = SITE_KEY.private_bytes_raw(), SITE_KEY.public_key().public_bytes_raw()
    key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "d": to_base64url(raw), "x": to_base64url(public)})

    def said(name: StreamEvent, payload: str) -> str:
        header = {"alg": "Ed25519", "typ": name.value}
        return jws.serialize_compact(header, payload.encode(), key, algorithms=["Ed25519"])

    # Field for field it is a word that closes; so it was taken for, and still is where nothing says what it is.
    nothing_asked = Orders(kiosk_id="k", sequence=9, issued_at=ISSUED).model_dump_json(exclude_defaults=True)
    assert isinstance(open_terms(signed(nothing_asked.encode()), lease_public_key=PUBLIC, kiosk_id="k"), Closed)
    with pytest.raises(LeaseForged):
        open_terms(said(StreamEvent.ORDERS, nothing_asked), lease_public_key=PUBLIC, kiosk_id="k")
    with pytest.raises(LeaseForged):
        open_orders(said(StreamEvent.CLOSED, nothing_asked), lease_public_key=PUBLIC, kiosk_id="k")
    open_orders(said(StreamEvent.ORDERS, nothing_asked), lease_public_key=PUBLIC, kiosk_id="k")
    open_terms(said(StreamEvent.LEASE, lease().model_dump_json()), lease_public_key=PUBLIC, kiosk_id="k")


@pytest.mark.parametrize("what", forgeries())
def test_nothing_else_is_believed(what: str) -> None:
    with pytest.raises(LeaseForged):
        open_terms(forgeries()[what], lease_public_key=PUBLIC, kiosk_id="k")


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def keeper(seconds: Seconds) -> LeaseKeeper:
    return LeaseKeeper(Boot(id="b", seconds=seconds))


def test_without_the_servers_word_a_kiosk_is_locked(keeper: LeaseKeeper) -> None:
    assert keeper.lease is None
    assert keeper.seconds_left() == keeper.seconds_to_lock() == 0


def test_a_lease_ends_by_the_boot_clock(keeper: LeaseKeeper, seconds: Seconds) -> None:
    assert keeper.accept(lease(remaining_seconds=100))
    seconds.now = 99
    assert keeper.lease
    seconds.now = 100
    assert keeper.lease is None


def test_the_grace_counts_from_the_last_contact(keeper: LeaseKeeper, seconds: Seconds) -> None:
    keeper.accept(lease(remaining_seconds=10_000, grace_seconds=900))
    seconds.now = 899
    keeper.heard()
    seconds.now = 899 + 899
    assert keeper.lease
    seconds.now += 1
    assert keeper.lease is None
    keeper.heard()  # the cable is back
    assert keeper.lease


def test_only_a_newer_word_counts(keeper: LeaseKeeper) -> None:
    keeper.accept(lease(sequence=5, remaining_seconds=100))
    assert not keeper.accept(lease(sequence=5, remaining_seconds=10_000))
    assert not keeper.accept(lease(sequence=4, remaining_seconds=10_000))
    assert keeper.seconds_left() == 100
    assert keeper.accept(Closed(kiosk_id="k", sequence=6, issued_at=ISSUED))
    assert keeper.lease is None
    assert not keeper.accept(lease(sequence=5))
    assert keeper.lease is None
