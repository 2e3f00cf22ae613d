"""What lies beside an exercise's files without being listed: found, and at no cost to a hand-in however much it is."""

import sys
from pathlib import Path
from types import FrameType

import pytest

from kiosk_agent.curriculum import Exercise, read_track, unlisted
from kiosk_agent.runner.jail.hand_in import exercise_hand_in
from tests.support.jail.jails import write_track

FEW, MANY = 100, 10_000


def exercise_beside(folder: Path, count: int, ending: str) -> Exercise:
    files = {"one.py": "from helper import it\n", "one_test.py": "import one\n", "helper.py": "it = 1\n"}
    track = write_track(folder / f"{ending}-{count}/python", "python", {"one": files | {".meta/answer.py": "it = 1\n"}})
    for number in range(count):
        (track / f"exercises/practice/one/draft_{number}.{ending}").touch()
    found = read_track(track).track
    assert found is not None
    return found.exercises[0]


def calls_of_a_hand_in(exercise: Exercise) -> int:
    calls = 0

    def count(_frame: FrameType, event: str, _given: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        hand_in = exercise_hand_in(exercise, {})
    finally:
        sys.setprofile(None)
    assert sorted(hand_in.files) == ["helper.py", "one.py", "one_test.py"]
    return calls


@pytest.mark.parametrize("ending", ["py", "txt"])
def test_hand_in_does_no_more_for_ten_thousand_files_beside_than_for_a_hundred(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unlisted, "SETTLED_NANOSECONDS", 0)
    few, many = (exercise_beside(tmp_path, count, ending) for count in (FEW, MANY))
    first = calls_of_a_hand_in(many)
    assert first < 10 * MANY
    assert calls_of_a_hand_in(few) > calls_of_a_hand_in(few) == calls_of_a_hand_in(many)


def test_file_that_came_or_went_since_the_last_hand_in_is_noticed(tmp_path: Path) -> None:
    exercise = exercise_beside(tmp_path, 2, "py")
    for number in range(3):
        (exercise.folder / f"late_{number}.py").touch()
        assert f"late_{number}.py" in exercise_hand_in(exercise, {}).files
        (exercise.folder / f"late_{number}.py").unlink()
        assert f"late_{number}.py" not in exercise_hand_in(exercise, {}).files


def test_folder_of_sources_is_part_of_a_program_whole_and_no_link_is(tmp_path: Path) -> None:
    track = write_track(tmp_path / "python", "python", {"one": {"one_test.py": "", ".meta/answer.py": ""}})
    home = track / "exercises/practice/one"
    config = home / ".meta/config.json"
    config.write_text(config.read_text(encoding="utf-8").replace('"one.py"', '"src/one.py"'), encoding="utf-8")
    for path in ("src/one.py", "src/deep/of_it.py", "other/no.py"):
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).touch()
    (home / "src/link.py").symlink_to(home / "other/no.py")
    found = read_track(track).track
    assert found is not None
    assert list(exercise_hand_in(found.exercises[0], {}).files) == ["src/one.py", "one_test.py", "src/deep/of_it.py"]
