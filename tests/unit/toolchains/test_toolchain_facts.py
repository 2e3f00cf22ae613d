"""The facts of each toolchain hold, and what stands outside of its folder goes by them."""

import json
import re
from pathlib import Path

import pytest
from textual._tree_sitter import get_language
from textual.widgets import TextArea
from tree_sitter import Query

from kiosk_agent import process
from kiosk_agent.errors import SettingsInvalid
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


def test_wrong_facts_are_refused_by_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts_module, "FOLDER", tmp_path)
    text = (FOLDER / "python/facts.toml").read_text()
    for number, (old, new) in enumerate(
        {
            "indent = 4": "indent = 0",
            'on = "image"': 'on = "paper"',
            'title = "Python"': "title",
            "[packages]": "matcher = '('\n[packages]",
        }.items()
    ):
        assert old in text
        folder = tmp_path / ("x" * (number + 1))
        folder.mkdir()
        (folder / "facts.toml").write_text(text.replace(old, new))
        with pytest.raises(SettingsInvalid, match=r"facts\.toml holds no facts of a toolchain"):
            facts_of(folder.name)
