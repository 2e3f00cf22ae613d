"""A folder that was a hostile program's is emptied, whatever is in it, and nothing beside it is touched."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_agent.runner.jail.clearing import NAMES_AT_ONCE, clear

DEPTH = 10_000


@pytest.fixture
def folder() -> Iterator[Path]:
    # In memory, as a slot is.
    with tempfile.TemporaryDirectory(dir="/dev/shm") as temporary:
        made = Path(temporary) / "room"
        made.mkdir()
        yield made


def test_any_depth_is_emptied(folder: Path) -> None:
    here = os.open(folder, os.O_RDONLY)
    for _ in range(DEPTH):
        os.mkdir("deep", dir_fd=here)
        deeper = os.open("deep", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)
    clear(folder)
    assert not any(folder.iterdir())


def test_links_are_removed_and_what_they_name_stays(folder: Path) -> None:
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "kept").write_text("kept")
    (folder / "link").symlink_to(outside)
    (folder / "inner").mkdir()
    (folder / "inner/link").symlink_to(outside, target_is_directory=True)
    (folder / "inner/loop").symlink_to(folder)
    os.link(outside / "kept", folder / "hard")
    os.mkfifo(folder / "inner/fifo")
    clear(folder)
    assert not any(folder.iterdir())
    assert (outside / "kept").read_text() == "kept"
    assert (outside / "kept").stat().st_nlink == 1


def test_folders_that_were_shut_are_opened(folder: Path) -> None:
    (folder / "a/b/c").mkdir(parents=True)
    (folder / "a/b/c/file").write_text("")
    for path in ("a/b/c", "a/b", "a"):
        (folder / path).chmod(0)
    clear(folder)
    assert not any(folder.iterdir())


def test_more_names_than_are_read_at_once_are_removed(folder: Path) -> None:
    for number in range(2 * NAMES_AT_ONCE + 1):
        (folder / f"{number}").touch()
    (folder / "\n\x1b[2J \udcff").mkdir()
    clear(folder)
    assert not any(folder.iterdir())
