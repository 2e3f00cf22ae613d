"""Rooms have sessions of their own, and kiosks stand in them from when to when."""

import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from classroom_server.core.database import SortKey
from classroom_server.core.names import FOLDED_CHARACTERS, folded, sort_key

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_FIRST_NAME = "Room 1"


def upgrade() -> None:
    """Add the first room, and let all there is be in it; kiosks that hold no name keep the one they had."""
    _make_rooms()
    _make_places()
    room_id = _add_first_room()
    # What SQLite can add to a table that others refer to: a column that may be empty, with its reference said at once.
    op.execute("ALTER TABLE class_sessions ADD COLUMN room_id VARCHAR(36) REFERENCES rooms (room_id)")
    op.execute(sa.update(sa.table("class_sessions", sa.column("room_id"))).values(room_id=room_id))
    _one_at_a_time("uq_class_sessions_open", "class_sessions", ["room_id"], until="ended_at")
    op.create_index(op.f("ix_sign_ins_session_id"), "sign_ins", ["session_id"])
    op.add_column("kiosks", sa.Column("former_name", sa.String(length=60), nullable=True))
    op.add_column("kiosks", sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
    _free_names_of_refused()
    _place_approved(room_id)


def _one_at_a_time(index: str, table: str, columns: list[str], until: str = "until_at") -> None:
    now = sa.text(f"{until} IS NULL")
    op.create_index(index, table, columns, unique=True, sqlite_where=now, postgresql_where=now)


def _make_rooms() -> None:
    op.create_table(
        "rooms",
        sa.Column("room_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("folded_name", sa.String(length=FOLDED_CHARACTERS), nullable=False),
        sa.Column("sort_key", SortKey, nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("room_id", name=op.f("pk_rooms")),
    )
    _one_at_a_time("uq_rooms_folded_name", "rooms", ["folded_name"])


def _make_places() -> None:
    op.create_table(
        "kiosk_places",
        sa.Column("place_id", sa.String(length=36), nullable=False),
        sa.Column("kiosk_id", sa.String(length=36), nullable=False),
        sa.Column("room_id", sa.String(length=36), nullable=False),
        sa.Column("seat_row", sa.Integer(), nullable=True),
        sa.Column("seat_column", sa.Integer(), nullable=True),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosks.kiosk_id"], name=op.f("fk_kiosk_places_kiosk_id")),
        sa.ForeignKeyConstraint(["room_id"], ["rooms.room_id"], name=op.f("fk_kiosk_places_room_id")),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_kiosk_places")),
    )
    op.create_index(op.f("ix_kiosk_places_kiosk_id"), "kiosk_places", ["kiosk_id"])
    op.create_index(op.f("ix_kiosk_places_room_id"), "kiosk_places", ["room_id"])
    _one_at_a_time("uq_kiosk_places_kiosk", "kiosk_places", ["kiosk_id"])
    columns = ["room_id", "seat_row", "seat_column"]
    _one_at_a_time("uq_kiosk_places_seat", "kiosk_places", columns)


def _add_first_room() -> str:
    room_id = str(uuid.uuid4())
    rooms = sa.table(
        "rooms",
        sa.column("room_id"),
        sa.column("name"),
        sa.column("folded_name"),
        sa.column("sort_key"),
        sa.column("from_at", sa.DateTime()),
    )
    # Before all that was done in it.
    earliest = op.get_bind().execute(sa.text("SELECT min(enrolled_at) FROM kiosks")).scalar()
    from_at = datetime.fromisoformat(earliest) if earliest else datetime.now(UTC).replace(tzinfo=None)
    op.execute(
        sa.insert(rooms).values(
            room_id=room_id,
            name=_FIRST_NAME,
            folded_name=folded(_FIRST_NAME),
            sort_key=sort_key(_FIRST_NAME),
            from_at=from_at,
        )
    )
    return room_id


def _free_names_of_refused() -> None:
    kiosks = sa.table(
        "kiosks",
        *(sa.column(name) for name in ("kiosk_id", "name", "folded_name", "sort_key", "former_name", "approval")),
    )
    for kiosk_id, name in op.get_bind().execute(
        sa.select(kiosks.c.kiosk_id, kiosks.c.name).where(kiosks.c.approval == "refused")
    ):
        op.execute(
            sa.update(kiosks)
            .where(kiosks.c.kiosk_id == kiosk_id)
            .values(former_name=name, name=kiosk_id, folded_name=folded(kiosk_id))
        )


def _place_approved(room_id: str) -> None:
    kiosks = sa.table("kiosks", sa.column("kiosk_id"), sa.column("enrolled_at"), sa.column("approval"))
    places = sa.table("kiosk_places", *(sa.column(name) for name in ("place_id", "kiosk_id", "room_id", "from_at")))
    approved = sa.select(kiosks.c.kiosk_id, kiosks.c.enrolled_at).where(kiosks.c.approval == "approved")
    for kiosk_id, enrolled_at in op.get_bind().execute(approved).all():
        op.execute(
            sa.insert(places).values(
                place_id=str(uuid.uuid4()), kiosk_id=kiosk_id, room_id=room_id, from_at=enrolled_at
            )
        )
