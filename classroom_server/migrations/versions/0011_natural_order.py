"""Names of kiosks, cohorts and learners are sorted as people look for them."""

import sqlalchemy as sa
from alembic import op

from classroom_server.core.database import SortKey
from classroom_server.core.names import sort_key

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Store beside each name what lists are sorted by."""
    for table, key, name in (
        ("kiosks", "kiosk_id", "name"),
        ("cohorts", "cohort_id", "name"),
        ("learners", "learner_id", "display_name"),
    ):
        op.add_column(table, sa.Column("sort_key", SortKey, nullable=False, server_default=""))
        _fill(sa.table(table, sa.column(key), sa.column(name), sa.column("sort_key")), key, name)
        op.create_index(op.f(f"ix_{table}_sort_key"), table, ["sort_key"])


def _fill(table: sa.TableClause, key: str, name: str) -> None:
    rows = op.get_bind().execute(sa.select(table.c[key], table.c[name])).all()
    if rows:
        store = sa.update(table).where(table.c[key] == sa.bindparam("of_row")).values(sort_key=sa.bindparam("stored"))
        op.get_bind().execute(store, [{"of_row": row_id, "stored": sort_key(text)} for row_id, text in rows])
