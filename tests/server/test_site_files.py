"""The site's keys: private, whole, kept for good; the certificate follows the addresses."""

import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from classroom_server import commands
from classroom_server.core.database import Database
from classroom_server.core.errors import DatabaseUnusable, SiteUnusable
from classroom_server.migrations.migrate import migrate
from classroom_server.migrations.tables import all_tables
from classroom_server.site import keys
from classroom_server.site.settings import ServerSettings
from kiosk_agent import process
from kiosk_agent.files import UNFINISHED, replace_durably
from tests.support.server.rooms import Room
from tests.support.server.running_server import SERVE
from tests.support.waiting import LIMIT_SECONDS, eventually


class PowerCutError(Exception):
    """The machine is off from here on."""


@pytest.fixture
def settings(tmp_path: Path) -> ServerSettings:
    return ServerSettings(tmp_path / "classroom")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_secret_files_are_their_owners_alone(room: Room) -> None:
    folder = room.parts.settings
    assert mode(folder.secrets_folder) == 0o700
    assert {mode(path) for path in folder.secrets_folder.iterdir()} == {0o600}
    assert {mode(path) for path in folder.folder.glob("classroom.sqlite*")} == {0o600}
    assert mode(folder.ca_path) == 0o644
    assert "PRIVATE" not in folder.ca_path.read_text()


def test_the_second_time_nothing_changes(settings: ServerSettings) -> None:
    first = keys.ensure(settings, ["10.0.2.2"])
    files = {path: path.read_bytes() for path in settings.folder.rglob("*") if path.is_file()}
    again = keys.ensure(settings, ["10.0.2.2"])
    assert again.lease_public_key == first.lease_public_key
    assert keys.ensure(settings, []).addresses == first.addresses
    assert files == {path: path.read_bytes() for path in settings.folder.rglob("*") if path.is_file()}


def test_new_addresses_or_old_age_renew_the_certificate_under_the_same_authority(settings: ServerSettings) -> None:
    keys.ensure(settings, ["10.0.2.2"])
    authority, tls = settings.ca_path.read_bytes(), (settings.secrets_folder / "tls.pem").read_bytes()
    moved = keys.ensure(settings, ["10.0.2.2", "desk.lan"])
    assert moved.addresses == ("10.0.2.2", "127.0.0.1", "desk.lan", "localhost")
    renewed = (settings.secrets_folder / "tls.pem").read_bytes()
    assert renewed != tls
    later = keys.ensure(settings, [], datetime.now(UTC) + timedelta(days=600))
    assert later.addresses == moved.addresses
    assert (settings.secrets_folder / "tls.pem").read_bytes() != renewed
    assert settings.ca_path.read_bytes() == authority


def test_the_authority_may_not_vouch_for_the_internet(settings: ServerSettings) -> None:
    keys.ensure(settings, ["desk.lan"])
    with pytest.raises(SiteUnusable, match="may not vouch"):
        keys.ensure(settings, ["example.com"])
    with pytest.raises(SiteUnusable, match="may not vouch"):
        keys.ensure(settings, ["203.0.113.7"])


@pytest.mark.parametrize("address", ["https://desk", "10.0.0.1:8443", "a b", "", "desk/../x"])
def test_what_is_no_address_is_said_to_be_none(settings: ServerSettings, address: str) -> None:
    with pytest.raises(SiteUnusable, match="not an address"):
        keys.ensure(settings, [address])
    assert not settings.folder.exists()


def test_a_key_that_others_can_read_or_that_is_gone_stops_the_server(settings: ServerSettings) -> None:
    keys.ensure(settings, [])
    key = settings.secrets_folder / "lease.key"
    key.chmod(0o644)
    with pytest.raises(SiteUnusable, match="read by others"):
        keys.ensure(settings, [])
    key.unlink()
    with pytest.raises(SiteUnusable, match="missing"):
        keys.ensure(settings, [])


