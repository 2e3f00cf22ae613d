"""What a stolen hash of a password or a PIN costs to try."""

import pytest

from classroom_server.core.secret_hashes import PASSWORDS, PINS


def test_a_hash_carries_the_costs_that_each_kind_of_secret_has() -> None:
    assert PASSWORDS.hash("abcd-efgh-jkmn-pqrs").startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert PINS.hash("193274").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    "damaged", ["", "$argon2id$v=19$m=19456,t=2,p=1$YQ$YQ", "$argon2id$v=19$m=19456,t=2,p=1$c29tZX"]
)
def test_a_stored_hash_that_is_damaged_fits_nothing_and_is_no_fault(damaged: str) -> None:
    assert not PINS.fits(damaged, "193274")
