"""What is no track, and a track that is broken in several places: each is said at once, and the rest is of use."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from classroom_server.authoring import check_command, test_command
from kiosk_agent.curriculum import build_bundle, load_track, load_tracks, read_track
from kiosk_agent.curriculum.unlisted import FILES_BESIDE
from kiosk_agent.errors import TrackInvalid
from kiosk_agent.runner.jail.hand_in import exercise_hand_in
from tests.support.jail.jails import write_track

FILES = {"%.py": "from helper import it\n", "%_test.py": "import %\n", ".meta/answer.py": "it = 1\n"}


def track_of(folder: Path, *slugs: str) -> Path:
    exercises = {
        slug: {path.replace("%", slug): text.replace("%", slug) for path, text in FILES.items()} for slug in slugs
    }
    return write_track(folder, "python", exercises)


def change(path: Path, spoil: Callable[[dict[str, list[dict[str, str]]]], None]) -> None:
    config = json.loads(path.read_text(encoding="utf-8"))
    spoil(config["exercises"])
    path.write_text(json.dumps(config), encoding="utf-8")


def touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def zip_at(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", "{}")


MISTAKEN: dict[str, tuple[Callable[[Path], None], str]] = {
    "nothing": (lambda _: None, "nothing is there"),
    "empty": (lambda path: path.mkdir(), "the folder is empty"),
    "file": (lambda path: path.touch(), "it is a file"),
    "archive": (zip_at, "it is an archive"),
    "specifications": (lambda path: touch(path / "exercises/acronym/canonical-data.json"), "problem-specifications"),
    "rustlings": (lambda path: touch(path / "rustlings-macros/info.toml"), "rustlings"),
    "exercise": (lambda path: touch(path / ".meta/config.json"), "it is one exercise"),
    "tracks": (lambda path: touch(track_of(path / "python", "one") / "README.md"), "it is a folder of tracks"),
    "other": (lambda path: touch(path / "README.md"), "it has no config.json"),
}


@pytest.mark.parametrize("what", MISTAKEN)
def test_what_is_no_track_is_said_to_be_none_and_what_it_is(tmp_path: Path, what: str) -> None:
    make, said = MISTAKEN[what]
    make(tmp_path / "it")
    for command in (check_command.main, test_command.main):
        with pytest.raises(TrackInvalid, match="this is no track") as caught:
            command([str(tmp_path / "it")])
        assert said in caught.value.message
        assert caught.value.hint
    if what == "tracks":
        assert caught.value.hint == "name one of them: python"


def test_every_broken_config_is_named_and_the_others_are_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    track = track_of(tmp_path / "python", "one", "two", "three", "four", "five", "six")
    home = track / "exercises/practice"
    (home / "one/.meta/config.json").write_text("{", encoding="utf-8")
    (home / "two/.meta/config.json").unlink()
    (home / "three/.meta/config.json").write_text('{"blurb": 1, "files": {"test": "x"}}', encoding="utf-8")
    (home / "four/.meta/config.json").write_text(
        '{"files": {"solution": ["a.py"], "test": ["b.py"]}}', encoding="utf-8"
    )
    (home / "five/.docs/instructions.md").unlink()
    assert check_command.main([str(track)]) == 1
    said = capsys.readouterr().out
    for slug in ("one", "two", "three", "four"):
        assert said.count(f"exercises/practice/{slug}/.meta/config.json: ") == 1
    for each in ("blurb: ", "files.test: ", "a.py is missing", "b.py is missing"):
        assert each in said
    # Places are told from the track's folder, which the author knows.
    assert str(track) not in said
    assert "five/.docs/instructions.md: no instructions" in said
    assert "python: 2 exercises (English only), 5 findings" in said


def test_broken_exercise_keeps_no_other_from_a_class(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    track = track_of(tmp_path / "python", "one", "two", "three")
    (track / "exercises/practice/two/two_test.py").unlink()
    change(track / "config.json", lambda exercises: exercises["practice"].append({"slug": "No Slug", "name": ""}))
    change(track / "config.json", lambda exercises: exercises["practice"].append({"slug": "one", "name": "One"}))
    (loaded,) = load_tracks(tmp_path)
    assert [exercise.slug for exercise in loaded.exercises] == ["one", "three"]
    assert [message.split(" is left out")[0] for message in caplog.messages] == [
        "python",
        "python",
        "python/one",
        "python/two",
    ]
    assert [fault.slug for fault in read_track(track).faults] == ["", "", "one", "two"]


def test_uuid_that_was_copied_is_named_with_all_that_have_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    track = track_of(tmp_path / "python", "one", "two", "three")

    def copy(exercises: dict[str, list[dict[str, str]]]) -> None:
        exercises["practice"][2]["uuid"] = "ONE"

    change(track / "config.json", copy)
    assert check_command.main([str(track)]) == 1
    assert "config.json: one and three have the same uuid, one\n  next: " in capsys.readouterr().out


@pytest.mark.parametrize("name", ["ruby", "go", "common-lisp"])
def test_track_that_no_toolchain_runs_is_said_to_be_one(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    track = track_of(tmp_path / "python", "one")
    config = json.loads((track / "config.json").read_text(encoding="utf-8"))
    (track / "config.json").write_text(json.dumps(config | {"slug": name}), encoding="utf-8")
    assert check_command.main([str(track)]) == 1
    assert (
        f"no toolchain here runs {name}\n  next: there are toolchains for java, javascript" in capsys.readouterr().out
    )
    with pytest.raises(TrackInvalid, match=f"no toolchain here runs {name}"):
        test_command.main([str(track)])


def test_ten_thousand_files_beside_a_solution_cost_nothing(tmp_path: Path) -> None:
    track = track_of(tmp_path / "python", "one")
    home = track / "exercises/practice/one"
    for number in range(10_000):
        (home / f"draft_{number}.py").touch()
    (home / "helper.py").write_text("it = 1\n", encoding="utf-8")
    found = read_track(track).track
    assert found is not None
    hand_in = exercise_hand_in(found.exercises[0], {})
    assert sorted(hand_in.files) == ["helper.py", "one.py", "one_test.py"]
    for number in range(10_000 - FILES_BESIDE + 3):
        (home / f"draft_{number}.py").unlink()
    assert len(exercise_hand_in(found.exercises[0], {}).files) == FILES_BESIDE


def test_a_bundle_that_cannot_be_built_says_every_fault_at_once(tmp_path: Path) -> None:
    track = track_of(tmp_path / "python", "one", "two", "three")
    home = track / "exercises/practice"
    (home / "one/.meta/config.json").write_text("{", encoding="utf-8")
    (home / "two/.meta/config.json").unlink()
    (home / "three/three.py").write_bytes(b"x" * (2**20 + 1))
    with pytest.raises(TrackInvalid) as caught:
        build_bundle(track, tmp_path / "bundle")
    said = str(caught.value)
    assert all(f"practice/{slug}" in said for slug in ("one", "two", "three"))
    assert said.count("next:") == 4
    assert not (tmp_path / "bundle").exists()
    with pytest.raises(TrackInvalid) as caught:
        load_track(track)
    assert all(f"practice/{slug}" in str(caught.value) for slug in ("one", "two"))
