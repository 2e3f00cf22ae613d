"""Finding and ending accounts and visits."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from classroom_server.accounts.tables import AccountLine, KnownBrowserLine, VisitLine
from classroom_server.core import names
from classroom_server.core.database import Work
from classroom_server.core.live.events import VISITS


def by_name(work: Work, name: str) -> AccountLine | None:
    """Return the account of a name as typed."""
    return work.rows.scalars(select(AccountLine).where(AccountLine.folded_name == names.folded(name))).first()


def every(work: Work) -> list[AccountLine]:
    """Return all accounts by name."""
    # So few that no key of theirs is stored.
    return sorted(work.rows.scalars(select(AccountLine)), key=lambda account: names.sort_key(account.name))


def visit_by_hash(work: Work, token_hash: str) -> VisitLine | None:
    """Return the visit whose token has this hash."""
    return work.rows.scalars(select(VisitLine).where(VisitLine.token_hash == token_hash)).first()


def known_browser(work: Work, token_hash: str) -> KnownBrowserLine | None:
    """Return the browser whose token has this hash, if somebody signed in there."""
    return work.rows.get(KnownBrowserLine, token_hash)


def know_browser(work: Work, token_hash: str, account_id: str, forgotten_before: datetime) -> None:
    """Remember a browser, and forget those that were not used since."""
    work.rows.execute(delete(KnownBrowserLine).where(KnownBrowserLine.used_at < forgotten_before))
    work.rows.merge(KnownBrowserLine(token_hash=token_hash, account_id=account_id, used_at=work.now))


def end_visit_of(work: Work, token_hash: str) -> None:
    """End the visit whose token has this hash, if there is one."""
    work.rows.execute(delete(VisitLine).where(VisitLine.token_hash == token_hash))
    work.announce(VISITS)


def end_visits(work: Work, account_id: str, *, but: str = "") -> None:
    """End all visits of an account, but one."""
    work.rows.execute(delete(VisitLine).where(VisitLine.account_id == account_id, VisitLine.visit_id != but))
    work.announce(VISITS)


def move_visits(work: Work, step: timedelta) -> None:
    """Let visits last as long as they would have, though the clock is set by `step`."""
    for visit in work.rows.scalars(select(VisitLine)):
        visit.used_at += step
        visit.ends_at += step


def forget_ended_visits(work: Work, now: datetime, idle_since: datetime) -> None:
    """Remove visits that a limit has ended."""
    work.rows.execute(delete(VisitLine).where((VisitLine.ends_at <= now) | (VisitLine.used_at <= idle_since)))
