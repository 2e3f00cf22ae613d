"""A backup that is made while a class works, and the server that goes on from it."""

import base64
import os
import resource
import sqlite3
import tarfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from alembic import command

from classroom_server import commands
from classroom_server.__main__ import main
from classroom_server.accounts import service as accounts
from classroom_server.accounts.schemas import LoggedIn, LogInRefused
from classroom_server.audit import service as audit
from classroom_server.audit.schemas import Action
from classroom_server.core.actors import COMMAND
from classroom_server.core.database import Database
from classroom_server.core.errors import BackupUnusable, DatabaseUnusable, SiteUnusable
from classroom_server.migrations.migrate import alembic_config
from classroom_server.site.backups import DATABASE
from classroom_server.site.folder_lock import folder_locked
from classroom_server.site.settings import ServerSettings
from kiosk_agent.protocol.events import Fate
from kiosk_agent.protocol.sessions import SessionLease
from tests.support.server.kiosk_client import KioskClient, attempt
from tests.support.server.rooms import Room, ServedRoom
from tests.support.server.running_server import RunningServer
from tests.support.waiting import LIMIT_SECONDS, eventually

BACKUPS = 3


def attempts_of(database_path: Path) -> set[str]:
    with closing(sqlite3.connect(database_path)) as rows:
        return {row[0] for row in rows.execute("SELECT attempt_id FROM attempts")}


@contextmanager
def working(kiosk: KioskClient, sign_in_id: str) -> Iterator[list[str]]:
    """Let a kiosk send attempts without a pause; gives the ids of those that the server has acknowledged."""
    acknowledged: list[str] = []
    stopping = threading.Event()

    def work() -> None:
        while not stopping.is_set():
            events = [kiosk.event(sign_in_id, attempt(f"{number}" * 500)) for number in range(10)]
            kiosk.send(*events)
            acknowledged.extend(event.event_id for event in events)

    sending = threading.Thread(target=work)
    sending.start()
    try:
        yield acknowledged
    finally:
        stopping.set()
        sending.join(LIMIT_SECONDS)


def test_backups_under_load_are_whole_and_hold_everything_acknowledged(served: ServedRoom, tmp_path: Path) -> None:
    slip = served.add_learner("101")
    served.start_session()
    kiosk = served.kiosk()
    settings = served.parts.settings
    with working(kiosk, kiosk.sign_in(slip.number, slip.pin).sign_in_id) as acknowledged:
        for number in range(BACKUPS):
            seen = len(acknowledged)
            eventually(lambda seen=seen: len(acknowledged) > seen, "the kiosk's work arrives")  # type: ignore[misc]
            before = set(acknowledged)
            file = tmp_path / f"{number}.outset-backup"
            assert main(["backup", str(file), "--folder", str(settings.folder)]) == 0
            restored = tmp_path / f"restored {number}"
            assert main(["restore", str(file), "--folder", str(restored)]) == 0
            assert before <= attempts_of(restored / "classroom.sqlite")


