"""`./outset`: one table of commands, read by the shell before there is a Python and by Python after."""

import ast
from pathlib import Path

import pytest

import outset
from kiosk_agent import process
from tests.support.checkout import ROOT
from tests.support.waiting import LIMIT_SECONDS
from tests.tiers import TIERS

COMMANDS = [row for row in outset.rows() if row.module]
# Groups that are no packages: an account is made.
MADE = {"account"}


def said(*words: str, accept: tuple[int, ...] = (0,)) -> str:
    """Return what `./outset` says before anything is set up."""
    return process.run([ROOT / "outset", *words], timeout_seconds=LIMIT_SECONDS, accept=accept)


def row_of(*words: str) -> list[str]:
    """Return what the shell reads in the table: groups, whether root is needed, the module."""
    script = f"""source <(sed -n '/^row_of()/,/^}}/p' {ROOT}/outset); cd {ROOT}; row_of "$@" """
    printed = process.run(["bash", "-c", script, "bash", *words], timeout_seconds=LIMIT_SECONDS)
    return [" ".join(column.split()) for column in printed.split("|")]


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: " ".join(row.words))
def test_each_command_is_the_main_of_a_module(row: outset.Row) -> None:
    path = (ROOT / row.module.replace(".", "/")).with_suffix(".py")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    (main,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "main"]
    assert main.args.args[0].arg == "arguments"


@pytest.mark.parametrize("word", ["help", "--help", "-h"])
def test_help_names_every_command_and_needs_nothing_but_python(word: str) -> None:
    help_text = process.run(["/usr/bin/python3", "-I", "-S", ROOT / "outset.py", word], timeout_seconds=LIMIT_SECONDS)
    assert help_text == said(word) == said()
    for row in COMMANDS:
        assert f"./outset {' '.join(row.words)} " in help_text


def test_help_of_a_group_names_its_commands_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert outset.main(["kiosk", "--help"]) == 0
    help_text = capsys.readouterr().out
    assert "./outset kiosk run " in help_text
    assert "./outset track" not in help_text


@pytest.mark.parametrize("words", [["up"], ["track"], ["server", "run"]], ids=" ".join)
def test_help_may_come_before_the_command(words: list[str]) -> None:
    assert said("help", *words) == said(*words, "--help")


def test_a_file_is_named_from_where_the_person_stands() -> None:
    here = ROOT / "classroom_server/tracks/javascript"
    checked = process.run([ROOT / "outset", "track", "check", "."], timeout_seconds=LIMIT_SECONDS, cwd=here)
    assert "javascript: " in checked


