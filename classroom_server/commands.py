"""What the server's commands do; `__main__` parses and prints."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from classroom_server import log_check
from classroom_server.accounts import service as accounts
from classroom_server.accounts.schemas import FirstPassword
from classroom_server.app import wire
from classroom_server.audit import seals
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action, ChainState
from classroom_server.audit.seals import LogSealer
from classroom_server.core.actors import COMMAND
from classroom_server.core.database import Database
from classroom_server.core.disk_reserve import DiskReserve
from classroom_server.core.errors import DatabaseUnusable, FolderInUse, RefusalCode, Refused
from classroom_server.core.logs import LOGGER, log, start_logging
from classroom_server.housekeeping import move_times
from classroom_server.migrations.migrate import RESTORE_HINT, is_of_this_version, migrate
from classroom_server.presence import service as presence
from classroom_server.serving import listen, serve
from classroom_server.site import backups, keys
from classroom_server.site.folder_lock import folder_locked
from classroom_server.site.keys import Site
from classroom_server.site.private_files import PRIVATE, make_folder
from classroom_server.site.settings import ServerSettings
from kiosk_agent.errors import StorageFull
from kiosk_agent.files import replace_durably


def make_site(settings: ServerSettings, addresses: Sequence[str]) -> Site:
    """Make the site, or renew its certificate, and return it. Raises SiteUnusable."""
    return keys.ensure(settings, addresses)


def open_database(settings: ServerSettings) -> Database:
    """Open the folder's database, made and migrated if need be. Raises DatabaseUnusable, StorageFull."""
    database = _opened(settings)
    _bring_to_this_version(settings, database)
    return database


def _opened(settings: ServerSettings) -> Database:
    if settings.in_use_path.exists() and not settings.database_path.exists():
        message = f"{settings.database_path} is missing, and the site's keys are there"
        raise DatabaseUnusable(message, hint=RESTORE_HINT)
    make_folder(settings.folder)
    database = Database.at(settings.database_path)
    lease_key = keys.lease_key_of(settings)
    if lease_key is not None:
        database.sealer = LogSealer(lease_key)
    return database


def _bring_to_this_version(settings: ServerSettings, database: Database) -> None:
    migrate(database, was_used=settings.in_use_path.exists())
    if settings.secrets_folder.exists() and not settings.in_use_path.exists():
        replace_durably(settings.in_use_path, b"", PRIVATE)


def run(settings: ServerSettings, addresses: Sequence[str]) -> None:
    """Serve until told to stop. Raises SiteUnusable, CannotListen, FolderInUse, DatabaseUnusable, StorageFull."""
    start_logging()
    # The port first: whoever started it twice must hear of that, and nothing else must have happened.
    listening = listen(settings.host, settings.port)
    make_folder(settings.folder)
    with folder_locked(settings.folder):
        _run_alone(settings, addresses, listening)


def _run_alone(settings: ServerSettings, addresses: Sequence[str], listening: socket.socket) -> None:
    if not settings.secrets_folder.exists():
        # Whoever mistyped the folder of a site that there is already would else see nothing amiss but an empty room.
        log("no site is in this folder yet: a new one is made", folder=str(settings.folder))
    site = keys.ensure(settings, addresses)
    DiskReserve(settings.folder).give_if_needed()
    database = open_database(settings)
    try:
        note_start(database)
    except StorageFull:
        # A class must be ended and a kiosk locked all the same.
        LOGGER.exception("the disk is full: the server starts without a row of it in its log")
    if database.reserve is not None:
        database.reserve.keep()
    serve(wire(settings, site, database), listening)


def note_start(database: Database) -> None:
    """Write the row of a start, and before it what is wrong with the log or the clock since the last one."""
    with database.write(COMMAND) as work:
        if (reason := seals.why_cut_or_changed(work)) is not None:
            LOGGER.error(reason)
            audit.record(work, Action.LOG_DIFFERED)
        # Before anything moves what is still open: that of before the start is over.
        presence.close_left_open(work)
        newest = audit.page(work, limit=1)
        if newest and newest[0].at > work.now:
            log("the clock is behind the last record: set it, or times will be wrong", record_at=str(newest[0].at))
            move_times(work, work.now - newest[0].at)
        audit.record(work, Action.SERVER_STARTED)


@contextmanager
def _present_database(settings: ServerSettings) -> Iterator[Database]:
    """Give the database of a site that was made: a mistyped folder must not become another classroom.

    It is brought to this version's shape, as when a server starts, but never under one of another version.
    Raises SiteUnusable, DatabaseUnusable, FolderInUse, StorageFull.
    """
    backups.refuse_no_site(settings)
    database = _opened(settings)
    try:
        if not is_of_this_version(database):
            with _no_server_in(settings.folder):
                _bring_to_this_version(settings, database)
        yield database
    finally:
        database.close()


@contextmanager
def _no_server_in(folder: Path) -> Iterator[None]:
    try:
        with folder_locked(folder):
            yield
    except FolderInUse as error:
        hint = "stop it and start the version of this command, which brings the database to its shape; or use its own"
        raise FolderInUse(f"a server of another version works in {folder}", hint=hint) from error


def migrate_present(settings: ServerSettings) -> None:
    """Bring the database to this version's shape. Raises SiteUnusable, DatabaseUnusable, StorageFull."""
    with _present_database(settings):
        pass


def verify_log(settings: ServerSettings) -> ChainState:
    """Check the whole audit log. Raises SiteUnusable, DatabaseUnusable."""
    with _present_database(settings) as database, database.read() as work:
        return log_check.verify(work)


def back_up(settings: ServerSettings, to: Path) -> int:
    """Write a backup, beside the running server, and return its size. Raises SiteUnusable, DatabaseUnusable."""
    # Before anything touches the database: opened here it is brought to this version's shape, and the one before could
    # not go on from that. Nor does the log tell of a backup that came to nothing.
    size_bytes = backups.make(settings, to)
    with _present_database(settings) as database, database.write(COMMAND) as work:
        audit.record(work, Action.BACKUP_MADE)
    return size_bytes


def restore(backup: Path, settings: ServerSettings) -> ChainState:
    """Make a folder of a backup and check its log. Raises BackupUnusable, SiteUnusable, DatabaseUnusable."""
    backups.restore(backup, settings)
    keys.ensure(settings, [])
    with _present_database(settings) as database, database.write(COMMAND) as work:
        accounts.distrust_visits(work)
        audit.record(work, Action.BACKUP_RESTORED)
        return log_check.verify(work)


def create_account(settings: ServerSettings, name: str) -> FirstPassword:
    """Make a trainer's account. Raises Refused, SiteUnusable."""
    with _present_database(settings) as database, database.write(COMMAND) as work:
        return accounts.create(work, name)


def reset_password(settings: ServerSettings, name: str) -> FirstPassword:
    """Give an account a new one-time password. Raises Refused, SiteUnusable."""
    with _present_database(settings) as database, database.write(COMMAND) as work:
        account = accounts.find(work, name)
        if account is None:
            hint = "check the name; accounts create makes a new one"
            raise Refused(RefusalCode.NOT_FOUND, f"there is no account named {name}", hint=hint)
        return accounts.reset_password(work, account.account_id)
