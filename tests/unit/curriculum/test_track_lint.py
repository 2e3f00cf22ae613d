"""Each rule of `./outset track check`: a good track has no finding, and each fault has its own."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from classroom_server.authoring.check_command import main
from classroom_server.authoring.lint import lint
from kiosk_agent.curriculum import load_track


def put(path: str, text: str) -> Callable[[Path], None]:
    def spoil(exercise: Path) -> None:
        (exercise / path).write_text(text, encoding="utf-8")

    return spoil


def add(path: str, text: str) -> Callable[[Path], None]:
    def spoil(exercise: Path) -> None:
        file = exercise / path
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")

    return spoil


def drop(path: str) -> Callable[[Path], None]:
    return lambda exercise: (exercise / path).unlink()


def set_ours(**changes: object) -> Callable[[Path], None]:
    def spoil(exercise: Path) -> None:
        path = exercise / ".meta/config.json"
        config = json.loads(path.read_text(encoding="utf-8"))
        config["custom"]["outset"] |= changes
        path.write_text(json.dumps(config), encoding="utf-8")

    return spoil


FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "exemplar": (drop(".meta/exemplar.js"), "the right answer is missing"),
    "no instructions": (put(".docs/instructions.md", ""), "no instructions"),
    "untranslated": (drop(".docs/instructions.es.md"), "instructions.es.md: missing"),
    "stale": (add(".docs/hints.md", "- And again.\n"), ".docs/hints.md has changed since"),
    "stale words": (add(".meta/catalogue/en.toml", "# new\n"), "en.toml has changed since"),
    "unmarked": (put(".docs/hints.es.md", "- Usa +.\n- Usa +.\n"), ".docs/hints.md has changed since"),
    "no words": (put("two-sums.spec.js", 'test("adds all", () => {});\n'), "no words for the test 'adds all'"),
    "old words": (put("two-sums.spec.js", 'test("adds all", () => {});\n'), "words for 'adds', which is no test"),
    "no tests": (put("two-sums.spec.js", ""), "no test found"),
    "broken tests": (
        add("two-sums.spec.js", 'test("more", () => {\n  expect(add(1, 1).toBe(2);\n});\n'),
        "two-sums.spec.js, line 5: the tests cannot be read",
    ),
    "tests not closed": (
        add("two-sums.spec.js", '\ntest("more", () => {\n  expect(add(1, 1)).toBe(2);\n'),
        "two-sums.spec.js, line 5: the tests cannot be read",
    ),
    "groups": (add("two-sums.spec.js", 'describe("sums", () => {});\n'), "tests in groups"),
    "no hints": (put(".docs/hints.md", "Good luck.\n"), "no hint"),
    "uneven hints": (add(".docs/hints.es.md", "- Otra.\n"), "not as many hints"),
    "no minutes": (set_ours(minutes=None), "minutes are not between 5 and 15"),
    "long": (set_ours(minutes=40), "minutes are not between 5 and 15"),
    "no title": (set_ours(translations={}), "no title in es"),
    "no blurb": (set_ours(translations={"es": {"title": "Dos"}}), "no blurb in es"),
    "stray": (put("notes.txt", "old draft"), "notes.txt: nothing uses this file"),
    "stray wrong answer": (put(".meta/wrong/new.js", ""), "new.js: nothing uses this file"),
    "wrong answer gone": (drop(".meta/wrong/minus.js"), "minus.js: .meta/wrong.toml names it"),
    "few wrong answers": (put(".meta/wrong.toml", ""), "0 wrong answers, not 3"),
    "wrong test": (add(".meta/wrong.toml", '["x.js"]\nmistake = "x"\nfails = ["y"]\n'), "fail 'y', which is no test"),
    "wrong table": (add(".meta/wrong.toml", '["x.js"]\nmistake = "x"\n'), "x.js.fails"),
    "tab": (add(".docs/hints.md", "\tx\n"), "line 5 holds a tab"),
    "link": (add(".docs/hints.md", "See [this](https://example.org).\n"), "line 5 holds a link"),
    "wide code": (add(".docs/hints.md", f"```js\n{'x' * 65}\n```\n"), "line 6 of code is over 64 columns"),
    "open code": (add(".docs/hints.md", "```js\n"), "a code block is not closed"),
    "long sentence": (add(".docs/hints.md", "so " * 27 + ".\n"), "line 5 has a sentence of over 26 words"),
    "long failure": (
        put(".meta/catalogue/en.toml", f'["adds"]\ntitle = "t"\nfailure = "{"x" * 201}"\n'),
        "is over 200 characters",
    ),
    "huge stub": (put("two-sums.js", "/" * (64 * 1024 + 1)), "cannot be handed in"),
}


def test_a_good_track_has_no_finding(track_folder: Path) -> None:
    assert lint(load_track(track_folder)) == ()


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found(track_folder: Path, exercise_folder: Path, fault: str) -> None:
    spoil, expected = FAULTS[fault]
    spoil(exercise_folder)
    findings = [str(finding) for finding in lint(load_track(track_folder))]
    assert any(expected in finding for finding in findings), findings


def test_a_file_that_cannot_be_read_is_named_once_and_hides_no_other_fault(
    track_folder: Path, exercise_folder: Path
) -> None:
    (exercise_folder / ".docs/hints.md").write_bytes(b"\xff")
    (exercise_folder / ".meta/exemplar.js").unlink()
    (exercise_folder / ".docs/instructions.es.md").write_text("\tx\n", encoding="utf-8")
    (exercise_folder / "notes.txt").touch()
    found = lint(load_track(track_folder))
    home = "exercises/concept/two-sums"
    assert {finding.path for finding in found} >= {f"{home}/.meta/exemplar.js", f"{home}/notes.txt"}
    (hints,) = [finding for finding in found if finding.path == f"{home}/.docs/hints.md"]
    assert hints.problem == "it is not UTF-8 text (byte 0)"


def test_many_files_that_nothing_uses_are_a_few_lines(track_folder: Path, exercise_folder: Path) -> None:
    (exercise_folder / "node_modules/kit/parts").mkdir(parents=True)
    for number in range(1500):
        (exercise_folder / f"node_modules/kit/parts/{number}.js").touch()
    for number in range(40):
        (exercise_folder / f"draft-{number:02}.txt").touch()
    home = "exercises/concept/two-sums"
    assert [finding.message for finding in lint(load_track(track_folder))] == [
        f"{home}/node_modules/: nothing uses any of the 1500 files in it",
        *(f"{home}/draft-{number:02}.txt: nothing uses this file" for number in range(5)),
        f"{home}/: nothing uses 40 of the files in it; the first 5 are named",
    ]


def test_an_exercise_that_config_json_leaves_out_is_found(track_folder: Path) -> None:
    (track_folder / "exercises/practice/forgotten/.meta").mkdir(parents=True)
    assert [finding.path for finding in lint(load_track(track_folder))] == ["exercises/practice/forgotten"]


def test_broken_tests_are_found_in_an_imported_track_too(track_folder: Path, exercise_folder: Path) -> None:
    config = json.loads((track_folder / "config.json").read_text(encoding="utf-8"))
    (track_folder / "config.json").write_text(json.dumps(config | {"custom": {}}), encoding="utf-8")
    (exercise_folder / "two-sums.spec.js").write_text('\ntest("adds, () => {});\n', encoding="utf-8")
    (found,) = lint(load_track(track_folder))
    assert found.message.startswith("exercises/concept/two-sums/two-sums.spec.js, line 2: the tests cannot be read")
    assert "track test" in found.hint


def test_an_imported_track_is_held_only_to_exercisms_own_rules(track_folder: Path, exercise_folder: Path) -> None:
    config = json.loads((track_folder / "config.json").read_text(encoding="utf-8"))
    config["custom"] = {}
    (track_folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (exercise_folder / ".docs/hints.md").unlink()
    (exercise_folder / "package.json").write_text("{}", encoding="utf-8")
    assert lint(load_track(track_folder)) == ()


def test_the_command_says_what_is_wrong_and_ends_with_1(
    track_folder: Path, exercise_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(track_folder)]) == 0
    assert "1 exercises (en, es), 0 findings" in capsys.readouterr().out
    (exercise_folder / "notes.txt").write_text("", encoding="utf-8")
    assert main([str(track_folder)]) == 1
    assert "notes.txt: nothing uses this file\n  next: remove it" in capsys.readouterr().out


def test_a_translation_made_again_is_accepted_by_the_command(track_folder: Path, exercise_folder: Path) -> None:
    add(".docs/hints.md", "- And again.\n")(exercise_folder)
    add(".docs/hints.es.md", "- Y otra vez.\n")(exercise_folder)
    assert main([str(track_folder)]) == 1
    assert main([str(track_folder), "--accept-translations"]) == 0
    assert main([str(track_folder)]) == 0
    assert load_track(track_folder).exercise("two-sums").hints("es")[-1] == "Y otra vez."
