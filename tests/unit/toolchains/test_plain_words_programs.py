"""Each pattern of plain words has a program that brings it out, which the jail tier runs."""

from collections.abc import Collection
from pathlib import Path

import pytest

from kiosk_agent.tutor.text.plain_words import table_names, table_of
from tests.support.checkout import FIXTURES

PROGRAMS = FIXTURES / "plain_words"
LEAST_PATTERNS = {"javascript": 40, "python": 25, "kotlin": 25, "swift": 25}


def ids_of(name: str) -> set[str]:
    table = table_of(name)
    assert table is not None
    return {pattern.id for pattern in table.patterns}


def to_do(folder: Path, ids: Collection[str]) -> list[str]:
    """Return what has to be added to a folder of programs, or taken out, until it holds one for each id."""
    programs = {path.name.split(".")[0] for path in folder.glob("*")}
    added = [f"add {folder}/{each}, a program that brings it out" for each in sorted({*ids} - programs)]
    return added + [f"take out {folder}/{each}: no pattern has that id" for each in sorted(programs - {*ids})]


@pytest.mark.parametrize("name", table_names())
def test_each_pattern_has_a_program_and_each_program_a_pattern(name: str) -> None:
    ids = ids_of(name)
    assert to_do(PROGRAMS / name, ids) == [], "CONTRIBUTING.md says how, under Add plain words"
    assert len(ids) >= LEAST_PATTERNS.get(name, 1)


def test_a_toolchain_without_its_folder_of_programs_is_told_what_to_add(tmp_path: Path) -> None:
    absent = tmp_path / "toy"
    assert to_do(absent, {"no-value"}) == [f"add {absent}/no-value, a program that brings it out"]
