"""An option is known by its whole name alone: by the shell's table of commands, and by every parser."""

import ast
from collections.abc import Iterator

import pytest

import outset
from tests.support.checkout import ROOT
from tests.support.tracked_files import tracked

MAKER = ROOT / "kiosk_agent/command_line.py"


def plain_parsers(tree: ast.AST) -> Iterator[int]:
    """Yield the line of each parser that would take a part of an option's name for it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("ArgumentParser"):
            words = {word.arg: ast.unparse(word.value) for word in node.keywords}
            if words.get("allow_abbrev") != "False":
                yield node.lineno


def test_no_parser_takes_a_part_of_an_options_name_for_it() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in tracked("*.py")
        if path != MAKER and not path.is_relative_to(ROOT / "tests/fixtures")
        for line in plain_parsers(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == [], "make it a CommandParser (kiosk_agent/command_line.py)"


@pytest.mark.parametrize("line", ["argparse.ArgumentParser()", "ArgumentParser(prog='x', allow_abbrev=True)"])
def test_a_plain_parser_is_found(line: str) -> None:
    assert list(plain_parsers(ast.parse(line))) == [1]


@pytest.mark.parametrize("words", ["check --hel", "image verify --hel", "server run --hel"])
def test_a_part_of_an_option_is_no_option(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        outset.main(words.split())
    assert ended.value.code == 2
    assert "usage: ./outset " in capsys.readouterr().err
