"""One folder of tracks: a broken one never takes the others with it."""

import json
from pathlib import Path

import pytest

from kiosk_agent.curriculum import load_tracks


def test_a_broken_track_is_left_out_and_said(track_folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    for name, config in {"broken": "{", "empty": None}.items():
        (track_folder.parent / name).mkdir()
        if config is not None:
            (track_folder.parent / name / "config.json").write_text(config, encoding="utf-8")
    (track_folder.parent / "README.md").write_text("No track.\n", encoding="utf-8")
    assert [track.slug for track in load_tracks(track_folder.parent)] == ["javascript"]
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]
    assert "broken/config.json" in caplog.messages[0]


def test_no_folder_is_no_track(tmp_path: Path) -> None:
    assert load_tracks(tmp_path / "none") == []


def test_deprecated_exercises_are_known_and_not_offered(track_folder: Path) -> None:
    config = json.loads((track_folder / "config.json").read_text(encoding="utf-8"))
    config["exercises"]["concept"][0]["status"] = "deprecated"
    (track_folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (known,) = load_tracks(track_folder.parent)
    (offered,) = load_tracks(track_folder.parent, with_deprecated=False)
    assert known.exercise("two-sums").deprecated
    assert offered.exercises == ()
