"""A backup: one file with the database as it was at one moment and the site's keys, and a folder made of it again.

A copy of the folder is none: while the server writes, its files are of different moments.
"""

import errno
import hashlib
import json
import os
import re
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from classroom_server.core.database import STORAGE_FAULTS
from classroom_server.core.errors import BackupUnusable, DatabaseUnusable, FolderInUse, SiteUnusable
from classroom_server.site.folder_lock import folder_locked
from classroom_server.site.private_files import PRIVATE, PUBLIC
from classroom_server.site.settings import ServerSettings

DATABASE: Final = "classroom.sqlite"
MANIFEST: Final = "manifest.json"
FORMAT: Final = "outset-backup-1"
_AUTHORITY: Final = "ca.pem"
_MEMBER: Final = re.compile(r"classroom\.sqlite|ca\.pem|secrets/[a-z][a-z.-]{0,40}")
_MANIFEST_BYTES: Final = 64 * 1024
_PRIVATE_FOLDER: Final = 0o700
_PIECE_BYTES: Final = 1024 * 1024


def make(settings: ServerSettings, to: Path) -> int:
    """Write the backup and return its size in bytes; the server may run meanwhile.

    What was there under that name stays until the new one is whole and on the disk. Raises SiteUnusable,
    DatabaseUnusable, BackupUnusable (it cannot be written there), OSError (the site cannot be read).
    """
    refuse_no_site(settings)
    if not to.parent.is_dir():
        raise BackupUnusable(f"{to.parent} is not there", hint="put its disk in, or name a file in a folder that is")
    if to.exists() and not to.is_file():
        # A folder, or a device: in its place there would be a file in memory, gone with the next start.
        raise SiteUnusable(f"{to} is no file", hint="name the file that the backup shall be")
    if to.resolve().is_relative_to(settings.folder.resolve()):
        # Over the database or a key it would be the end of what it should save.
        raise SiteUnusable(f"{to} is in the folder that is backed up", hint="name a file on another disk")
    try:
        _make(settings, to)
    except OSError as error:
        if error.filename and Path(error.filename).resolve().is_relative_to(settings.folder.resolve()):
            raise
        # A full stick names no file: the server's own disk must not be taken for the one that is full.
        hint = "name a file on a disk with room, which this account may write to"
        raise BackupUnusable(f"{to} cannot be written: {error.strerror}", hint=hint) from error
    return to.stat().st_size


def _make(settings: ServerSettings, to: Path) -> None:
    with _beside(to) as aside:
        copy = aside / DATABASE
        copy_database(settings.database_path, copy)
        members = {DATABASE: copy, _AUTHORITY: settings.ca_path}
        members |= {f"secrets/{path.name}": path for path in _secrets(settings)}
        packed = aside / "backup"
        _pack(packed, members)
        _sync(packed)
        packed.replace(to)
    _sync(to.parent)


def restore(backup: Path, settings: ServerSettings) -> None:
    """Make the folder of a backup. It appears whole or not at all.

    Raises BackupUnusable, SiteUnusable (the folder holds something), DatabaseUnusable, OSError.
    """
    folder = settings.folder
    if not backup.is_file():
        raise BackupUnusable(f"{backup} is no file that is there", hint="check its name, and that its disk is in")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        hint = "stop its server and move the folder aside first, or name a folder that does not exist yet"
        raise SiteUnusable(f"{folder} is not empty", hint=hint)
    with _beside(folder) as aside:
        unpacked = aside / "folder"
        (unpacked / "secrets").mkdir(mode=_PRIVATE_FOLDER, parents=True)
        unpacked.chmod(folder.stat().st_mode & 0o777 if folder.exists() else 0o755)
        _unpack(backup, unpacked)
        check_database(unpacked / DATABASE)
        for path in (unpacked / "secrets", unpacked):
            _sync(path)
        # Over an empty folder as well: that is what a rename of folders does.
        unpacked.replace(folder)
    _sync(folder.parent)


def refuse_no_site(settings: ServerSettings) -> None:
    """Raise SiteUnusable when no site was made in the folder: its name may be mistyped."""
    if not settings.ca_path.is_file():
        hint = "check --folder; a new site is made by: ./outset server site --folder FOLDER"
        raise SiteUnusable(f"{settings.folder} holds no site", hint=hint)


