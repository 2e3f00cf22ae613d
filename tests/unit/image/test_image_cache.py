"""What a result was made from is told by a key, and nothing is left out of it unnoticed."""

from pathlib import Path

import pytest

from image import cache


def test_key_tells_contents_and_names_apart(tmp_path: Path) -> None:
    file = tmp_path / "one"
    keys = set()
    for name, text in (("one", "a"), ("one", "b"), ("two", "b")):
        file = file.rename(tmp_path / name) if file.exists() else file
        file.write_text(text)
        keys.add(cache.key(tmp_path))
    assert len(keys) == 3


def test_input_that_has_moved_away_is_a_fault_and_not_an_empty_input(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        cache.key(tmp_path / "moved.py")
