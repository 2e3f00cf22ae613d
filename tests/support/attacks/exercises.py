"""The one exercise that forged verdicts are tried on, as a track for the jail and as plain files for a naive judge."""

import json
from dataclasses import dataclass
from pathlib import Path

from kiosk_agent.curriculum import Exercise, load_track

SLUG = "double"
PYTHON_TESTS = """import unittest
from double import double


class DoubleTest(unittest.TestCase):
    def test_two(self):
        self.assertEqual(double(2), 4)

    def test_three(self):
        self.assertEqual(double(3), 6)
"""
JAVASCRIPT_TESTS = """import { describe, expect, test } from '@jest/globals';
import { double } from './double';

describe('double', () => {
  test('two', () => { expect(double(2)).toEqual(4); });
  test('three', () => { expect(double(3)).toEqual(6); });
});
"""
# Lies beside the tests, as one that they could import.
PYTHON_TABLE = "CASES = {2: 4, 3: 6}\n"
JAVASCRIPT_TABLE = f"export const {PYTHON_TABLE}"
NAIVE_JAVASCRIPT_TESTS = """import assert from 'node:assert';
import { test } from 'node:test';
import { double } from './double.mjs';

test('two', () => { assert.equal(double(2), 4); });
test('three', () => { assert.equal(double(3), 6); });
"""
NAMES = {
    "python": ("DoubleTest > test_two", "DoubleTest > test_three"),
    "javascript": ("double > two", "double > three"),
}


@dataclass(frozen=True)
class Language:
    """Where its files are, what its tests are, and how one who trusts exit codes runs them."""

    solution: str
    test: str
    tests: str
    table: str
    naive_solution: str
    naive_test: str
    naive_tests: str
    naive_command: tuple[str, ...]


LANGUAGES = {
    "python": Language(
        solution="double.py",
        test="double_test.py",
        tests=PYTHON_TESTS,
        table=PYTHON_TABLE,
        naive_solution="double.py",
        naive_test="double_test.py",
        naive_tests=PYTHON_TESTS,
        naive_command=("/usr/bin/python3", "-B", "-m", "unittest", "-q", "double_test"),
    ),
    "javascript": Language(
        solution="double.js",
        test="double.spec.js",
        tests=JAVASCRIPT_TESTS,
        table=JAVASCRIPT_TABLE,
        naive_solution="double.mjs",
        naive_test="double.test.mjs",
        naive_tests=NAIVE_JAVASCRIPT_TESTS,
        naive_command=("/usr/bin/node", "double.test.mjs"),
    ),
}


def write_exercise(language: str, folder: Path) -> Exercise:
    """Return the exercise, written as a track of its own into `folder`."""
    files = LANGUAGES[language]
    home = folder / "exercises/practice" / SLUG
    (home / ".meta").mkdir(parents=True)
    (home / ".docs").mkdir()
    (home / ".docs/instructions.md").write_text("Do it.\n")
    entry = {"slug": SLUG, "name": SLUG, "uuid": SLUG, "practices": [], "difficulty": 1}
    config = {"language": language, "slug": language, "exercises": {"practice": [entry]}}
    (folder / "config.json").write_text(json.dumps(config))
    suffix = Path(files.solution).suffix
    answer = f".meta/answer{suffix}"
    listed = {"solution": [files.solution], "test": [files.test], "example": [answer]}
    (home / ".meta/config.json").write_text(json.dumps({"files": listed, "blurb": "It."}))
    texts = {files.solution: "", files.test: files.tests, answer: "", f"{SLUG}_cases{suffix}": files.table}
    for path, text in texts.items():
        (home / path).write_text(text)
    return load_track(folder).exercise(SLUG)


def write_naive(language: str, folder: Path, solution: str) -> list[str]:
    """Write the exercise with `solution` into `folder` and return the command whose exit code tells a naive judge."""
    files = LANGUAGES[language]
    (folder / files.naive_test).write_text(files.naive_tests)
    (folder / files.naive_solution).write_text(solution)
    return list(files.naive_command)


def is_believed(language: str, results: str) -> bool:
    """Tell whether a judge who takes any line of results for a harness's would see every test pass."""
    passed = set()
    for line in results.splitlines():
        try:
            said = json.loads(line[line.index("{") :])
        except ValueError:
            continue
        if isinstance(said, dict) and said.get("status") == "pass":
            passed.add(said.get("name"))
    return passed >= set(NAMES[language])
