"""Whatever lies in a track's folder, it is loaded or refused with the file's name and a next step."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_agent.curriculum import build_bundle, load_track
from kiosk_agent.curriculum.files import FILE_BYTES, inside
from kiosk_agent.errors import TrackInvalid

EXERCISE_CONFIG = ".meta/config.json"


def set_files(exercise: Path, **files: list[str]) -> None:
    (exercise / EXERCISE_CONFIG).write_text(json.dumps({"files": files}), encoding="utf-8")


def refusal(folder: Path) -> TrackInvalid:
    with pytest.raises(TrackInvalid) as caught:
        load_track(folder)
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize("path", ["../../../secret", "/etc/passwd", "a/../../b", "..", "", "a\\b"])
def test_a_path_that_leads_out_is_refused(track_folder: Path, exercise_folder: Path, path: str) -> None:
    for kind in ("solution", "test", "editor", "exemplar", "example", "invalidator"):
        set_files(exercise_folder, **{kind: [path]})
        assert "leads out" in refusal(track_folder).message


@given(st.text(max_size=40))
def test_no_path_at_all_gets_outside(path: str) -> None:
    folder = Path("/nowhere/track")
    try:
        found = inside(folder, path)
    except TrackInvalid:
        return
    assert folder in Path(os.path.normpath(found)).parents or found == folder


def test_a_symbolic_link_is_refused_wherever_it_stands(track_folder: Path, exercise_folder: Path) -> None:
    outside = track_folder.parent / "outside"
    outside.mkdir()
    (outside / "two-sums.js").write_text("secret", encoding="utf-8")
    stub = exercise_folder / "two-sums.js"
    stub.unlink()
    stub.symlink_to(outside / "two-sums.js")
    assert "symbolic link" in refusal(track_folder).message
    (exercise_folder / "deep").symlink_to(outside)
    set_files(exercise_folder, solution=["deep/two-sums.js"])
    assert "symbolic link" in refusal(track_folder).message


def test_a_linked_text_is_refused_when_it_is_read(track_folder: Path, exercise_folder: Path) -> None:
    instructions = exercise_folder / ".docs/instructions.md"
    instructions.unlink()
    instructions.symlink_to("/etc/hostname")
    exercise = load_track(track_folder).exercise("two-sums")
    with pytest.raises(TrackInvalid, match="symbolic link"):
        exercise.instructions("en")


def test_a_linked_exercise_folder_is_refused(track_folder: Path, exercise_folder: Path) -> None:
    elsewhere = track_folder.parent / "elsewhere"
    exercise_folder.rename(elsewhere)
    exercise_folder.symlink_to(elsewhere)
    assert "symbolic link" in refusal(track_folder).message


def test_a_file_of_50_megabytes_is_refused_unread(track_folder: Path, exercise_folder: Path) -> None:
    for path in (exercise_folder / "two-sums.js", track_folder / "config.json"):
        with path.open("wb") as file:
            file.truncate(50 * 1024 * 1024)
    assert str(FILE_BYTES) in refusal(track_folder).message


def test_a_stub_of_50_megabytes_stops_the_bundle_and_keeps_the_old_one(
    track_folder: Path, exercise_folder: Path
) -> None:
    destination = track_folder.parent / "bundle"
    build_bundle(track_folder, destination)
    with (exercise_folder / "two-sums.js").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(TrackInvalid, match=r"two-sums\.js"):
        build_bundle(track_folder, destination)
    assert load_track(destination).exercise("two-sums").stub() == "export const add = () => 0;\n"
    assert [path.name for path in track_folder.parent.iterdir() if path.name.startswith(".")] == []


def test_a_named_pipe_is_refused_at_once(track_folder: Path, exercise_folder: Path) -> None:
    (exercise_folder / EXERCISE_CONFIG).unlink()
    os.mkfifo(exercise_folder / EXERCISE_CONFIG)
    assert "not a plain file" in refusal(track_folder).message


def test_text_that_is_not_utf_8_is_refused_by_name(track_folder: Path, exercise_folder: Path) -> None:
    (exercise_folder / ".docs/instructions.es.md").write_bytes(b"Escribe la funci\xf3n.\n")
    exercise = load_track(track_folder).exercise("two-sums")
    with pytest.raises(TrackInvalid, match=r"instructions\.es\.md: it is not UTF-8 text \(byte 16\)"):
        exercise.instructions("es")


@pytest.mark.parametrize("character", ["\x1b", "\x00", "\x9b", "\r", "\u202e", "\u2066"])
def test_a_text_with_a_control_character_is_refused_with_its_line(
    track_folder: Path, exercise_folder: Path, character: str
) -> None:
    (exercise_folder / "two-sums.js").write_text(f"// one\n// {character}[2J two\n", encoding="utf-8", newline="")
    exercise = load_track(track_folder).exercise("two-sums")
    with pytest.raises(TrackInvalid, match=rf"two-sums\.js, line 2: .* U\+{ord(character):04X}"):
        exercise.stub()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff\xfe{}", b'{"language": 1}', b"[" * 100_000, b'{"exercises": {"concept": [{}]}}'],
)
def test_a_broken_config_is_refused_by_name(track_folder: Path, content: bytes) -> None:
    (track_folder / "config.json").write_bytes(content)
    assert "config.json" in refusal(track_folder).message


@pytest.mark.parametrize(
    "custom",
    [{"kind": "riddle"}, {"kind": "code", "minuts": 5}, {"minutes": 0}, {"translations": {"xx": {"title": "x"}}}],
)
def test_what_is_ours_is_read_strictly(track_folder: Path, exercise_folder: Path, custom: object) -> None:
    content = json.dumps({"custom": {"outset": custom}})
    (exercise_folder / EXERCISE_CONFIG).write_text(content, encoding="utf-8")
    assert "custom.outset" in refusal(track_folder).message


def spoil_entries(change: Callable[[list[dict[str, object]]], None], folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    change(config["exercises"]["concept"])
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")


def test_a_slug_is_no_path(track_folder: Path) -> None:
    spoil_entries(lambda entries: entries[0].update(slug="../two-sums"), track_folder)
    assert "slug" in refusal(track_folder).message


@pytest.mark.parametrize("name", ["\x1b[2J", "one\ntwo", "\u202eolleh", "", "x" * 121])
def test_a_name_is_one_plain_line(track_folder: Path, name: str) -> None:
    spoil_entries(lambda entries: entries[0].update(name=name), track_folder)
    assert "exercises.concept.0.name: " in refusal(track_folder).message


def test_a_fault_is_said_in_words(track_folder: Path) -> None:
    spoil_entries(lambda entries: entries[0].update(name="a\0b"), track_folder)
    assert refusal(track_folder).message.endswith("must be one line without control characters")
    spoil_entries(lambda entries: entries[0].update(name="Sums", slug="Two Sums"), track_folder)
    assert refusal(track_folder).message.endswith("must be small letters, digits and hyphens")


def test_the_same_exercise_twice_is_refused(track_folder: Path) -> None:
    spoil_entries(lambda entries: entries.append(entries[0]), track_folder)
    assert "two-sums more than once" in refusal(track_folder).message


def test_too_many_exercises_are_refused(track_folder: Path) -> None:
    spoil_entries(lambda entries: entries.extend({"slug": f"e{n}", "name": "E"} for n in range(1000)), track_folder)
    assert "1001 exercises" in refusal(track_folder).message


@pytest.mark.parametrize("name", ["two-sums.js", "two-sums.spec.js", EXERCISE_CONFIG])
def test_a_missing_file_is_named(track_folder: Path, exercise_folder: Path, name: str) -> None:
    (exercise_folder / name).unlink()
    why = refusal(track_folder)
    assert why.path == exercise_folder / EXERCISE_CONFIG
    assert name in why.message


def test_a_folder_that_is_no_track_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        why = refusal(folder)
        assert (why.path, why.problem) == (folder / "config.json", "it is missing")


@pytest.mark.parametrize(
    "content",
    [
        "[adds",
        '["adds"]\ntitle = "only a title"',
        '["adds"]\ntitle = 1\nfailure = 2',
        "x = " + "[" * 5000,
        "a." * 500_000 + "a = 1",
        '["adds"]\ntitle = "\\u001b[2J"\nfailure = "x"',
    ],
)
def test_a_broken_catalogue_is_refused_by_name(track_folder: Path, exercise_folder: Path, content: str) -> None:
    (exercise_folder / ".meta/catalogue/en.toml").write_text(content, encoding="utf-8")
    exercise = load_track(track_folder).exercise("two-sums")
    with pytest.raises(TrackInvalid, match=r"en\.toml"):
        exercise.test_words("adds", "en")
