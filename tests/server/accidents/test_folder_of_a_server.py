"""The folder that a server works in: used twice, copied, put back, incomplete, or open to others."""

import asyncio
import shutil
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from classroom_server import commands
from classroom_server.core.actors import COMMAND
from classroom_server.core.database import Database
from classroom_server.core.errors import DatabaseUnusable, FolderInUse, SiteUnusable
from classroom_server.sessions.leases import LeaseGiver
from classroom_server.site import keys
from classroom_server.site.folder_lock import folder_locked
from classroom_server.site.settings import ServerSettings
from image.room import server as emulated
from kiosk_agent import process
from kiosk_agent.errors import ProgramFailed
from tests.support.server.rooms import Room, lease_number
from tests.support.server.running_server import SERVE, RunningServer
from tests.support.waiting import LIMIT_SECONDS


def test_a_second_server_on_one_folder_is_refused_and_the_first_goes_on(server: RunningServer) -> None:
    argv = [*SERVE, "--folder", str(server.room.parts.settings.folder), "--port", "0"]
    with pytest.raises(ProgramFailed) as failed:
        process.run(argv, timeout_seconds=LIMIT_SECONDS)
    assert failed.value.exit_code == 2
    assert "another server works in" in failed.value.output
    assert "next:" in failed.value.output
    with server.kiosk().stream() as events:
        assert next(events)[0] == "closed"


def test_a_server_that_was_killed_leaves_its_folder_free(server: RunningServer) -> None:
    server.kill()
    server.start()
    assert server.stop() == 0


def test_no_command_changes_the_shape_of_a_database_under_a_server_of_another_version(room: Room) -> None:
    settings, database = room.parts.settings, room.classroom.database
    with database.write(COMMAND) as work:
        work.rows.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    with folder_locked(settings.folder), pytest.raises(FolderInUse, match="of another version"):
        commands.verify_log(settings)
    with pytest.raises(DatabaseUnusable, match="another version"):
        commands.verify_log(settings)


def giver_of(room: Room, database: Database) -> LeaseGiver:
    return LeaseGiver(database, room.parts.site.lease_key)


def test_lease_numbers_of_a_folder_that_was_put_back_are_newer_all_the_same(room: Room, tmp_path: Path) -> None:
    before = giver_of(room, room.classroom.database)
    lease_number(before)
    copied = Path(shutil.copytree(room.parts.settings.folder, tmp_path / "copied"))
    room.clock.ahead = timedelta(minutes=5)
    last = max(lease_number(before) for _ in range(100))
    put_back = Database.at(copied / "classroom.sqlite", room.clock)
    room.clock.ahead = timedelta(minutes=6)
    assert lease_number(giver_of(room, put_back)) > last
    put_back.close()


def test_lease_numbers_are_set_aside_before_they_run_out_and_stay_those_of_the_time(room: Room) -> None:
    async def look_again() -> None:
        giver.keep_at_hand()
        for told in asyncio.all_tasks() - {asyncio.current_task()}:
            await told

    room.clock.stop()
    giver = giver_of(room, room.classroom.database)
    first = lease_number(giver)
    for seconds in (5, 14):
        room.clock.ahead = timedelta(seconds=seconds)
        assert giver.number_at_hand() == first + seconds * 1000
        asyncio.run(look_again())
    assert giver.number_at_hand() == first + 14_001


def test_lease_numbers_grow_though_the_clock_goes_back(room: Room) -> None:
    first = giver_of(room, room.classroom.database)
    room.clock.ahead = timedelta(days=1)
    numbers = [lease_number(first) for _ in range(2)]
    room.clock.ahead = timedelta(0)
    numbers.append(lease_number(first))
    numbers.append(lease_number(giver_of(room, room.classroom.database)))
    assert numbers == sorted(set(numbers))


def test_a_database_that_is_gone_is_not_made_anew_beside_its_keys(room: Room) -> None:
    room.classroom.database.close()
    for path in room.parts.settings.folder.glob("classroom.sqlite*"):
        path.unlink()
    with pytest.raises(DatabaseUnusable, match="missing") as unusable:
        commands.open_database(room.parts.settings)
    assert "backup" in unusable.value.hint
    assert not room.parts.settings.database_path.exists()


@pytest.mark.parametrize(
    "statements", [(), ("CREATE TABLE others (one)",), ("CREATE TABLE others (one)", "DROP TABLE others")]
)
def test_a_database_that_was_emptied_is_not_begun_anew_beside_its_keys(room: Room, statements: Sequence[str]) -> None:
    room.classroom.database.close()
    for path in room.parts.settings.folder.glob("classroom.sqlite*"):
        path.unlink()
    room.parts.settings.database_path.touch(mode=0o600)
    with closing(sqlite3.connect(room.parts.settings.database_path)) as rows:
        for statement in statements:
            rows.execute(statement)
    for _ in range(2):
        with pytest.raises(DatabaseUnusable, match="empty") as unusable:
            commands.open_database(room.parts.settings)
        assert "backup" in unusable.value.hint


def test_a_new_classroom_of_the_emulator_begins_with_the_keys_of_one_in_use(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = room.parts.settings
    used.in_use_path.touch(mode=0o600)
    monkeypatch.setattr(emulated, "DEVELOPMENT_SITE", used.folder)
    monkeypatch.setattr(emulated, "development_site", lambda _url: None)
    new = ServerSettings(folder=tmp_path / "new")
    emulated.copy_site(new.folder)
    commands.open_database(new).close()
    assert new.ca_path.read_bytes() == used.ca_path.read_bytes()


@pytest.mark.parametrize("name", ["ca.key", "tls.pem", "lease.key", "", "../classroom.sqlite"])
def test_a_private_file_or_folder_that_others_may_use_stops_the_server(room: Room, name: str) -> None:
    loose = room.parts.settings.secrets_folder / name
    loose.chmod(loose.stat().st_mode | 0o044)
    with pytest.raises(SiteUnusable, match="read by others") as unusable:
        keys.ensure(room.parts.settings, [])
    assert "chmod" in unusable.value.hint


def test_a_command_beside_a_running_server_still_works(server: RunningServer) -> None:
    argv = [sys.executable, "-m", "classroom_server", "accounts", "create", "rosa", "--folder"]
    assert process.run([*argv, str(server.room.parts.settings.folder)], timeout_seconds=LIMIT_SECONDS)
