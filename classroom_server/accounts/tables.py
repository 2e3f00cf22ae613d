"""Where accounts and visits are kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from classroom_server.core.database import Moment, StoredRow


class AccountLine(StoredRow):
    """One account."""

    __tablename__ = "accounts"

    account_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    folded_name: Mapped[str] = mapped_column(String(120), unique=True)
    """What log-in compares: case does not matter."""
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool]
    one_time_until: Mapped[datetime | None] = mapped_column(Moment)
    """Until when a one-time password lets somebody in; None once it has."""
    created_at: Mapped[datetime] = mapped_column(Moment)


class KnownBrowserLine(StoredRow):
    """A browser in which somebody signed in to an account: what strangers try does not slow it."""

    __tablename__ = "known_browsers"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.account_id"), index=True)
    used_at: Mapped[datetime] = mapped_column(Moment)


class VisitLine(StoredRow):
    """One signed-in browser."""

    __tablename__ = "visits"

    visit_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.account_id"), index=True)
    form_token: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    account: Mapped[AccountLine] = relationship(lazy="joined")
