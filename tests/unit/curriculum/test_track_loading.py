"""A track is loaded as it is on disk, in Exercism's format with or without our additions."""

import json
from pathlib import Path

import pytest

from classroom_server.authoring.lint import lint
from kiosk_agent.curriculum import Kind, TestWords, load_track


def change_json(path: Path, **changes: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changes), encoding="utf-8")


def test_an_exercise_knows_its_files_and_facts(track_folder: Path) -> None:
    track = load_track(track_folder)
    exercise = track.exercise("two-sums")
    assert (track.slug, track.language_name, track.languages) == ("javascript", "javascript", ("en", "es"))
    assert exercise.solution_files == ("two-sums.js",)
    assert exercise.test_files == ("two-sums.spec.js",)
    assert exercise.exemplar_files == (".meta/exemplar.js",)
    assert (exercise.kind, exercise.minutes, exercise.deprecated) == (Kind.CODE, 5, False)
    assert exercise.stub() == "export const add = () => 0;\n"


def test_every_text_comes_in_the_language_asked_for(track_folder: Path) -> None:
    exercise = load_track(track_folder).exercise("two-sums")
    assert exercise.languages == ("en", "es")
    assert (exercise.title("en"), exercise.title("es")) == ("Two sums", "Dos cuentas")
    assert (exercise.concept_title("en"), exercise.concept_title("es")) == ("Sums", "Cuentas")
    assert (exercise.blurb("en"), exercise.blurb("es")) == ("Add up.", "Suma.")
    assert (exercise.instructions("en"), exercise.instructions("es")) == ("Add up.", "Suma.")
    assert exercise.introduction("es") == "El signo + suma."
    assert exercise.hints("es") == ("Usa +.", "Úsalo dos veces.")
    assert exercise.test_words("adds", "es") == TestWords(title="1 y 2 son 3", failure="Prueba con +.")
    assert exercise.test_words("no such test", "es") is None


def test_english_stands_in_for_a_translation_that_is_not_there(track_folder: Path, exercise_folder: Path) -> None:
    for path in exercise_folder.rglob("*es.*"):
        path.unlink()
    change_json(exercise_folder / ".meta/config.json", custom={})
    exercise = load_track(track_folder).exercise("two-sums")
    assert exercise.languages == ("en",)
    assert exercise.title("es") == "Two sums"
    assert exercise.instructions("es") == "Add up."
    assert exercise.hints("es") == ("Use +.", "Use it twice.")
    words = exercise.test_words("adds", "es")
    assert words is not None
    assert words.title == "1 and 2 make 3"


def test_an_imported_track_needs_nothing_of_ours(tmp_path: Path) -> None:
    folder = tmp_path / "python"
    exercise = folder / "exercises/practice/space-age"
    (exercise / ".meta").mkdir(parents=True)
    (exercise / ".docs").mkdir()
    config = {
        "language": "Python",
        "slug": "python",
        "track_pedigree": "unknown keys are let be",
        "exercises": {
            "practice": [{"slug": "space-age", "name": "Space Age", "practices": ["numbers"], "status": "deprecated"}],
            "foregone": ["lens-person"],
        },
    }
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    files = {"solution": ["space_age.py"], "test": ["space_age_test.py"], "example": [".meta/example.py"]}
    (exercise / ".meta/config.json").write_text(json.dumps({"files": files, "authors": []}), encoding="utf-8")
    for name in ("space_age.py", "space_age_test.py"):
        (exercise / name).write_text("pass\n", encoding="utf-8")
    (exercise / ".docs/instructions.md").write_text("# Instructions\n\nDo it.\n", encoding="utf-8")
    (exercise / ".docs/instructions.append.md").write_text("# Instructions append\n\nIn Python.\n", encoding="utf-8")
    track = load_track(folder)
    loaded = track.exercise("space-age")
    assert track.languages == ()
    assert loaded.languages == ("en",)
    assert loaded.deprecated
    assert loaded.concept_title("en") == "numbers"
    assert loaded.exemplar_files == (".meta/example.py",)
    assert loaded.instructions("es") == "Do it.\n\nIn Python."
    assert loaded.hints("en") == ()
    assert loaded.minutes is None


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("%{kebab_slug}.js", "two-sums.js"),
        ("%{snake_slug}.py", "two_sums.py"),
        ("%{camel_slug}.kt", "twoSums.kt"),
        ("src/%{pascal_slug}.kt", "src/TwoSums.kt"),
    ],
)
def test_the_tracks_patterns_name_the_files_where_an_exercise_does_not(
    track_folder: Path, exercise_folder: Path, pattern: str, name: str
) -> None:
    change_json(track_folder / "config.json", files={"solution": [pattern], "test": ["two-sums.spec.js"]})
    (exercise_folder / name).parent.mkdir(exist_ok=True)
    (exercise_folder / name).write_text("", encoding="utf-8")
    assert load_track(track_folder).exercise("two-sums").solution_files == (name,)


def test_an_unknown_slug_is_a_key_error(track_folder: Path) -> None:
    with pytest.raises(KeyError):
        load_track(track_folder).exercise("no-such-exercise")


def all_texts(folder: Path) -> list[str]:
    exercise = load_track(folder).exercise("two-sums")
    words = [exercise.test_words("adds", language) for language in exercise.languages]
    texts = [
        text
        for language in exercise.languages
        for text in (
            exercise.title(language),
            exercise.introduction(language),
            exercise.instructions(language),
            *exercise.hints(language),
        )
    ]
    return [exercise.stub(), *texts, *(word.failure for word in words if word)]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_mark_of_byte_order_and_ends_of_lines_are_no_part_of_any_text(track_folder: Path, ends: str) -> None:
    before = all_texts(track_folder)
    assert len(before) > 10
    for path in (path for path in track_folder.rglob("*") if path.is_file()):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", ends.encode()))
    assert all_texts(track_folder) == before
    # Nor is a translation older than a text that somebody's editor saved in its own way.
    assert lint(load_track(track_folder)) == ()
