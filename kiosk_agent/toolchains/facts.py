"""What is true of a programming language here, whatever a site allows: the facts.toml of its folder."""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from kiosk_agent.errors import SettingsInvalid
from kiosk_agent.parsing import parsed, read_toml

FOLDER = Path(__file__).parent
"""One folder a toolchain: its facts, its harness, its plain words and how its tests are found."""
FILE = "facts.toml"
FINDER = "test_names.py"
HARNESS = "harness"
NAME = re.compile(r"[a-z]+")
_SUFFIX = re.compile(r"\.[a-z0-9]+")
Words = Annotated[tuple[str, ...], Field(max_length=40)]


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Carrier(StrEnum):
    """What brings a toolchain's packages to a kiosk."""

    IMAGE = "image"
    DISK = "disk"
    """The signed disk of toolchains."""


class Packages(_Facts):
    """What must be installed."""

    on: Carrier
    debian: Words = ()
    """Debian 13's. In the file on one line: ./outset reads it too."""
    npm: Words = ()
    """Locked in provisioning/toolchains."""
    host: bool = True
    """./outset installs Debian's on this machine too; else a toolchain tree has them."""


class Facts(_Facts):
    """One toolchain's."""

    name: str
    """Of its folder."""
    title: str
    """The name that people use."""
    label: str
    """Name of the interpreter, as in "javascript (node 20.19.2)"."""
    suffixes: Annotated[Words, Field(min_length=1)]
    """A program's first; also of the files that its tests are in."""
    comment: str
    """What begins a comment, as in "// that"; of a pair, as in "<!-- -->", the first."""
    indent: Annotated[int, Field(ge=1, le=8)]
    """Columns of one step in."""
    opens: Words = ()
    """What at the end of a line sets the next one in, besides an open bracket."""
    grammar: str = ""
    """The editor's; empty: code has no colours."""
    harness: str
    """The folder whose harness runs it."""
    shares: Words = ()
    """Folders of other harnesses, of which it takes parts."""
    tests: str
    """The folder whose way tests are written in."""
    splits: bool = False
    """Its harness can keep the tests and the program in two jails."""
    steps: bool = False
    """Its harness can record a program step by step."""
    memory_signs: Words = ()
    """What the interpreter says when its memory is used up."""
    dying_words: Words = ()
    """What the interpreter begins to write with, on its way out, when its memory is used up."""
    matcher: str = ""
    """A regular expression for what its assertion library says before the two values: which matcher was used."""
    packages: Packages

    @field_validator("matcher")
    @classmethod
    def _is_a_pattern(cls, matcher: str) -> str:
        try:
            re.compile(matcher)
        except re.error as error:
            raise ValueError(f"{matcher!r} is no regular expression: {error}") from error
        return matcher

    @field_validator("suffixes")
    @classmethod
    def _are_endings(cls, suffixes: tuple[str, ...]) -> tuple[str, ...]:
        for suffix in suffixes:
            if not _SUFFIX.fullmatch(suffix):
                raise ValueError(f"{suffix!r} is no ending of a file, as in '.py'")
        return suffixes


def toolchain_names() -> tuple[str, ...]:
    """Return the toolchains that have facts."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob(f"*/{FILE}")))


def packages_on(*carriers: Carrier) -> dict[str, Packages]:
    """Return toolchain -> its packages, for those that `carriers` bring to a kiosk. Raises SettingsInvalid."""
    every = {name: facts.packages for name in toolchain_names() if (facts := facts_of(name)) is not None}
    return {name: packages for name, packages in every.items() if packages.on in carriers}


def refuse_unfit_name(name: str, place: Path) -> None:
    """Raise SettingsInvalid for a name that no toolchain can have: `place` bears it."""
    if not NAME.fullmatch(name):
        hint = "rename its folder and its policy alike: cthree, not c3"
        raise SettingsInvalid(f"{place}: a toolchain is named by small letters from a to z alone", hint=hint)


@cache
def facts_of(name: str) -> Facts | None:
    """Return a toolchain's facts, read at the first call; None when it has no folder here. Raises SettingsInvalid."""
    if name not in toolchain_names():
        return None
    path = FOLDER / name / FILE
    refuse_unfit_name(name, path)
    wrong = "holds no facts of a toolchain"
    facts = parsed(Facts, {"harness": name, "tests": name, **read_toml(path, wrong), "name": name}, path, wrong)
    for key, needed in _needed_by(facts):
        if not needed.exists():
            hint = "write it, or correct the name of the folder that it is in"
            raise SettingsInvalid(f"{path} {wrong}: {key}: there is no {needed}", hint=hint)
    return facts


def _needed_by(facts: Facts) -> Iterator[tuple[str, Path]]:
    yield "harness", FOLDER / facts.harness / HARNESS
    yield from (("shares", FOLDER / other / HARNESS) for other in facts.shares)
    yield from (("tests", FOLDER / facts.tests / name) for name in (FINDER, FILE))


def facts_of_tests(name: str) -> Facts | None:
    """Return the facts of the toolchain whose tests those of `name` are written like. Raises SettingsInvalid."""
    facts = facts_of(name)
    return facts if facts is None or facts.tests == name else facts_of(facts.tests)