def test_no_key_that_a_power_cut_left_half_written_stays(settings: ServerSettings) -> None:
    settings.secrets_folder.mkdir(parents=True)
    for name, addresses in (("ca.key", []), ("tls.pem", ["desk.lan"])):
        (settings.secrets_folder / f"{name}.0a0a0a0a{UNFINISHED}").write_bytes(b"-----BEGIN PRIVATE")
        keys.ensure(settings, addresses)
        assert list(settings.secrets_folder.glob(f"*{UNFINISHED}")) == []


@pytest.mark.parametrize("written", range(4))
def test_a_site_whose_making_was_cut_off_is_made_the_next_time(
    settings: ServerSettings, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    left = [replace_durably] * written

    def cut_off(path: Path, content: bytes, mode: int) -> None:
        if not left:
            raise PowerCutError
        left.pop()(path, content, mode)

    monkeypatch.setattr(keys, "replace_durably", cut_off)
    with pytest.raises(PowerCutError):
        keys.ensure(settings, ["desk.lan"])
    monkeypatch.undo()
    assert keys.ensure(settings, ["desk.lan"]).addresses == ("127.0.0.1", "desk.lan", "localhost")


@pytest.mark.parametrize(
    "lost",
    [("ca.pem", "tls.pem"), ("lease.key", "tls.pem"), ("ca.key", "lease.key", "tls.pem"), ("ca.key", "lease.key")],
)
def test_a_site_that_is_used_is_never_made_anew(room: Room, lost: tuple[str, ...]) -> None:
    folder = room.parts.settings
    for name in lost:
        (folder.ca_path if name == "ca.pem" else folder.secrets_folder / name).unlink()
    left = {path: path.read_bytes() for path in (folder.ca_path, *folder.secrets_folder.iterdir()) if path.exists()}
    with pytest.raises(SiteUnusable, match="is missing"):
        keys.ensure(folder, [])
    assert {path: path.read_bytes() for path in left} == left
    assert [key for key in lost if key.endswith(".key") and (folder.secrets_folder / key).exists()] == []


def test_a_site_that_lost_all_its_secrets_is_never_made_anew(settings: ServerSettings) -> None:
    keys.ensure(settings, [])
    for secret in settings.secrets_folder.iterdir():
        secret.unlink()
    with pytest.raises(SiteUnusable, match="is missing"):
        keys.ensure(settings, [])


def test_an_account_is_made_in_a_sites_folder_alone(settings: ServerSettings) -> None:
    with pytest.raises(SiteUnusable):
        commands.create_account(settings, "Ana")
    keys.ensure(settings, [])
    assert commands.create_account(settings, "Ana")


def test_strict_clients_accept_the_certificates(settings: ServerSettings) -> None:
    keys.ensure(settings, [])
    context = ssl.create_default_context(cafile=str(settings.ca_path))
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    assert context.get_ca_certs()


def test_the_migrations_make_the_tables_that_the_code_uses(room: Room) -> None:
    with room.classroom.database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), all_tables())
    assert differences == []


def test_a_database_of_a_newer_version_or_of_something_else_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    other.write_bytes(b"this is no database at all, but a letter" * 100)
    with pytest.raises(DatabaseUnusable):
        migrate(Database.at(other))
    newer = Database.at(tmp_path / "newer.sqlite")
    migrate(newer)
    with newer.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseUnusable, match="another version"):
        migrate(newer)


def test_a_server_says_that_it_makes_a_new_site_and_says_so_once(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    argv = [*SERVE, "--port", "0", "--folder", str(tmp_path / "classroom")]

    def times_served() -> int:
        return log.read_text().count('"serving"')

    for before in (0, 1):
        server = process.start(argv, log=log)
        eventually(lambda: times_served() > before, "it serves")  # noqa: B023 - looked at within the turn
        server.terminate()
        assert server.wait(LIMIT_SECONDS) == 0
        assert log.read_text().count("no site is in this folder yet") == 1
