"""What a kiosk keeps of the server's log."""

import base64
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk_agent.link.state.boot import Boot
from kiosk_agent.link.state.identity import to_base64url
from kiosk_agent.link.state.log_witness import HEAD_FILE, STORE_EVERY_SECONDS, LogWitness
from kiosk_agent.protocol.log_head import LogHead, signed_content
from tests.support.link.kiosk_house import PushedClock

SITE = Ed25519PrivateKey.generate()
LEASE_KEY = to_base64url(SITE.public_key().public_bytes_raw())


def head(sequence: int, key: Ed25519PrivateKey = SITE) -> LogHead:
    row_hash = f"{sequence:064x}"
    signature = base64.b64encode(key.sign(signed_content(sequence, row_hash))).decode()
    return LogHead(sequence=sequence, row_hash=row_hash, signature=signature)


@pytest.fixture
def clock() -> PushedClock:
    stopped = PushedClock()
    stopped.stop()
    return stopped


@pytest.fixture
def witness(tmp_path: Path, clock: PushedClock) -> LogWitness:
    return LogWitness(tmp_path, Boot(id="boot", seconds=clock))


def test_the_newest_head_outlives_a_power_cut(witness: LogWitness, tmp_path: Path, clock: PushedClock) -> None:
    witness.take(head(7).model_dump_json(), LEASE_KEY)
    witness.store()
    assert LogWitness(tmp_path, Boot(id="another", seconds=clock)).head == head(7)


def test_it_is_written_at_most_once_a_minute(witness: LogWitness, tmp_path: Path, clock: PushedClock) -> None:
    for sequence in (7, 8):
        witness.take(head(sequence).model_dump_json(), LEASE_KEY)
        witness.store()
    assert LogHead.model_validate_json((tmp_path / HEAD_FILE).read_bytes()) == head(7)
    clock.pushed_seconds += STORE_EVERY_SECONDS
    witness.store()
    assert LogHead.model_validate_json((tmp_path / HEAD_FILE).read_bytes()) == head(8)


@pytest.mark.parametrize(
    "said",
    ["", "{}", head(9, Ed25519PrivateKey.generate()).model_dump_json(), head(9).model_dump_json().replace("9", "8", 1)],
)
def test_what_the_site_has_not_signed_takes_no_heads_place(witness: LogWitness, said: str) -> None:
    witness.take(head(7).model_dump_json(), LEASE_KEY)
    witness.take(said, LEASE_KEY)
    assert witness.head == head(7)


def test_a_file_that_cannot_be_read_is_as_none(tmp_path: Path, clock: PushedClock) -> None:
    (tmp_path / HEAD_FILE).write_text("half a he")
    assert LogWitness(tmp_path, Boot(id="boot", seconds=clock)).head is None
