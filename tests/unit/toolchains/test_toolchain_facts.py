"""The facts of each toolchain hold, and what stands outside of its folder goes by them."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual._tree_sitter import get_language
from textual.widgets import TextArea
from tree_sitter import Query

from kiosk_agent import process
from kiosk_agent.errors import JailUnavailable, OutsetError, SettingsInvalid
from kiosk_agent.toolchains import facts as facts_module
from kiosk_agent.toolchains.facts import FOLDER, Carrier, Facts, facts_of, facts_of_tests, packages_on, toolchain_names
from kiosk_agent.toolchains.toolchain import load_toolchains
from tests.support.checkout import ROOT
from tests.support.waiting import LIMIT_SECONDS


def known(name: str) -> Facts:
    facts = facts_of(name)
    assert facts is not None
    return facts


def test_every_policy_has_its_facts_and_all_facts_a_policy() -> None:
    assert tuple(load_toolchains(ROOT / "policies")) == toolchain_names()


@pytest.mark.parametrize("name", toolchain_names())
def test_what_facts_name_is_there(name: str) -> None:
    facts = known(name)
    for folder in (facts.harness, *facts.shares):
        assert (FOLDER / folder / "harness").is_dir()
    assert (FOLDER / facts.tests / "test_names.py").is_file()
    assert facts_of_tests(name) == known(facts.tests)
    assert facts.packages.debian


@pytest.mark.parametrize("grammar", sorted({known(name).grammar for name in toolchain_names()} - {""}))
def test_a_grammar_for_the_editor_has_a_query_for_its_colours(grammar: str) -> None:
    language = get_language(grammar)
    assert language is not None
    colours = TextArea._get_builtin_highlight_query(grammar)
    assert colours
    Query(language, colours)


def test_what_npm_brings_is_locked() -> None:
    wanted = {package for each in packages_on(*Carrier).values() for package in each.npm}
    assert set(json.loads((ROOT / "provisioning/toolchains/package.json").read_text())["dependencies"]) == wanted


@pytest.mark.parametrize(("group", "carrier"), [("jail", Carrier.IMAGE), ("toolchains", Carrier.DISK)])
def test_the_command_installs_what_facts_name(group: str, carrier: Carrier) -> None:
    functions = re.findall(
        r"^(?:facts|packages)_of\(\) \{.*?^\}$", (ROOT / "outset").read_text(), re.DOTALL | re.MULTILINE
    )
    listed = (ROOT / "provisioning/host-packages.txt").read_text()
    own = re.findall(rf"^{group} +(\S+)", listed, re.MULTILINE)
    script = "\n".join(["set -euo pipefail", *functions, f"packages_of {group}"])
    said = process.run(["bash", "-c", script], timeout_seconds=LIMIT_SECONDS, cwd=ROOT).split()
    named = {package for each in packages_on(carrier).values() if each.host for package in each.debian}
    assert set(said) == {*own, *named}
    assert len(said) == len(set(said))


def test_a_name_that_is_no_folder_here_has_no_facts() -> None:
    assert facts_of("cobol") is None
    assert facts_of("../toolchains") is None
    assert facts_of("jvm") is None


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder of toolchains that holds Python's alone."""
    toolchains = tmp_path / "toolchains"
    shutil.copytree(FOLDER / "python", toolchains / "python", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(facts_module, "FOLDER", toolchains)
    facts_of.cache_clear()
    yield toolchains
    facts_of.cache_clear()


def in_one_sentence(fault: OutsetError, path: Path) -> str:
    """Return what is wrong with the file, once it is sure that this and one next step is all that is said."""
    said, next_step = str(fault).split("\n  next: ")
    assert "\n" not in said + next_step
    assert "pydantic" not in said
    assert str(path) in said
    return said


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('label = "python"', "", "label: it is missing"),
        ('label = "python"', 'label = "python"\nlable = "python"', "lable: no such key is known here"),
        ("indent = 4", "indent = 0", "indent: "),
        ('on = "image"', 'on = "paper"', "packages.on: "),
        ('title = "Python"', "title", "it is not TOML: "),
        ("[packages]", "matcher = '('\n[packages]", "matcher: '(' is no regular expression: "),
        ('[".py"]', '["py"]', "suffixes: 'py' is no ending of a file, as in '.py'"),
        ('[".py"]', '[".py", "."]', "suffixes: '.' is no ending of a file"),
        ("indent = 4", "indent = 4\nharness = 'pyhton'", "harness: there is no "),
        ("indent = 4", "indent = 4\nshares = ['pyhton']", "shares: there is no "),
        ("indent = 4", "indent = 4\ntests = 'pyhton'", "tests: there is no "),
        ("# Python", "# Pyth\xf6n", "it is not UTF-8 text (byte 6)"),
    ],
)
def test_wrong_facts_are_refused_by_file_and_key(folders: Path, old: str, new: str, says: str) -> None:
    path = folders / "python/facts.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="latin-1")
    with pytest.raises(SettingsInvalid) as refused:
        facts_of("python")
    assert f"holds no facts of a toolchain: {says}" in in_one_sentence(refused.value, path)


@pytest.mark.parametrize("name", ["python3", "c2", "objective-c", "C"])
def test_a_folder_whose_name_no_toolchain_can_have_says_so(folders: Path, name: str) -> None:
    (folders / "python").rename(folders / name)
    with pytest.raises(SettingsInvalid) as refused:
        facts_of(name)
    assert "is named by small letters from a to z alone" in in_one_sentence(refused.value, folders / name)


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("python", "[limits]", "[limits]\nwall_secs = 1", "limits.wall_secs: no such key is known here"),
        ("python", "wall_seconds = 10.0", "", "limits.wall_seconds: it is missing"),
        ("python", "[limits]", "[limits", "it is not TOML: "),
        ("python", "# Python", "# Pyth\xf6n", "it is not UTF-8 text (byte 6)"),
        (
            "python",
            "idle_bytes",
            'like = "pyhton"\nidle_bytes',
            "like: kiosk_agent/toolchains/pyhton has no facts.toml",
        ),
        ("cobol", "", "", "kiosk_agent/toolchains/cobol has no facts.toml"),
        ("python3", "", "", "small letters from a to z alone"),
        ("c2", "idle_bytes", 'like = "python"\nidle_bytes', "small letters from a to z alone"),
    ],
)
def test_a_wrong_policy_is_refused_by_file_and_key(tmp_path: Path, name: str, old: str, new: str, says: str) -> None:
    text = (ROOT / "policies/toolchains/python.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / f"toolchains/{name}.toml"
    path.parent.mkdir()
    path.write_text(text.replace(old, new, 1), encoding="latin-1")
    with pytest.raises(JailUnavailable) as refused:
        load_toolchains(tmp_path)
    assert says in in_one_sentence(refused.value, path)


def test_a_policy_whose_facts_are_wrong_says_what_is_wrong_there(tmp_path: Path, folders: Path) -> None:
    policies = tmp_path / "policies"
    (policies / "toolchains").mkdir(parents=True)
    shutil.copy(ROOT / "policies/toolchains/python.toml", policies / "toolchains")
    facts = folders / "python/facts.toml"
    facts.write_text("")
    with pytest.raises(JailUnavailable) as refused:
        load_toolchains(policies)
    assert "title: it is missing" in in_one_sentence(refused.value, facts)
