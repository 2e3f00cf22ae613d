"""The hash of a disk image says what is on it, not how the file holds it."""

from pathlib import Path

from image.building.manifest import CHUNK_BYTES, sha256


def test_a_hole_and_written_zeros_are_the_same(tmp_path: Path) -> None:
    sparse, full = tmp_path / "sparse.img", tmp_path / "full.img"
    with sparse.open("wb") as file:
        file.seek(3 * CHUNK_BYTES)
        file.write(b"something")
        file.truncate(9 * CHUNK_BYTES)
    full.write_bytes(sparse.read_bytes())
    assert sparse.stat().st_blocks < full.stat().st_blocks
    assert sha256(sparse) == sha256(full)


def test_where_bytes_stand_and_how_long_the_disk_is_count(tmp_path: Path) -> None:
    hashes = set()
    for number, (offset, size) in enumerate(((0, 4), (1, 4), (0, 5))):
        disk = tmp_path / f"{number}.img"
        with disk.open("wb") as file:
            file.seek(offset * CHUNK_BYTES)
            file.write(b"x")
            file.truncate(size * CHUNK_BYTES)
        hashes.add(sha256(disk))
    assert len(hashes) == 3


def test_an_empty_disk_has_a_hash(tmp_path: Path) -> None:
    disk = tmp_path / "empty.img"
    with disk.open("wb") as file:
        file.truncate(CHUNK_BYTES)
    assert len(sha256(disk)) == 64
