import errno
import json
import os
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk_agent import files
from kiosk_agent.errors import StorageFull
from kiosk_agent.files import StateUnusable, make_private_folder, write_durably
from kiosk_agent.link.state import identity
from kiosk_agent.link.state.identity import DeviceKey, Enrolment
from kiosk_agent.protocol.enrolment import Approval, EnrolmentReply

REPLY = EnrolmentReply(kiosk_id="k", approval=Approval.APPROVED, name="Seat 1", lease_public_key="A" * 43)


def test_the_key_is_made_once_and_is_for_this_account_alone(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    make_private_folder(folder)
    made = DeviceKey.load_or_make(folder)
    assert DeviceKey.load_or_make(folder).public_key == made.public_key
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [(path.name, path.stat().st_mode & 0o777) for path in folder.iterdir()] == [(identity.KEY_FILE, 0o600)]
    assert len(made.fingerprint) == 6


def test_two_kiosks_never_have_one_key(tmp_path: Path) -> None:
    assert DeviceKey.load_or_make(tmp_path).public_key != DeviceKey.load_or_make(tmp_path.parent).public_key


def test_a_folder_that_others_could_read_is_closed(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir(mode=0o755)
    make_private_folder(tmp_path / "state")
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700


def test_a_power_cut_while_the_key_is_written_leaves_no_half_of_it(tmp_path: Path) -> None:
    (tmp_path / (identity.KEY_FILE + files.UNFINISHED)).write_bytes(b'{"private_key": "ab')
    made = DeviceKey.load_or_make(tmp_path)
    assert DeviceKey.load_or_make(tmp_path).public_key == made.public_key


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_no_flipped_bit_becomes_another_identity_in_silence(tmp_path: Path, where: int, bit: int) -> None:
    path = tmp_path / identity.KEY_FILE
    path.unlink(missing_ok=True)
    made = DeviceKey.load_or_make(tmp_path)
    content = bytearray(path.read_bytes())
    content[where % len(content)] ^= 1 << bit
    path.write_bytes(content)
    (tmp_path / (identity.KEY_FILE + identity.DAMAGED)).unlink(missing_ok=True)
    now = DeviceKey.load_or_make(tmp_path)
    # Either the very same key, or a new one with the old file kept: never the same place with another key.
    assert now.public_key == made.public_key or (tmp_path / (identity.KEY_FILE + identity.DAMAGED)).exists()
    assert DeviceKey.load_or_make(tmp_path).public_key == now.public_key


def test_a_key_that_may_not_be_read_is_a_fault_and_not_a_new_key(tmp_path: Path) -> None:
    (tmp_path / identity.KEY_FILE).mkdir()
    with pytest.raises(StateUnusable, match="next:"):
        DeviceKey.load_or_make(tmp_path)


def test_what_approval_taught_is_for_the_key_that_was_approved(tmp_path: Path) -> None:
    device = DeviceKey.load_or_make(tmp_path)
    learnt = Enrolment.learn(tmp_path, device, REPLY, None)
    assert Enrolment.load(tmp_path, device) == learnt
    (tmp_path / identity.KEY_FILE).unlink()
    assert Enrolment.load(tmp_path, DeviceKey.load_or_make(tmp_path)) is None


def test_the_lease_key_never_changes_but_the_name_may(tmp_path: Path) -> None:
    device = DeviceKey.load_or_make(tmp_path)
    first = Enrolment.learn(tmp_path, device, REPLY, None)
    other = REPLY.model_copy(update={"lease_public_key": "B" * 43, "name": "Seat 2"})
    learnt = Enrolment.learn(tmp_path, device, other, first)
    assert (learnt.lease_public_key, learnt.name) == ("A" * 43, "Seat 2")
    assert json.loads((tmp_path / identity.SITE_FILE).read_text())["lease_public_key"] == "A" * 43


@pytest.mark.parametrize("call", ["fsync", "fchmod", "open"])
def test_a_write_that_fails_leaves_the_old_content_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def refuse(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "file"
    write_durably(path, b"old")
    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(StorageFull):
        write_durably(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_power_cut_left_of_a_write_is_removed(tmp_path: Path) -> None:
    write_durably(tmp_path / "file", b"whole")
    (tmp_path / f"file.0a0a0a0a{files.UNFINISHED}").write_bytes(b"ha")
    files.remove_unfinished(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_a_file_has_the_mode_asked_for_whatever_the_mask(tmp_path: Path, mode: int) -> None:
    before = os.umask(0o077)
    try:
        files.replace_durably(tmp_path / "file", b"", mode)
    finally:
        os.umask(before)
    assert (tmp_path / "file").stat().st_mode & 0o777 == mode
