"""What can be done with trainers' accounts. No account exists until somebody creates one at the server."""

import hashlib
import secrets
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import timedelta

from classroom_server.accounts import repository
from classroom_server.accounts.easy_passwords import is_easy
from classroom_server.accounts.schemas import (
    Account,
    FirstPassword,
    LoggedIn,
    LogInRefused,
    LogInSource,
    PasswordOutcome,
    Visit,
)
from classroom_server.accounts.tables import AccountLine, VisitLine
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core import names, permissions
from classroom_server.core.actors import NOBODY, Actor, StaffRole
from classroom_server.core.database import Database, Work
from classroom_server.core.errors import RefusalCode, Refused
from classroom_server.core.limits import slowing
from classroom_server.core.live.events import VISITS
from classroom_server.core.permissions import Permission
from classroom_server.core.secret_hashes import BUSY_SECONDS, PASSWORDS, HashingBusy, paper_password, token_hash

IDLE_LIMIT = timedelta(hours=1)
NOWHERE = LogInSource()
BROWSER_KNOWN = timedelta(days=365)
ONE_TIME_LASTS = timedelta(days=7)
ABSOLUTE_LIMIT = timedelta(hours=12)
# A visit's last use is stored at most this often, so that reading pages does not write.
USE_STORED_EVERY = timedelta(minutes=1)
PASSWORD_CHARACTERS_MINIMUM = 12
PASSWORD_CHARACTERS_MAXIMUM = 200
_DIFFERENT_CHARACTERS_MINIMUM = 5


def create(work: Work, name: str) -> FirstPassword:
    """Create an account with a one-time password. Raises NotAllowed, Refused (name_unsuitable, name_taken)."""
    permissions.require(work.actor, Permission.CREATE_ACCOUNT)
    name = names.clean_name(name, "an account")
    if repository.by_name(work, name) is not None:
        raise Refused(RefusalCode.NAME_TAKEN, f"there is already an account named {name}", hint="choose another name")
    password = paper_password()
    account = AccountLine(
        account_id=str(uuid.uuid4()),
        name=name,
        folded_name=names.folded(name),
        password_hash=PASSWORDS.hash(password),
        must_change_password=True,
        one_time_until=work.now + ONE_TIME_LASTS,
        created_at=work.now,
    )
    work.rows.add(account)
    audit.record(work, Action.ACCOUNT_CREATED, account.account_id)
    return FirstPassword(_account(account), password)


def reset_password(work: Work, account_id: str) -> FirstPassword:
    """Give a new one-time password and end every visit of the account. Raises NotAllowed, Refused (not_found)."""
    permissions.require(work.actor, Permission.RESET_PASSWORD)
    account = work.rows.get(AccountLine, account_id)
    if account is None:
        raise Refused(RefusalCode.NOT_FOUND, "there is no such account", hint="open the list of accounts again")
    password = paper_password()
    account.password_hash = PASSWORDS.hash(password)
    account.must_change_password = True
    account.one_time_until = work.now + ONE_TIME_LASTS
    repository.end_visits(work, account_id)
    slowing.forgive_subject(work, account_id)
    audit.record(work, Action.PASSWORD_RESET, account_id)
    return FirstPassword(_account(account), password)


def every(work: Work) -> tuple[Account, ...]:
    """Return all accounts by name."""
    return tuple(_account(account) for account in repository.every(work))


def find(work: Work, name: str) -> Account | None:
    """Return the account of a name as typed."""
    account = repository.by_name(work, name)
    return _account(account) if account else None


def log_in(database: Database, name: str, password: str, source: LogInSource = NOWHERE) -> LoggedIn | LogInRefused:
    """Check the password, outside any transaction since it is slow on purpose, and start a visit.

    The visit that the same browser still has ends.

    After a few wrong tries for a name at one address each further one there waits longer; a browser in which the
    account was used before waits for its own wrong tries alone, so that nobody is locked out by others.
    """
    try:
        with PASSWORDS.admitted():
            tried = _begin_try(database, name, source)
            if isinstance(tried, LogInRefused):
                return tried
            fits = PASSWORDS.fits(tried.password_hash, _composed(password))
    except HashingBusy:
        return LogInRefused(BUSY_SECONDS)
    with database.write(Actor.account(tried.account_id) if fits else NOBODY) as work:
        account = work.rows.get(AccountLine, tried.account_id) if fits else None
        if account is None or account.password_hash != tried.password_hash:
            audit.record(work, Action.LOG_IN_REFUSED, tried.account_id)
            return LogInRefused(slowing.wait_seconds(work, tried.place))
        slowing.forgive(work, tried.place, account.account_id)
        if account.must_change_password:
            if account.one_time_until is None or work.now >= account.one_time_until:
                audit.record(work, Action.LOG_IN_REFUSED, tried.account_id)
                return LogInRefused(is_spent=True)
            account.one_time_until = None
        repository.end_visit_of(work, token_hash(source.visit_token))
        repository.forget_ended_visits(work, work.now, work.now - IDLE_LIMIT)
        known = repository.known_browser(work, token_hash(source.browser_token))
        browser_token = source.browser_token if known else secrets.token_urlsafe(32)
        repository.know_browser(work, token_hash(browser_token), account.account_id, work.now - BROWSER_KNOWN)
        return _start_visit(work, account, browser_token)


def is_known_browser(database: Database, browser_token: str) -> bool:
    """Tell whether somebody signed in in the browser that has this token."""
    with database.read() as work:
        return repository.known_browser(work, token_hash(browser_token)) is not None


