"""Accounts of staff, and their visits: one visit is one signed-in browser."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from classroom_server.core.actors import Actor, StaffRole


@dataclass(frozen=True)
class Account:
    """An account of somebody of the staff."""

    account_id: str
    name: str
    must_change_password: bool
    created_at: datetime
    roles: tuple[StaffRole, ...]

    @property
    def actor(self) -> Actor:
        """Who acts when this account's person does."""
        return Actor.account(self.account_id, self.roles)


@dataclass(frozen=True)
class FirstPassword:
    """A one-time password, to be shown once; it must be changed at the first log-in."""

    account: Account
    password: str


@dataclass(frozen=True)
class Visit:
    """A trainer's browser that is logged in. `form_token` goes into every form, against forged ones."""

    visit_id: str
    account: Account
    form_token: str
    started_at: datetime
    ends_at: datetime
    """Absolute end; the idle limit may end it earlier."""


@dataclass(frozen=True)
class LogInSource:
    """Where somebody asks to be let in: the address, and what the browser's cookies still hold."""

    address: str = ""
    browser_token: str = ""
    visit_token: str = ""


@dataclass(frozen=True)
class LoggedIn:
    """The tokens are the cookies' values: they are stored nowhere on the server, only their hashes are."""

    token: str
    browser_token: str
    visit: Visit


@dataclass(frozen=True)
class LogInRefused:
    """Name or password was wrong, or too many tries were: then `retry_after_seconds` is above 0."""

    retry_after_seconds: float = 0.0
    is_spent: bool = False
    """The password is right, and a one-time password that was used before or is too old."""


class PasswordOutcome(StrEnum):
    """What became of a change of password."""

    CHANGED = "changed"
    WRONG = "wrong"
    """The old password was wrong."""
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    SAME = "same"
    TOO_EASY = "too_easy"
    """Holds the account's own name, or is among the first that anybody tries."""
    SLOW_DOWN = "slow_down"
    """Too many wrong tries: wait, then try again."""
