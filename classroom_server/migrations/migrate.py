"""Bringing the database to the shape that this version needs, whatever version made it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import inspect
from sqlalchemy.engine import Connection

from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.actors import COMMAND
from classroom_server.core.database import Database
from classroom_server.core.errors import DatabaseUnusable

_MIGRATIONS = Path(__file__).parent
RESTORE_HINT = "restore the folder from its backup: a new database would be an empty classroom"


def alembic_config() -> Config:
    """Return where Alembic finds the migrations, in folders within theirs too."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("recursive_version_locations", "true")
    return config


def is_of_this_version(database: Database) -> bool:
    """Tell whether no migration is missing, nor any there that this version does not know."""
    with database.read() as work:
        found = MigrationContext.configure(work.rows.connection()).get_current_revision()
    return found == ScriptDirectory.from_config(alembic_config()).get_current_head()


def migrate(database: Database, *, was_used: bool = False) -> None:
    """Apply every migration that is missing, in one transaction. Raises DatabaseUnusable, StorageFull.

    One that was used is never begun anew: without its tables, or with nothing in them, it is an accident.
    """
    config = alembic_config()
    with database.write(COMMAND) as work:
        config.attributes["connection"] = work.rows.connection()
        is_new = _holds_nothing(work.rows.connection())
        if is_new and was_used:
            raise DatabaseUnusable("the database is empty, and the site's keys are there", hint=RESTORE_HINT)
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            hint = "run the newest version of the server that this folder was used with"
            raise DatabaseUnusable(f"the database is of another version: {error}", hint=hint) from error
        if is_new:
            audit.record(work, Action.SITE_MADE)


def _holds_nothing(connection: Connection) -> bool:
    """Tell whether not even the making of the site is in the log, which every database begins with."""
    if not inspect(connection).has_table("audit_rows"):
        return True
    return connection.exec_driver_sql("SELECT 1 FROM audit_rows LIMIT 1").first() is None