@pytest.mark.parametrize(("words", "names"), [(["track", "test"], "--only"), (["up"], "--local"), (["check"], "NAME")])
def test_help_of_a_command_is_its_own(words: list[str], names: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        outset.main([*words, "--help"])
    assert ended.value.code == 0
    help_text = capsys.readouterr().out
    assert f"usage: ./outset {' '.join(words)} " in help_text
    assert names in help_text


@pytest.mark.parametrize(
    ("words", "fault", "next_step"),
    [
        (["teach"], "no command ./outset teach", "./outset with one of: bench, check, image, "),
        (["track", "eat", "DIR"], "no command ./outset track eat", "./outset track with one of: check, judge, test"),
        (["track"], "./outset track needs to be told", "./outset track with one of: check, judge, test"),
        (["bench", "jial"], "no command ./outset bench jial", "./outset bench with one of: jail, room, screens, "),
    ],
)
def test_wrong_words_are_refused_with_the_right_ones(
    words: list[str], fault: str, next_step: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outset.main(words) == 2
    refusal = capsys.readouterr().err
    assert fault in refusal
    assert f"next: {next_step}" in refusal
    assert said(*words, accept=(2,)) == ""


def test_fault_of_a_command_is_said_with_its_next_step(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert outset.main(["track", "check", str(tmp_path / "none")]) == 2
    assert "next: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "groups", "root"),
    [
        ("up", "jail image", "root"),
        ("up --port 9000 --local", "jail", ""),
        ("up --check", "jail image browser", "root"),
        ("up --local --check", "jail image browser", "root"),
        ("test", "jail toolchains image browser", "root"),
        ("test --full -- --tier unit", "jail toolchains image browser", "root"),
        ("test --tier unit -- -q -k up", "", ""),
        ("test --tier=server", "", ""),
        ("test --tier contract", "jail", ""),
        ("test --tier browser -- -k learners", "browser", ""),
        ("test --tier jail", "jail toolchains image", "root"),
        ("test --full --tier image", "image account", "root"),
        ("test --tier vm", "jail toolchains image browser", "root"),
        ("test --tier server --tier browser", "browser", ""),
        ("test --tier image --tier=contract --tier unit", "jail image account", "root"),
        ("check", "", ""),
        ("bench", "jail toolchains bench browser", ""),
        ("bench screens --kiosks 3", "browser", ""),
        ("bench jail --toolchain python", "jail toolchains bench", ""),
        ("image toolchains", "image account", "root"),
        ("server run --folder up", "", ""),
        ("kiosk run python hello.py", "jail", ""),
        ("track check track", "", ""),
        ("track test track", "jail toolchains", ""),
    ],
)
def test_set_up_of_a_command_is_its_own(words: str, groups: str, root: str) -> None:
    found = row_of(*words.split())
    assert found[:2] == [groups, root]
    assert found[2]


@pytest.mark.parametrize("tier", TIERS)
def test_each_tier_has_a_row(tier: str) -> None:
    assert ("test", "--tier", tier) in {row.words for row in outset.rows()}


@pytest.mark.parametrize("words", ["", "help", "teach", "track", "kiosk --help", "upward"])
def test_nothing_is_set_up_for_what_is_no_command(words: str) -> None:
    assert row_of(*words.split()) == ["", "", ""]


def test_each_group_has_packages() -> None:
    table = (ROOT / "provisioning/host-packages.txt").read_text(encoding="utf-8")
    known = {line.split()[0] for line in table.splitlines() if line and not line.startswith("#")}
    assert {group for row in outset.rows() for group in row.groups} <= known | MADE


def with_line(folder: Path, number: int, line: str) -> Path:
    """Return a copy of the table with a line more."""
    lines = outset.TABLE.read_text(encoding="utf-8").splitlines()
    copy = folder / "commands.txt"
    copy.write_text("\n".join([*lines[: number - 1], line, *lines[number - 1 :]]), encoding="utf-8")
    return copy


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("sweep | | tests.check | sweeps", "a row has 5 columns with | between them, and this one has 4"),
        ("sweep", "a row has 5 columns with | between them, and this one has 1"),
        ("sweep | | | tests.check | this | that", "this one has 6"),
        (" | | | tests.check | sweeps", "a row begins with a command's words"),
    ],
)
def test_a_broken_row_is_said_by_its_line_and_what_to_do(
    line: str, fault: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    table = with_line(tmp_path, 10, line)
    monkeypatch.setattr(outset, "TABLE", table)
    assert outset.main(["help"]) == 2
    refusal = capsys.readouterr().err
    assert f"{table}, line 10: " in refusal
    assert fault in refusal
    assert refusal.count("\n  next: ") == 1


def test_a_blank_line_in_the_table_is_none_of_its_rows(tmp_path: Path) -> None:
    assert outset.rows(with_line(tmp_path, 10, "  ")) == outset.rows()


@pytest.mark.parametrize("module", ["tests.nowhere", "nowhere.at.all", "tests.support.checkout"])
def test_a_row_whose_module_is_not_there_says_so(
    module: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    table = with_line(tmp_path, 10, f"sweep | | | {module} | sweeps")
    monkeypatch.setattr(outset, "TABLE", table)
    assert outset.main(["sweep"]) == 2
    refusal = capsys.readouterr().err
    assert f"there is no {module} with a main(arguments), which ./outset sweep is to run" in refusal
    assert "next: write it, or correct the fourth column" in refusal
