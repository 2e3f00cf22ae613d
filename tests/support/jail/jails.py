"""How tests ask for jails: the account, the commands, and small tracks to judge by."""

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk_agent.protocol.results import Judgement, Judging, RunResult, Verdict
from kiosk_agent.runner.account import is_ours
from kiosk_agent.runner.host.become import python_as_ours
from tests.support.checkout import ROOT

ACCOUNT = "outset-runner"
SUFFIXES = {
    "javascript": (".js", ".spec.js"),
    "python": (".py", "_test.py"),
    "java": (".java", "Test.java"),
    "kotlin": (".kt", "Test.kt"),
}
"""Language -> the ends of a solution's and of a test's name in the tracks that tests write."""
WALL_SECONDS = 2.0
"""In these tests, so that an endless program does not make an endless test."""


@dataclass(frozen=True)
class Ran:
    """What `./outset kiosk run --json` printed."""

    verdict: Verdict
    run: RunResult


RunProgram = Callable[[str, str], Ran]
JudgeAsServer = Callable[[str, str, str, Judging], Judgement]
"""Track, exercise, source and where the tests run -> the judgement."""


def as_root(argv: list[str | Path]) -> list[str | Path]:
    """Return the command run by root."""
    return argv if os.getuid() == 0 else ["sudo", "-n", *argv]


def as_account(words: Sequence[str | Path]) -> list[str | Path]:
    """Return the command that runs a Python program as the account that may have jails."""
    command = [str(word) for word in words]
    if is_ours():
        return [sys.executable, *command]
    return list(python_as_ours(command))


def outset(*words: str | Path) -> list[str | Path]:
    """Return the command that runs `./outset WORDS…`, without set-up."""
    return [sys.executable, ROOT / "outset.py", *words]


def write_track(folder: Path, language: str, exercises: Mapping[str, Mapping[str, str]]) -> Path:
    """Write a track: slug -> path -> text; the solution is SLUG.js, the test SLUG.spec.js, and so on (SUFFIXES)."""
    suffix, test_suffix = SUFFIXES[language]
    entries = [{"slug": slug, "name": slug, "uuid": slug, "practices": [], "difficulty": 1} for slug in exercises]
    config: dict[str, Any] = {"language": language, "slug": language, "exercises": {"practice": entries}}
    (folder / "exercises/practice").mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps(config))
    for slug, files in exercises.items():
        home = folder / "exercises/practice" / slug
        (home / ".meta").mkdir(parents=True)
        (home / ".docs").mkdir()
        (home / ".docs/instructions.md").write_text("Do it.\n")
        listed = {
            "solution": [f"{slug}{suffix}"],
            "test": [f"{slug}{test_suffix}"],
            "example": [f".meta/answer{suffix}"],
        }
        (home / ".meta/config.json").write_text(json.dumps({"files": listed, "blurb": "It."}))
        for path, text in files.items():
            (home / path).write_text(text)
    return folder


@dataclass(frozen=True)
class Served:
    """A runner that serves, and where."""

    socket: Path
    log: Path


SCRATCH = {
    '"{harness}/worker.py", ': '"{harness}/worker.py", "{scratch}", ',
    "file_bytes = 1048576": "file_bytes = 20000000\ndisk_bytes = 33554432\ndisk_files = 1500",
}
"""What is said of Python otherwise, so that a run of it has a folder to write to."""


def write_toolchain(policies: Path, name: str, changes: Mapping[str, str]) -> Path:
    """Add to `policies` a toolchain `name`: Python with `changes` (old text -> new) to its file. Return its file."""
    text = (policies / "toolchains/python.toml").read_text()
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = policies / f"toolchains/{name}.toml"
    path.write_text(f'like = "python"\n{text}')
    return path