def next_lease(kiosk: KioskClient) -> SessionLease:
    with kiosk.stream() as events:
        name, token = next(events)
    assert name == "lease"
    payload = token.split(".")[1]
    return SessionLease.model_validate_json(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def test_a_kiosk_goes_on_with_a_server_that_was_restored(room: Room, tmp_path: Path) -> None:
    server = RunningServer(room, tmp_path / "server.log")
    server.start()
    try:
        slip = room.add_learner("101")
        kiosk = server.kiosk()
        room.start_session()
        sign_in = kiosk.sign_in(slip.number, slip.pin)
        file, folder = tmp_path / "backup", room.parts.settings.folder
        commands.back_up(room.parts.settings, file)
        kiosk.send(kiosk.event(sign_in.sign_in_id, attempt()))
        before = next_lease(kiosk)
        server.kill()
        folder.rename(tmp_path / "broken")
        commands.restore(file, room.parts.settings)
        server.start()
        assert next_lease(kiosk).sequence > before.sequence
        event = kiosk.event(sign_in.sign_in_id, attempt("2"))
        assert kiosk.send(event).fates == {event.event_id: Fate.APPLIED}
    finally:
        server.stop_if_running()


def test_a_backup_replaces_an_older_one_only_when_it_is_whole(room: Room, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    commands.back_up(room.parts.settings, file)
    first = file.read_bytes()
    room.classroom.database.close()
    room.parts.settings.database_path.write_bytes(b"no database" * 1000)
    with pytest.raises(DatabaseUnusable):
        commands.back_up(room.parts.settings, file)
    assert file.read_bytes() == first
    assert file.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir() if "unfinished" in path.name] == []


def test_a_backup_that_failed_is_not_in_the_log(room: Room, tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(SiteUnusable, match="is no file"):
            commands.back_up(room.parts.settings, tmp_path)
    commands.back_up(room.parts.settings, tmp_path / "backup")
    with room.classroom.database.read() as work:
        actions = [row.action for row in audit.rows_in_order(work)]
    assert actions.count(Action.BACKUP_MADE) == 1


def test_a_backup_before_the_first_start_of_a_new_version_is_as_the_old_one_left_it(tmp_path: Path) -> None:
    settings = ServerSettings(tmp_path / "classroom")
    commands.make_site(settings, [])
    older = Database.at(settings.database_path)
    config = alembic_config()
    with older.write(COMMAND) as work:
        config.attributes["connection"] = work.rows.connection()
        command.upgrade(config, "0009")
    older.close()
    commands.back_up(settings, tmp_path / "backup")
    saved = tmp_path / "saved"
    with tarfile.open(tmp_path / "backup") as tar, tar.extractfile(DATABASE) or BytesIO() as content:
        saved.write_bytes(content.read())
    with closing(sqlite3.connect(saved)) as rows:
        assert rows.execute("SELECT version_num FROM alembic_version").fetchone() == ("0009",)


def test_a_backup_is_not_written_over_what_it_saves(room: Room) -> None:
    settings = room.parts.settings
    kept = settings.database_path.read_bytes()
    for to in (settings.database_path, settings.folder / "secrets" / "ca.key", settings.folder / "new"):
        with pytest.raises(SiteUnusable, match="is in the folder"):
            commands.back_up(settings, to)
    assert settings.database_path.read_bytes()[:100] == kept[:100]
    assert not (settings.folder / "new").exists()


def test_the_disk_of_a_backup_that_is_out_or_full_is_named(
    room: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever reads it must not take the server's own disk for the one that is wrong."""
    site, stick = str(room.parts.settings.folder), tmp_path / "stick"
    assert main(["backup", "--folder", site, str(stick / "b")]) == 2
    assert f"{stick} is not there\n  next: put its disk in" in capsys.readouterr().err
    assert main(["restore", "--folder", str(tmp_path / "new"), str(stick / "b")]) == 2
    assert f"{stick / 'b'} is no file that is there\n  next: check its name" in capsys.readouterr().err
    pipe = tmp_path / "as-a-device"
    os.mkfifo(pipe)
    assert main(["backup", "--folder", site, str(pipe)]) == 2
    assert f"{pipe} is no file" in capsys.readouterr().err
    assert pipe.is_fifo()
    stick.mkdir()
    with files_of_at_most(100_000):
        assert main(["backup", "--folder", site, str(stick / "b")]) == 2
    said = capsys.readouterr().err
    assert f"{stick / 'b'} cannot be written: No space left on device\n  next: name a file on a disk with room" in said
    assert list(stick.iterdir()) == []


@contextmanager
def files_of_at_most(size_bytes: int) -> Iterator[None]:
    """Let no file grow over a size, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_second_backup_to_one_file_is_refused_and_the_first_becomes_whole(room: Room, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    unfinished = tmp_path / ".backup.unfinished"
    unfinished.mkdir()
    (unfinished / "left").write_text("of a power cut")
    with folder_locked(unfinished), pytest.raises(BackupUnusable, match="another command"):
        commands.back_up(room.parts.settings, file)
    commands.back_up(room.parts.settings, file)
    commands.restore(file, ServerSettings(tmp_path / "restored"))
    assert not unfinished.exists()


def test_nobody_is_signed_in_in_a_restored_folder_and_no_one_time_password_works(room: Room, tmp_path: Path) -> None:
    password = room.create_account("Ana")
    unused = room.create_account("Bea")
    database = room.classroom.database
    visit = accounts.log_in(database, "Ana", password)
    assert isinstance(visit, LoggedIn)
    commands.back_up(room.parts.settings, tmp_path / "backup")
    settings = ServerSettings(tmp_path / "restored")
    commands.restore(tmp_path / "backup", settings)
    restored = commands.open_database(settings)
    assert accounts.find_visit(database, visit.token) is not None
    assert accounts.find_visit(restored, visit.token) is None
    outcome = accounts.log_in(restored, "Bea", unused)
    assert isinstance(outcome, LogInRefused)
    assert outcome.is_spent
    restored.close()


def broken_backups(file: Path) -> Iterator[bytes]:
    whole = file.read_bytes()
    yield b""
    yield b"text"
    yield whole[: len(whole) // 2]
    yield whole.replace(b"-----BEGIN PRIVATE KEY-----", b"-----BEGIN PRIVATE KEX-----")
    stray = file.with_name("stray")
    with tarfile.open(file) as old, tarfile.open(stray, "w") as new:
        for member in old:
            new.addfile(member, old.extractfile(member))
        new.add(__file__, "../outside")
    yield stray.read_bytes()


def test_a_file_that_is_no_whole_backup_restores_nothing(room: Room, tmp_path: Path) -> None:
    file, folder = tmp_path / "backup", tmp_path / "again"
    commands.back_up(room.parts.settings, file)
    for content in broken_backups(file):
        file.write_bytes(content)
        with pytest.raises(BackupUnusable) as unusable:
            commands.restore(file, ServerSettings(folder))
        assert "another backup" in unusable.value.hint
        assert not folder.exists()


def test_a_restored_folder_is_told_of_what_verify_log_would_find(
    room: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    room.create_account("Ana")
    with room.classroom.database.engine.begin() as rows:
        rows.exec_driver_sql("UPDATE accounts SET account_id = 'nobody made this one'")
    file, restored = tmp_path / "backup", tmp_path / "restored"
    commands.back_up(room.parts.settings, file)
    assert main(["restore", str(file), "--folder", str(restored)]) == 1
    said = capsys.readouterr().err
    assert main(["verify-log", "--folder", str(restored)]) == 1
    for text in (said, capsys.readouterr().err):
        assert "stands there, and nobody created it" in text


def test_a_backup_is_not_restored_over_a_classroom(room: Room, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    commands.back_up(room.parts.settings, file)
    with pytest.raises(SiteUnusable, match="not empty"):
        commands.restore(file, room.parts.settings)


@pytest.mark.parametrize("words", [
    ["accounts", "create", "rosa"], ["accounts", "reset", "rosa"], ["migrate"], ["verify-log"], ["backup", "file"],
])  # fmt: skip
def test_a_mistyped_folder_is_no_new_classroom(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mistyped = tmp_path / "clasroom"
    assert main([*words, "--folder", str(mistyped)]) == 2
    said = capsys.readouterr()
    assert "holds no site" in said.err
    assert "next:" in said.err
    assert said.out == ""
    assert not mistyped.exists()
