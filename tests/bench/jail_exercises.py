"""The named exercises of the bench, one solved and one that fails, and the raw tools that run them with no jail."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk_agent.curriculum import Exercise, load_track
from kiosk_agent.curriculum.files import read_text
from kiosk_agent.protocol.results import Verdict
from kiosk_agent.runner.jail.making_ahead import NPM
from tests.support.checkout import ROOT

TRACKS = ROOT / "tests/fixtures/sample_tracks"
JAVA = Path("/usr/lib/jvm/default-java/bin")
COMPILER = NPM / "kotlin-compiler"
KOTLIN_LIBRARIES = f"raw:{COMPILER / 'lib/kotlin-stdlib.jar'}"
Commands = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Named:
    """An exercise, what is handed in for it, and what must come of it."""

    exercise: Exercise
    sources: Mapping[str, str]
    verdict: Verdict

    @property
    def name(self) -> str:
        """Return the exercise's slug."""
        return self.exercise.slug


@dataclass(frozen=True)
class RawTool:
    """What a person at a shell would type, in a folder that holds the program and its tests."""

    name: str
    commands: Commands
    """Run one after the other; {name} is the exercise's slug. The last one's exit code is 0, or 1 when a test fails."""


RAW_TOOLS = {
    "javascript": RawTool("node --test", (("/usr/bin/node", "--test", "{name}.test.mjs"),)),
    "python": RawTool("python -m unittest", (("/usr/bin/python3", "-m", "unittest", "-q", "{name}_test"),)),
    "java": RawTool(
        "javac, java",
        ((f"{JAVA}/javac", "-d", "raw", "{Name}.java", "Check.java"), (f"{JAVA}/java", "-cp", "raw", "Check")),
    ),
    "kotlin": RawTool(
        "kotlinc, java (cold)",
        (
            ("bash", f"{COMPILER}/bin/kotlinc", "-nowarn", "-d", "raw", "{Name}.kt", "Check.kt"),
            (f"{JAVA}/java", "-cp", KOTLIN_LIBRARIES, "CheckKt"),
        ),
    ),
    "swift": RawTool(
        "swiftc, run",
        (("/usr/bin/swiftc", "-o", "raw", "{Name}.swift", "main.swift"), ("./raw",)),
    ),
}
"""None for pages: there is no tool of that kind; the harness with no jail stands in its place."""


def named_exercises(toolchain: str) -> tuple[Named, ...]:
    """Return the two exercises: the right answer to the first, the stub of the second, which runs and is wrong."""
    first, second = load_track(TRACKS / toolchain).exercises[:2]
    pairs = zip(first.solution_files, first.exemplar_files, strict=True)
    right = {path: read_text(first.folder, answer) for path, answer in pairs}
    stub = {path: read_text(second.folder, path) for path in second.solution_files}
    return Named(first, right, Verdict.ACCEPTED), Named(second, stub, Verdict.WRONG_ANSWER)


def lay_out(named: Named, folder: Path) -> None:
    """Write the program and the raw tool's tests flat into the empty `folder`."""
    folder.mkdir(parents=True)
    for path, source in named.sources.items():
        (folder / Path(path).name).write_text(source)
    raw = named.exercise.folder / ".raw"
    tests = (
        list(raw.iterdir()) if raw.is_dir() else [named.exercise.folder / path for path in named.exercise.test_files]
    )
    for test in tests:
        shutil.copy(test, folder)
    (folder / "package.json").write_text('{"type": "module"}')


def lay_out_for_jest(named: Named, folder: Path) -> None:
    """Write the program and the exercise's own tests, all of which are to be run."""
    folder.mkdir(parents=True)
    for path, source in named.sources.items():
        (folder / path).write_text(_as_commonjs(source))
    for path in named.exercise.test_files:
        (folder / path).write_text(_as_commonjs(read_text(named.exercise.folder, path)).replace("xtest(", "test("))
    (folder / "package.json").write_text('{"jest": {"transform": {}}}')


def _as_commonjs(source: str) -> str:
    """Return a module in the older form: without a compiler, jest reads no other."""
    lines = []
    for line in source.splitlines():
        if line.startswith("import "):
            names, _, module = line.removeprefix("import ").rpartition(" from ")
            lines.append(f"const {names} = require({module.rstrip(';')});")
        elif line.startswith("export const "):
            name = line.removeprefix("export const ").split(" =", 1)[0]
            lines += [line.removeprefix("export "), f"exports.{name} = {name};"]
        else:
            lines.append(line)
    return "\n".join([*lines, ""])
