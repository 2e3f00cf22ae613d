"""One-time passwords let somebody in once, and not after a week."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add until when each is good; those that are on paper now have a week."""
    op.add_column("accounts", sa.Column("one_time_until", sa.DateTime(timezone=True), nullable=True))
    until = (datetime.now(UTC) + timedelta(days=7)).replace(tzinfo=None)
    accounts = sa.table("accounts", sa.column("must_change_password"), sa.column("one_time_until", sa.DateTime))
    op.execute(accounts.update().where(accounts.c.must_change_password).values(one_time_until=until))