@dataclass(frozen=True)
class _PasswordTry:
    place: str
    account_id: str
    password_hash: str | None


def _begin_try(database: Database, name: str, source: LogInSource) -> _PasswordTry | LogInRefused:
    with database.write(NOBODY) as work:
        account = repository.by_name(work, name)
        account_id = account.account_id if account else ""
        browser = token_hash(source.browser_token)
        known = repository.known_browser(work, browser)
        place = f"browser:{browser}" if known and known.account_id == account_id else _place(name, source.address)
        wait = slowing.wait_seconds(work, place)
        if wait > 0:
            return LogInRefused(wait)
        slowing.note(work, place, account_id)
        return _PasswordTry(place, account_id, account.password_hash if account else None)


def _start_visit(work: Work, account: AccountLine, browser_token: str) -> LoggedIn:
    token = secrets.token_urlsafe(32)
    visit = VisitLine(
        visit_id=str(uuid.uuid4()),
        token_hash=token_hash(token),
        account_id=account.account_id,
        account=account,
        form_token=secrets.token_urlsafe(32),
        started_at=work.now,
        used_at=work.now,
        ends_at=work.now + ABSOLUTE_LIMIT,
    )
    work.rows.add(visit)
    audit.record(work, Action.LOGGED_IN, visit.visit_id)
    return LoggedIn(token, browser_token, _visit(visit))


def find_visit(database: Database, token: str, *, is_use: bool = True) -> Visit | None:
    """Return the visit of a cookie's token, or None when there is none or a limit (idle, absolute) ended it.

    Only what a person does is use: a page that asks by itself renews nothing (`is_use` False).
    """
    with database.read() as work:
        found = repository.visit_by_hash(work, token_hash(token))
        if found is None or work.now >= found.ends_at or work.now - found.used_at >= IDLE_LIMIT:
            return None
        visit, stale = _visit(found), work.now - found.used_at >= USE_STORED_EVERY
    if stale and is_use:
        with database.write(visit.account.actor) as work:
            used = work.rows.get(VisitLine, visit.visit_id)
            if used is None:
                return None
            used.used_at = work.now
    return visit


def log_out(work: Work, visit: Visit) -> None:
    """End the visit; its token is worth nothing afterwards."""
    found = work.rows.get(VisitLine, visit.visit_id)
    if found is not None:
        work.rows.delete(found)
        audit.record(work, Action.LOGGED_OUT, visit.visit_id)
        work.announce(VISITS)


def distrust_visits(work: Work) -> None:
    """End every visit and one-time password: in rows of an earlier day, some are there that were ended since."""
    for account in repository.every(work):
        repository.end_visits(work, account.account_id)
        account.one_time_until = None


def change_password(database: Database, visit: Visit, old: str, new: str) -> PasswordOutcome:
    """Change the password and end the account's other visits. A visit with must_change_password may do only this."""
    old, new = _composed(old), _composed(new)
    refused = _why_unsuitable(visit.account.name, old, new)
    if refused is not None:
        return refused
    tried = _begin_try(database, visit.account.name, LogInSource(address=visit.visit_id))
    if isinstance(tried, LogInRefused):
        return PasswordOutcome.SLOW_DOWN
    if not PASSWORDS.fits(tried.password_hash, old):
        return PasswordOutcome.WRONG
    new_hash = PASSWORDS.hash(new)
    with database.write(visit.account.actor) as work:
        account = work.rows.get(AccountLine, visit.account.account_id)
        if account is None or account.password_hash != tried.password_hash:
            return PasswordOutcome.WRONG
        account.password_hash = new_hash
        account.must_change_password = False
        slowing.forgive(work, tried.place, account.account_id)
        repository.end_visits(work, account.account_id, but=visit.visit_id)
        audit.record(work, Action.PASSWORD_CHANGED, account.account_id)
    return PasswordOutcome.CHANGED


def _composed(password: str) -> str:
    """Return what is hashed: "ñ" is one sign on some keyboards and two on others, and is one here (RFC 8265)."""
    # A password of megabytes is nobody's; apart, a letter is four signs at most.
    composed = unicodedata.normalize("NFC", password[: 4 * (PASSWORD_CHARACTERS_MAXIMUM + 1)])
    return composed[: PASSWORD_CHARACTERS_MAXIMUM + 1]


def _why_unsuitable(name: str, old: str, new: str) -> PasswordOutcome | None:
    if len(new) < PASSWORD_CHARACTERS_MINIMUM:
        return PasswordOutcome.TOO_SHORT
    if len(new) > PASSWORD_CHARACTERS_MAXIMUM:
        return PasswordOutcome.TOO_LONG
    if new == old:
        return PasswordOutcome.SAME
    if len(set(new)) < _DIFFERENT_CHARACTERS_MINIMUM or is_easy(new, name):
        return PasswordOutcome.TOO_EASY
    return None


def _place(name: str, address: str) -> str:
    # Hashed: somebody types a password into the name's field one day.
    return "account:" + hashlib.sha256(f"{address}\n{names.folded(name)}".encode()).hexdigest()[:32]


def roles_of(_account: AccountLine) -> tuple[StaffRole, ...]:
    """Return what an account is here for: so far whoever has one is a trainer."""
    return (StaffRole.TRAINER,)


def _account(account: AccountLine) -> Account:
    return Account(
        account.account_id, account.name, account.must_change_password, account.created_at, roles_of(account)
    )


def _visit(visit: VisitLine) -> Visit:
    account = _account(visit.account)
    return Visit(visit.visit_id, account, visit.form_token, visit.started_at, visit.ends_at)
