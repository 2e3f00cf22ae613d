"""A sign-in has the moment at which the server knew that it was over."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; the end of a sign-in that has none does not move any more."""
    op.add_column("sign_ins", sa.Column("over_at", sa.DateTime(timezone=True), nullable=True))
