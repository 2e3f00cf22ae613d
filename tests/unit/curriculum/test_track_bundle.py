"""A kiosk gets the exercises and none of the answers, and the same track gives the same bytes."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from kiosk_agent.curriculum import build_bundle, exercise_version, load_track
from kiosk_agent.errors import OutsetError, TrackInvalid


def contents(folder: Path) -> dict[str, tuple[bytes, int, float]]:
    return {
        path.relative_to(folder).as_posix(): (
            path.read_bytes() if path.is_file() else b"",
            path.stat().st_mode,
            path.stat().st_mtime,
        )
        for path in folder.rglob("*")
    }


def test_a_bundle_loads_and_holds_no_answer(track_folder: Path, exercise_folder: Path, tmp_path: Path) -> None:
    config = json.loads((exercise_folder / ".meta/config.json").read_text(encoding="utf-8"))
    config["files"] = {"invalidator": ["hidden.js"], "editor": ["beside.js"]}
    (exercise_folder / ".meta/config.json").write_text(json.dumps(config), encoding="utf-8")
    for name in ("hidden.js", "beside.js", "stray.js"):
        (exercise_folder / name).write_text("//\n", encoding="utf-8")
    build_bundle(track_folder, tmp_path / "bundle")
    bundle = load_track(tmp_path / "bundle").exercise("two-sums")
    assert bundle.exemplar_files == ()
    assert bundle.invalidator_files == ()
    assert bundle.editor_files == ("beside.js",)
    assert bundle.title("es") == "Dos cuentas"
    assert bundle.concept_title("es") == "Cuentas"
    assert bundle.hints("es") == ("Usa +.", "Úsalo dos veces.")
    assert bundle.minutes == 5
    files = sorted(path for path, (content, _, _) in contents(tmp_path / "bundle").items() if content)
    home = "exercises/concept/two-sums"
    assert files == [
        "bundle.json",
        "config.json",
        *(f"{home}/.docs/{name}.md" for name in ("hints.es", "hints", "instructions.es", "instructions")),
        *(f"{home}/.docs/{name}.md" for name in ("introduction.es", "introduction")),
        *(f"{home}/.meta/{name}" for name in ("catalogue/en.toml", "catalogue/es.toml", "config.json")),
        *(f"{home}/{name}" for name in ("beside.js", "two-sums.js", "two-sums.spec.js")),
    ]


def test_no_file_that_is_an_answer_gets_in_by_another_name(
    track_folder: Path, exercise_folder: Path, tmp_path: Path
) -> None:
    files = {"editor": [".meta/exemplar.js"]}
    (exercise_folder / ".meta/config.json").write_text(json.dumps({"files": files}), encoding="utf-8")
    build_bundle(track_folder, tmp_path / "bundle")
    assert not list((tmp_path / "bundle").rglob("exemplar*"))


def test_a_bundle_is_named_by_the_hash_of_a_manifest_of_all_that_it_holds(track_folder: Path, tmp_path: Path) -> None:
    build_bundle(track_folder, tmp_path / "bundle")
    manifest = (tmp_path / "bundle/bundle.json").read_bytes()
    found = {path: content for path, (content, _, _) in contents(tmp_path / "bundle").items() if content}
    del found["bundle.json"]
    assert json.loads(manifest)["files"] == {
        path: hashlib.sha256(content).hexdigest() for path, content in found.items()
    }
    exercises = load_track(tmp_path / "bundle").exercises
    assert {exercise.bundle_hash for exercise in exercises} == {hashlib.sha256(manifest).hexdigest()}
    assert {exercise.bundle_hash for exercise in load_track(track_folder).exercises} == {None}


def test_an_exercise_has_one_version_in_its_track_and_in_a_bundle(track_folder: Path, tmp_path: Path) -> None:
    build_bundle(track_folder, tmp_path / "bundle")
    bundled, own = (load_track(folder).exercise("two-sums") for folder in (tmp_path / "bundle", track_folder))
    assert exercise_version(bundled) == exercise_version(own)


@pytest.mark.parametrize(
    ("path", "changes"),
    [("two-sums.js", True), ("two-sums.spec.js", True), (".docs/instructions.md", False), (".meta/exemplar.js", False)],
)
def test_only_what_a_verdict_depends_on_makes_another_version(
    track_folder: Path, exercise_folder: Path, path: str, *, changes: bool
) -> None:
    exercise = load_track(track_folder).exercise("two-sums")
    before = exercise_version(exercise)
    with (exercise_folder / path).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert (exercise_version(exercise) != before) is changes


def test_the_same_track_gives_the_same_bytes_modes_and_times(track_folder: Path, tmp_path: Path) -> None:
    build_bundle(track_folder, tmp_path / "first")
    for path in track_folder.rglob("*"):
        os.utime(path, (1, 1))
    mask = os.umask(0o077)
    try:
        build_bundle(track_folder, tmp_path / "second")
    finally:
        os.umask(mask)
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


def test_a_new_bundle_replaces_the_old_one_whole(track_folder: Path, tmp_path: Path) -> None:
    build_bundle(track_folder, tmp_path / "bundle")
    (tmp_path / "bundle/old").write_text("", encoding="utf-8")
    build_bundle(track_folder, tmp_path / "bundle")
    assert not (tmp_path / "bundle/old").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundle", "javascript"]


def test_a_folder_that_is_not_a_bundle_is_never_replaced(track_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home/letter").write_text("dear", encoding="utf-8")
    with pytest.raises(TrackInvalid, match="not a track"):
        build_bundle(track_folder, tmp_path / "home")
    assert (tmp_path / "home/letter").read_text(encoding="utf-8") == "dear"


def test_deprecated_exercises_stay_behind(track_folder: Path, tmp_path: Path) -> None:
    config = json.loads((track_folder / "config.json").read_text(encoding="utf-8"))
    config["exercises"]["concept"][0]["status"] = "deprecated"
    (track_folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    build_bundle(track_folder, tmp_path / "bundle")
    assert load_track(tmp_path / "bundle").exercises == ()


def test_a_disk_that_refuses_is_named_with_a_next_step(track_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutsetError, match=r"cannot write .*file/bundle: .+\n  next: check who owns"):
        build_bundle(track_folder, tmp_path / "file/bundle")
