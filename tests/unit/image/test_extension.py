"""What is asked of a disk before the kernel is asked to check it."""

import base64
import json
from pathlib import Path

import pytest

from image.extensions.extension_disk import ExtensionUnsafe, refuse_privileges
from kiosk_agent.updates.extension import ExtensionRefused, main, partitions_of, read_signature

HASH = "0123456789abcdef" * 4
SIGNATURE = base64.b64encode(bytes(300)).decode()


def partition_saying(folder: Path, said: object) -> Path:
    path = folder / "partition"
    path.write_bytes(json.dumps(said).encode() + bytes(4096))
    return path


def test_signature_is_read_from_a_padded_partition(tmp_path: Path) -> None:
    said = {"rootHash": HASH, "certificateFingerprint": HASH, "signature": SIGNATURE}
    read = read_signature(partition_saying(tmp_path, said))
    assert (read.root_hash, read.signature) == (HASH, SIGNATURE)


@pytest.mark.parametrize(
    "said",
    [
        {"rootHash": HASH},
        {"rootHash": HASH, "signature": ""},
        {"rootHash": HASH, "signature": f"{SIGNATURE},panic-on-corruption"},
        {"rootHash": HASH[:-2], "signature": SIGNATURE},
        {"rootHash": f"{HASH}\n", "signature": SIGNATURE},
        {"rootHash": "-h", "signature": SIGNATURE},
        {"rootHash": [HASH], "signature": SIGNATURE},
        [HASH, SIGNATURE],
        "",
    ],
)
def test_what_is_no_signature_is_refused(tmp_path: Path, said: object) -> None:
    with pytest.raises(ExtensionRefused) as refused:
        read_signature(partition_saying(tmp_path, said))
    assert refused.value.hint


def test_empty_partition_and_none_at_all_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(bytes(16384))
    for name in ("empty", "none"):
        with pytest.raises(ExtensionRefused):
            read_signature(tmp_path / name)


def test_partitions_are_taken_by_their_numbers_and_all_three_are_needed(tmp_path: Path) -> None:
    for number, name in ((2, "loop9p2"), (1, "loop9p1")):
        (tmp_path / "loop9" / name).mkdir(parents=True)
        (tmp_path / "loop9" / name / "partition").write_text(f"{number}\n")
    with pytest.raises(ExtensionRefused, match="no partition 3"):
        partitions_of(Path("/dev/loop9"), block_devices=tmp_path)
    (tmp_path / "loop9/loop9p3").mkdir()
    (tmp_path / "loop9/loop9p3/partition").write_text("3\n")
    found = partitions_of(Path("/dev/loop9"), block_devices=tmp_path)
    assert [path.name for path in (found.files, found.hashes, found.signature)] == ["loop9p1", "loop9p2", "loop9p3"]


@pytest.mark.parametrize("name", ["", "..", "a/b", "-x", "A", "a" * 40])
def test_name_that_is_a_path_or_an_option_is_refused(name: str) -> None:
    with pytest.raises(SystemExit):
        main(["open", "--", name, "/dev/null"])


def test_extension_brings_no_program_with_rights_of_its_own(tmp_path: Path) -> None:
    program = tmp_path / "usr/bin/program"
    program.parent.mkdir(parents=True)
    program.write_text("")
    program.chmod(0o755)
    refuse_privileges(tmp_path)
    program.chmod(0o4755)
    with pytest.raises(ExtensionUnsafe, match="program"):
        refuse_privileges(tmp_path)
