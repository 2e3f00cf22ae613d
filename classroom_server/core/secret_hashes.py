"""Hashes of passwords and PINs (argon2id), and the random ones that people get on paper."""

import functools
import hashlib
import itertools
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from kiosk_agent.protocol.limits import PIN_DIGITS

# Letters and digits that nobody mistakes for each other on paper.
_PAPER_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_PAPER_GROUPS = 4
_PAPER_GROUP_LENGTH = 4
# Few threads of their own: a full class that signs in at once must not take the machine's memory, and what a
# thread once took for a hash it keeps. Threads start at the first hash.
_HASHING: Final = ThreadPoolExecutor(max_workers=4, thread_name_prefix="argon2")


@dataclass(frozen=True)
class SecretHasher:
    """argon2id with given costs. Slow on purpose: never call it inside a transaction that writes."""

    memory_kib: int
    passes: int

    def hash(self, secret: str) -> str:
        """Return the hash to store."""
        return _HASHING.submit(self._argon2().hash, secret).result()

    def fits(self, stored: str | None, secret: str) -> bool:
        """Tell whether the secret is the stored one. Without a stored one it takes as long and is False."""
        return _HASHING.submit(self._verify, stored or self._nobodys(), secret).result() and stored is not None

    def _verify(self, stored: str, secret: str) -> bool:
        try:
            return self._argon2().verify(stored, secret)
        except (VerifyMismatchError, InvalidHashError):
            return False

    def _argon2(self) -> PasswordHasher:
        return PasswordHasher(time_cost=self.passes, memory_cost=self.memory_kib, parallelism=1)

    @functools.cache  # noqa: B019 - the two hashers below live as long as the program
    def _nobodys(self) -> str:
        return self.hash(secrets.token_hex())


PASSWORDS = SecretHasher(memory_kib=64 * 1024, passes=3)
# OWASP's smaller setting: six digits fall to any hash that is stolen, and a class signs in at once.
PINS = SecretHasher(memory_kib=19 * 1024, passes=2)


def paper_password() -> str:
    """Return a random password of 79 bits that is easy to copy from paper, as in abcd-efgh-jkmn-pqrs."""
    groups = (
        "".join(secrets.choice(_PAPER_ALPHABET) for _ in range(_PAPER_GROUP_LENGTH)) for _ in range(_PAPER_GROUPS)
    )
    return "-".join(groups)


def random_pin() -> str:
    """Return six random digits that pass `is_suitable_pin`."""
    while True:
        pin = "".join(secrets.choice("0123456789") for _ in range(PIN_DIGITS))
        if is_suitable_pin(pin):
            return pin


def is_suitable_pin(pin: str, number: str = "") -> bool:
    """Tell whether a PIN is not the first that anybody would try: repeats, runs, or the learner's own number."""
    period_repeats = any(pin == (pin[:length] * PIN_DIGITS)[:PIN_DIGITS] for length in (1, 2, 3))
    steps = {(int(second) - int(first)) % 10 for first, second in itertools.pairwise(pin)}
    is_run = steps <= {1} or steps <= {9}
    is_number = bool(number) and pin.lstrip("0") == number.lstrip("0")
    return not (period_repeats or is_run or is_number)


def token_hash(token: str) -> str:
    """Return the SHA-256 (hex) of a random token: enough for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
