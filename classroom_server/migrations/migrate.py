"""Bringing the database to the shape that this version needs, whatever version made it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import inspect

from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.actors import COMMAND
from classroom_server.core.database import Database
from classroom_server.core.errors import DatabaseUnusable

MIGRATIONS = Path(__file__).parent


def migrate(database: Database) -> None:
    """Apply every migration that is missing, in one transaction. Raises DatabaseUnusable, StorageFull."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with database.write(COMMAND) as work:
        config.attributes["connection"] = work.rows.connection()
        is_new = not inspect(work.rows.connection()).has_table("audit_rows")
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            hint = "run the newest version of the server that this folder was used with"
            raise DatabaseUnusable(f"the database is of another version: {error}", hint=hint) from error
        if is_new:
            audit.record(work, Action.SITE_MADE)
