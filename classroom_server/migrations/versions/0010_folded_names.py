"""Names of cohorts and kiosks are one each, whatever their case in any language."""

import sqlalchemy as sa
from alembic import op

from classroom_server.core.names import FOLDED_CHARACTERS, folded

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what names are compared by. Two that were apart by case alone keep their names, the second its id as well."""
    for name, key in (("cohorts", "cohort_id"), ("kiosks", "kiosk_id")):
        column = sa.Column("folded_name", sa.String(length=FOLDED_CHARACTERS), nullable=False, server_default="")
        op.add_column(name, column)
        _fill(sa.table(name, sa.column(key), sa.column("name"), sa.column("folded_name")), key)
        op.create_index(op.f(f"ix_{name}_folded_name"), name, ["folded_name"], unique=True)


def _fill(table: sa.TableClause, key: str) -> None:
    taken: set[str] = set()
    for row_id, name in op.get_bind().execute(sa.select(table.c[key], table.c.name).order_by(table.c[key])).all():
        own = folded(name)
        if own in taken:
            own = f"{own[: FOLDED_CHARACTERS - len(row_id) - 1]} {row_id}"
        taken.add(own)
        op.execute(sa.update(table).where(table.c[key] == row_id).values(folded_name=own))