def copy_database(source: Path, target: Path) -> None:
    """Copy a database that others write to as it is at one moment, and check the copy.

    Raises DatabaseUnusable, OSError.
    """
    target.touch(mode=PRIVATE)
    try:
        read_only = f"{source.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(read_only, uri=True)) as reading, closing(sqlite3.connect(target)) as writing:
            # In one step: between steps a writer would make it start again, for ever under load.
            reading.backup(writing, pages=-1)
            writing.execute("PRAGMA journal_mode = DELETE").close()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode in STORAGE_FAULTS:
            # Nothing is wrong with what is copied.
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target)) from error
        hint = "keep the folder as it is, and restore the latest backup into another one"
        raise DatabaseUnusable(f"{source} cannot be copied: {error}", hint=hint) from error
    check_database(target)
    _sync(target)


def check_database(path: Path) -> None:
    """Read a database whole. Raises DatabaseUnusable when it is damaged."""
    try:
        with closing(sqlite3.connect(path)) as rows:
            said = rows.execute("PRAGMA integrity_check(1)").fetchone()[0]
            stray = rows.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        said, stray = str(error), None
    if said != "ok" or stray is not None:
        hint = "use an older backup, and have the disk checked"
        raise DatabaseUnusable(f"{path.name} is damaged: {said}", hint=hint)


def _secrets(settings: ServerSettings) -> Iterator[Path]:
    for path in sorted(settings.secrets_folder.iterdir()):
        if path.is_file() and _MEMBER.fullmatch(f"secrets/{path.name}"):
            yield path


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Give a private folder on the same disk as `path`, which is gone afterwards, whatever happens."""
    aside = path.with_name(f".{path.name}.unfinished")
    aside.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
    try:
        with folder_locked(aside):
            # What was left there when the power went.
            for left in aside.iterdir():
                shutil.rmtree(left) if left.is_dir() else left.unlink()
            try:
                yield aside
            finally:
                shutil.rmtree(aside, ignore_errors=True)
    except FolderInUse as error:
        hint = "wait until that has ended, or name another one"
        raise BackupUnusable(f"{path} is being written by another command", hint=hint) from error


def _pack(packed: Path, members: dict[str, Path]) -> None:
    hashes = {name: _sha256(path) for name, path in members.items()}
    manifest = packed.with_name(MANIFEST)
    manifest.write_text(json.dumps({"format": FORMAT, "sha256": hashes}, indent=1), encoding="utf-8")
    packed.touch(mode=PRIVATE)
    with tarfile.open(packed, "w") as tar:
        for name, path in {MANIFEST: manifest, **members}.items():
            tar.add(path, name, recursive=False, filter=_nobodys)


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out whose file it was: it is restored by whoever restores it."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def _unpack(backup: Path, folder: Path) -> None:
    try:
        with tarfile.open(backup, "r:") as tar:
            expected = _expected(tar)
            for member in iter(tar.next, None):
                _unpack_one(tar, member, folder, expected)
    except (tarfile.TarError, EOFError) as error:
        raise _unusable(backup, "it is cut off, or no backup") from error
    if expected:
        raise _unusable(backup, f"{min(expected)} is not in it")


def _expected(tar: tarfile.TarFile) -> dict[str, str]:
    """Return the SHA-256 of each file that the backup must hold, from its manifest, which comes first."""
    first = tar.next()
    content = tar.extractfile(first) if first is not None and first.name == MANIFEST else None
    try:
        manifest = json.loads(content.read(_MANIFEST_BYTES)) if content else {}
        hashes = {str(name): str(said) for name, said in manifest["sha256"].items()}
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise tarfile.ReadError from error
    if manifest.get("format") != FORMAT or not {DATABASE, _AUTHORITY} <= set(hashes):
        raise tarfile.ReadError
    return hashes


def _unpack_one(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path, expected: dict[str, str]) -> None:
    content = tar.extractfile(member) if member.isreg() else None
    said = expected.pop(member.name, None)
    if content is None or said is None or not _MEMBER.fullmatch(member.name):
        raise _unusable(Path(str(tar.name)), f"{member.name!r} does not belong in it")
    path = folder / member.name
    path.touch(mode=PUBLIC if member.name == _AUTHORITY else PRIVATE)
    with path.open("wb") as file:
        shutil.copyfileobj(content, file, _PIECE_BYTES)
        file.flush()
        os.fsync(file.fileno())
    if _sha256(path) != said:
        raise _unusable(Path(str(tar.name)), f"{member.name} is not what was backed up")


def _unusable(backup: Path, why: str) -> BackupUnusable:
    return BackupUnusable(f"{backup} cannot be restored: {why}", hint="use another backup; nothing was changed")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Put a file's content, or the names in a folder, on the disk."""
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
