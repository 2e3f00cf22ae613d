"""Hashes of passwords and PINs (argon2id), and the random ones that people get on paper."""

import functools
import hashlib
import itertools
import os
import secrets
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kiosk_agent.protocol.limits import PIN_DIGITS

# Letters and digits that nobody mistakes for each other on paper.
_PAPER_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_PAPER_GROUPS = 4
_PAPER_GROUP_LENGTH = 4
# Hashing gives way to everything else that the machine does.
_NICENESS = 10
# When all places are taken, one will be free after this.
BUSY_SECONDS = 2.0


class HashingBusy(Exception):
    """More secrets wait to be checked than a person should wait for."""


def _give_way() -> None:
    # Linux counts niceness a thread.
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


@dataclass(frozen=True)
class SecretHasher:
    """argon2id with given costs. Slow on purpose: never call it inside a transaction that writes.

    Few threads of its own: a full class that signs in at once must not take the machine's memory, and what a thread
    once took for a hash it keeps. Threads start at the first hash.
    """

    memory_kib: int
    passes: int
    threads: int
    places: int
    """For those who ask to be let in; whoever is in already and makes a password waits for a turn."""

    def hash(self, secret: str) -> str:
        """Return the hash to store."""
        return self._pool().submit(self._argon2().hash, secret).result()

    def hash_each(self, secrets_: Sequence[str]) -> Iterator[str]:
        """Yield the hash of each in order, made on all cores: one person waits, and those who sign in do not."""
        with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="argon2-many", initializer=_give_way) as pool:
            yield from pool.map(self._argon2().hash, secrets_)

    def fits(self, stored: str | None, secret: str) -> bool:
        """Tell whether the secret is the stored one. Without a stored one it takes as long and is False."""
        return self._pool().submit(self._verify, stored or self._nobodys(), secret).result() and stored is not None

    @contextmanager
    def admitted(self) -> Iterator[None]:
        """Hold one of the few places for who asks to be let in: each holds a thread of the server meanwhile.

        Raises HashingBusy at once when all are taken.
        """
        places = self._places()
        if not places.acquire(blocking=False):
            raise HashingBusy
        try:
            yield
        finally:
            places.release()

    @functools.cache  # noqa: B019 - the two hashers below live as long as the program
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self.threads, thread_name_prefix="argon2", initializer=_give_way)

    @functools.cache  # noqa: B019 - the two hashers below live as long as the program
    def _places(self) -> threading.BoundedSemaphore:
        return threading.BoundedSemaphore(self.places)

    def _verify(self, stored: str, secret: str) -> bool:
        try:
            return self._argon2().verify(stored, secret)
        except (VerificationError, InvalidHashError):
            # A stored hash that is damaged fits nothing: a new slip or a new password is the way on, and no fault page.
            return False

    def _argon2(self) -> PasswordHasher:
        return PasswordHasher(time_cost=self.passes, memory_cost=self.memory_kib, parallelism=1)

    @functools.cache  # noqa: B019 - the two hashers below live as long as the program
    def _nobodys(self) -> str:
        return self.hash(secrets.token_hex())


# Of the server's forty threads these two hold twenty-four at most, so that every other request finds one.
PASSWORDS = SecretHasher(memory_kib=64 * 1024, passes=3, threads=1, places=4)
# OWASP's smaller setting: six digits fall to any hash that is stolen, and a class signs in at once.
PINS = SecretHasher(memory_kib=19 * 1024, passes=2, threads=3, places=20)


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
