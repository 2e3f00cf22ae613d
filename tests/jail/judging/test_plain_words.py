"""Each pattern of plain words is what its program, run in the real jail, is explained by.

The program of a pattern is plain_words/<toolchain>/<id>.<suffix>. With <id>.tests.<suffix> beside it, those tests run;
without, the program runs alone.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from kiosk_agent import process
from kiosk_agent.protocol.languages import LANGUAGES
from kiosk_agent.protocol.results import Cause, RunResult
from kiosk_agent.toolchains.toolchain import load_toolchains
from kiosk_agent.tutor.text.plain_words import explain, table_names, table_of
from tests.support.checkout import DRIVERS, FIXTURES, ROOT
from tests.support.jail.tree import as_account_of
from tests.support.waiting import LIMIT_SECONDS

PROGRAMS = FIXTURES / "plain_words"
TOOLCHAINS = load_toolchains(ROOT / "policies")


@dataclass(frozen=True)
class Shape:
    """What a program and its tests are named in the jail, and a program that cannot be read, in its second line."""

    program: str
    tests: str
    syntax_error: str
    tests_of_anything: str


SHAPES = {
    "javascript": Shape(
        "program.js",
        "program.spec.js",
        "export function total() {\n  return (1 + ;\n}\n",
        "import { total } from './program';\ntest('total', () => { expect(total()).toBe(1); });\n",
    ),
    "python": Shape(
        "program.py",
        "program_test.py",
        "def total():\n    return 1 +\n",
        "import unittest\nfrom program import total\n\n\nclass T(unittest.TestCase):\n"
        "    def test_total(self):\n        self.assertEqual(total(), 1)\n",
    ),
    "web": Shape(
        "program.html",
        "program.spec.js",
        "<h1>Total</h1>\n<p>One</div>\n",
        "test('total', () => { expect(document.querySelector('p').textContent).toBe('1'); });\n",
    ),
    "swift": Shape(
        "program.swift",
        "ProgramTests.swift",
        "func total() -> Int {\n  return 1 + ;\n}\n",
        "import Testing\n\n@testable import Program\n\n@Test func totals() { #expect(total() == 1) }\n",
    ),
    "java": Shape(
        "Program.java",
        "ProgramTest.java",
        "class Program {\n    static int total() { return 1 +; }\n}\n",
        "import org.junit.jupiter.api.*;\n\nclass ProgramTest {\n    @Test\n    void total() {\n"
        "        Assertions.assertEquals(1, Program.total());\n    }\n}\n",
    ),
    "kotlin": Shape(
        "Program.kt",
        "ProgramTest.kt",
        "fun total(): Int {\n    return (1 + 2\n}\n",
        "import kotlin.test.Test\nimport kotlin.test.assertEquals\n\nclass ProgramTest {\n    @Test\n"
        "    fun adds() = assertEquals(1, total())\n}\n",
    ),
}
RunFiles = Callable[[str, dict[str, str]], RunResult]


def is_compiled(name: str) -> bool:
    """Tell whether a run takes seconds, not an instant: such a table is proven whole by --full alone."""
    return bool(TOOLCHAINS[name].make_ahead)


def patterns() -> list[Any]:
    """Each pattern with its table, as pytest takes parameters."""
    here = [name for name in table_names() if name in TOOLCHAINS]
    return [
        pytest.param(name, pattern.id, marks=[pytest.mark.full] if is_compiled(name) else [])
        for name in here
        for pattern in (table_of(name) or pytest.fail(name)).patterns
    ]


@pytest.fixture(scope="module")
def run_files() -> Iterator[RunFiles]:
    """Run a program of a toolchain; one process with a warm pool serves each toolchain."""
    children: dict[str, subprocess.Popen[bytes]] = {}

    def run(toolchain: str, files: dict[str, str]) -> RunResult:
        if toolchain not in children:
            driver = [DRIVERS / "plain_words.py", ROOT / "policies"]
            command = as_account_of(toolchain, [*driver, ROOT / "build/npm/node_modules", toolchain])
            children[toolchain] = process.start(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr.fileno()
            )
        child, shape = children[toolchain], SHAPES[toolchain]
        assert child.stdin is not None
        assert child.stdout is not None
        tests = [shape.tests] if shape.tests in files else []
        asked = {"files": files, "solution": [shape.program], "tests": tests}
        child.stdin.write(json.dumps(asked).encode() + b"\n")
        child.stdin.flush()
        return RunResult.model_validate_json(child.stdout.readline())

    yield run
    for child in children.values():
        assert child.stdin is not None
        child.stdin.close()
        assert child.wait(LIMIT_SECONDS) == 0


def messages(run: RunResult) -> list[tuple[str, bool, Cause | None]]:
    """Return what the run said, in the order in which the tutor asks for words: message, whether asked for, cause."""
    broken = run.breakage
    first = [(broken.message, broken.asked_by is not None, broken.cause)] if broken is not None else []
    tests = run.results.tests if run.results is not None else ()
    said = [(test.message, False, test.cause) for test in tests if test.status != "pass" and test.message]
    # Where it could go on and on, or ends itself, told when it does.
    found = [("", False, each.cause) for each in (run.suspect, run.leaver) if each is not None]
    return [*first, *said, (run.output, False, None), *found]


@pytest.mark.parametrize(("toolchain", "pattern"), patterns())
def test_program_is_explained_by_its_own_pattern(run_files: RunFiles, toolchain: str, pattern: str) -> None:
    suffix = TOOLCHAINS[toolchain].facts.suffixes[0]
    files = {SHAPES[toolchain].program: (PROGRAMS / toolchain / f"{pattern}{suffix}").read_text(encoding="utf-8")}
    tests = PROGRAMS / toolchain / f"{pattern}.tests{suffix}"
    if tests.exists():
        files[SHAPES[toolchain].tests] = tests.read_text(encoding="utf-8")
    run = run_files(toolchain, files)
    assert run.fault is None
    for language in LANGUAGES:
        told = [explain(toolchain, said, language, asked=asked, cause=cause) for said, asked, cause in messages(run)]
        words = next((each for each in told if each is not None), None)
        assert words is not None, messages(run)
        assert words.pattern == pattern, messages(run)
        assert str(words.happened)
        assert str(words.advice)


@pytest.mark.parametrize("toolchain", [name for name in table_names() if name in TOOLCHAINS])
def test_syntax_error_is_one_and_not_failed_tests(run_files: RunFiles, toolchain: str) -> None:
    shape = SHAPES[toolchain]
    files = {shape.program: shape.syntax_error, shape.tests: shape.tests_of_anything}
    run = run_files(toolchain, files)
    assert run.breakage is not None
    assert run.breakage.stage == "compile"
    assert run.breakage.file == shape.program
    assert run.breakage.line == 2
    assert run.results is None or run.results.tests == ()
    assert explain(toolchain, run.breakage.message, "en", cause=run.breakage.cause) is not None, run.breakage
