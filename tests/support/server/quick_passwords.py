"""Passwords that are quick to check, for tests of pages: their real cost is most of what such a test would take.

A folder's conftest.py takes it over by name.
"""

import pytest
from argon2 import PasswordHasher

from classroom_server.core.secret_hashes import SecretHasher


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with argon2id's least costs; tests/unit/server/test_secret_costs.py has the real ones."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(SecretHasher, "_argon2", lambda _: quick)
