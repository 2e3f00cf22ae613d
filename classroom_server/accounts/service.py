"""What can be done with trainers' accounts. No account exists until somebody creates one at the server."""

from classroom_server.accounts.schemas import Account, FirstPassword, LoggedIn, LogInRefused, PasswordOutcome, Visit
from classroom_server.database import Database, Work


def create(work: Work, name: str) -> FirstPassword:
    """Create an account with a one-time password. Raises Refused (name_unsuitable, name_taken)."""
    raise NotImplementedError


def reset_password(work: Work, account_id: str) -> FirstPassword:
    """Give a new one-time password and end every visit of the account. Raises Refused (not_found)."""
    raise NotImplementedError


def every(work: Work) -> tuple[Account, ...]:
    """Return all accounts by name."""
    raise NotImplementedError


def log_in(database: Database, name: str, password: str) -> LoggedIn | LogInRefused:
    """Check the password, outside any transaction since it is slow on purpose, and start a visit.

    After a few wrong tries for a name each further one waits longer; nothing is ever locked for good.
    """
    raise NotImplementedError


def find_visit(database: Database, token: str) -> Visit | None:
    """Return the visit of a cookie's token, or None when there is none or a limit (idle, absolute) ended it."""
    raise NotImplementedError


def log_out(work: Work, visit: Visit) -> None:
    """End the visit; its token is worth nothing afterwards."""
    raise NotImplementedError


def change_password(database: Database, visit: Visit, old: str, new: str) -> PasswordOutcome:
    """Change the password and end the account's other visits. A visit with must_change_password may do only this."""
    raise NotImplementedError
