"""`./outset track check` names what is wrong with a task by file and line, all of it in one run."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from classroom_server.authoring import check_command
from kiosk_agent.curriculum import load_tracks
from kiosk_agent.curriculum.kinds.task_file import TASK_BYTES
from kiosk_agent.curriculum.toml_files import places_of
from tests.unit.curriculum.kinds.kinds_track import copied

HOME = "exercises/concept"


def change(path: str, old: str, new: str) -> Callable[[Path], None]:
    def spoil(track: Path) -> None:
        file = track / HOME / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    return spoil


def put(path: str, text: str) -> Callable[[Path], None]:
    def spoil(track: Path) -> None:
        (track / HOME / path).write_text(text, encoding="utf-8")

    return spoil


def link(track: Path) -> None:
    task = track / HOME / "how-often/.docs/task.toml"
    task.unlink()
    task.symlink_to("/etc/passwd")


def two_answer_files(track: Path) -> None:
    path = track / HOME / "how-often/.meta/config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config["files"]["solution"].append("more.txt")
    path.write_text(json.dumps(config), encoding="utf-8")
    (path.parents[1] / "more.txt").touch()


CHOICE, ES = "how-often/.docs/task.toml", "how-often/.docs/task.es.toml"
FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "no TOML": (change(CHOICE, "right = true", "right = yes"), f"{CHOICE}, line 3: it is not TOML"),
    "a word that is none": (
        change(CHOICE, "right", "rigth"),
        f"{CHOICE}, line 3: options.three-times.rigth: no such key",
    ),
    "text for a yes": (change(CHOICE, "true", '"yes"'), f"{CHOICE}, line 3: options.three-times.right: "),
    "two right": (
        change(CHOICE, 'why = "Wit', 'right = true\nwhy = "Wit'),
        f"{CHOICE}, line 7: options.once.right: more than one",
    ),
    "a control character": (change(CHOICE, '"Once"', r'"On\u001bce"'), f"{CHOICE}, line 6: options.once.text: must be"),
    "a hostile direction": (change(CHOICE, '"Once"', r'"On\u202ece"'), f"{CHOICE}, line 6: options.once.text: must be"),
    "no name": (change(CHOICE, "options.once", "options.ONE"), f"{CHOICE}, line 5: options.ONE.[key]: must be small"),
    "empty": (put(CHOICE, ""), f"{CHOICE}: options: it is missing"),
    "huge": (put(CHOICE, "#" * (TASK_BYTES + 1)), f"{CHOICE}: it has {TASK_BYTES + 1} bytes"),
    "deep": (put(CHOICE, "a." * 20_000 + "a = 1"), f"{CHOICE}, line 1: it has over 2000 characters"),
    "less deep": (put(CHOICE, "a." * 900 + "a = 1"), f"{CHOICE}, line 1: a: no such key"),
    "nested": (put(CHOICE, "a = " + "[" * 1_900), f"{CHOICE}: it is not TOML"),
    "a link": (link, f"{CHOICE}: it is a symbolic link"),
    "missing": (lambda track: (track / HOME / CHOICE).unlink(), f"{CHOICE}: it is missing"),
    "two answer files": (two_answer_files, "how-often/.meta/config.json: 2 files for one answer"),
    "an answer from the start": (put("how-often/answer.txt", "once\n"), f"{CHOICE}: the file for the answer is not"),
    "an option is not translated": (
        change(ES, '[options.sum]\ntext = "65 veces"\n', "[options.sum]\n"),
        f"{ES}, line 9: options.sum.text is missing",
    ),
    "a whole option is not translated": (
        change(ES, "[options.twice]\n", "[options.thrice]\n"),
        "options.twice.text is missing",
    ),
    "an option too many": (
        change(ES, "[options.twice]\n", "[options.thrice]\n"),
        f"{ES}, line 14: options.thrice.text is nothing that the English task says",
    ),
    "a translation that says what is right": (
        change(ES, 'text = "Tres veces"', 'text = "Tres veces"\nright = true'),
        f"{ES}, line 4: options.three-times.right is nothing",
    ),
    "a translation with two options alike": (
        change(ES, '"Dos veces"', '"Una vez"'),
        f"{ES}, line 14: options.twice.text: once and twice read the same",
    ),
    "an empty translation": (put(ES, "# source: 000000000000\n"), f"{ES}: options.once.why is missing"),
    "a deep translation": (put(ES, "a." * 900 + "a = 1"), f"{ES}, line 1: a.a"),
    "no translation": (lambda track: (track / HOME / ES).unlink(), f"{ES}: missing"),
    "the English has changed": (change(CHOICE, '"Once"', '"One time"'), "task.ro.toml: .docs/task.toml has changed"),
    "gaps that overlap": (
        change("lift-in-pairs/lift-in-pairs.js", "____", "________"),
        "lift-in-pairs/.docs/task.toml: line 2 of the stub has a gap that runs into something",
    ),
    "a distractor that is a line": (
        change("break-minutes/.docs/task.toml", '"total = minutes;"', '"total = total+minutes;"'),
        "break-minutes/.docs/task.toml, line 12: distractors.replaces.line: it is the same as a line of the solution",
    ),
    "a program that is not shown": (
        change("free-places/.docs/task.toml", '"free-places.js"', '"other.js"'),
        "free-places/.docs/task.toml, line 1: program: 'other.js' is no file that is shown",
    ),
    "a test that is none signs a step": (
        change("canteen-till/.docs/task.toml", '"one price"', '"two prices"'),
        "canteen-till/.docs/task.toml: a step is signed by 'two prices', which is no test",
    ),
    "a test signs no step": (
        change("canteen-till/.docs/task.toml", '"one price", ', ""),
        "canteen-till/.docs/task.toml: the test 'one price' signs no step",
    ),
    "a page without a page": (
        lambda track: (track / HOME / "error-message/.docs/introduction.md").unlink(),
        "error-message/.docs/introduction.md: missing",
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_broken_task_is_named_by_file_and_line_with_the_next_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    spoil, said = FAULTS[what]
    track = copied(tmp_path)
    spoil(track)
    assert check_command.main([str(track)]) == 1
    told = capsys.readouterr().out
    assert said in told
    assert str(track) not in told
    lines = told.splitlines()
    assert lines[next(number for number, line in enumerate(lines) if said in line) + 1].startswith("  next: ")


def test_all_faults_of_all_tasks_are_said_in_one_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    track = copied(tmp_path)
    change(CHOICE, 'text = "Once"\nwhy = "', 'text = "Three times"\nwhy = ""\n#"')(track)
    change("free-places/.docs/task.toml", "title", "titel")(track)
    change("lift-in-pairs/.docs/task.es.toml", "why", "por-que")(track)
    assert check_command.main([str(track)]) == 1
    told = capsys.readouterr().out
    for said in (
        "task.toml, line 6: options.once.text: three-times and once read the same",
        "task.toml, line 5: options.once: a wrong option without its reason",
        "task.toml, line 9: mistakes.last.titel: no such key is known here",
        "task.toml, line 7: mistakes.last.title: it is missing",
        "task.es.toml, line 4: gaps.empty-list.por-que is nothing that the English task says",
        "task.es.toml, line 16: gaps.push.why is missing",
    ):
        assert said in told
    assert "6 exercises" in told


def test_a_broken_task_keeps_no_other_exercise_from_a_class(tmp_path: Path) -> None:
    track = copied(tmp_path)
    change(CHOICE, "true", "1")(track)
    (loaded,) = load_tracks(tmp_path)
    assert len(loaded.exercises) == 7


def test_the_good_track_has_no_finding(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert check_command.main([str(copied(tmp_path))]) == 0, capsys.readouterr().out


def test_places_are_found_around_texts_of_several_lines() -> None:
    text = (
        "a = '''\n[no]\nb = 1\n'''\n[[x]]\n\"c-d\" = [\n  1,\n]\nd = \"\"\"e\"\"\"\n[f.'g'] # h\n"
        "i.j = ['''\n''', '''\nk = 1\n''']\nl = 1"
    )
    assert places_of(text) == {
        ("a",): 1, ("x",): 5, ("x", "c-d"): 6, ("x", "d"): 9, ("f",): 10, ("f", "g"): 10,
        ("f", "g", "i"): 11, ("f", "g", "i", "j"): 11,
        ("f", "g", "l"): 15,
    }  # fmt: skip
