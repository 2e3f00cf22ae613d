"""Python programs with tests as an author writes them, run in real jails."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kiosk_agent import process
from kiosk_agent.protocol.results import RunResult
from tests.support.checkout import DRIVERS, ROOT
from tests.support.jail.jails import as_account
from tests.support.waiting import LIMIT_SECONDS

if TYPE_CHECKING:
    from pathlib import Path

RunPython = Callable[..., RunResult]
ROWS = """
import unittest
from it import rows

class RowsTest(unittest.TestCase):
    def test_one(self):
        self.assertEqual(rows(1), 1)

    def test_none(self):
        with self.assertRaises(TypeError):
            rows(None)
"""


@contextmanager
def python_runs() -> Iterator[RunPython]:
    """Give what runs a program, with tests or alone."""
    driver: list[str | Path] = [
        DRIVERS / "plain_words.py",
        ROOT / "policies",
        ROOT / "build/npm/node_modules",
        "python",
    ]
    child = process.start(as_account(driver), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr.fileno())
    assert child.stdin is not None
    assert child.stdout is not None
    asks, answers = child.stdin, child.stdout

    def ran(program: str, tests: str | None = None, *, name: str = "it") -> RunResult:
        files = {f"{name}.py": program}
        if tests is not None:
            files[f"{name}_test.py"] = tests
        asked = {"files": files, "solution": [f"{name}.py"], "tests": list(files)[1:]}
        asks.write(json.dumps(asked).encode() + b"\n")
        asks.flush()
        return RunResult.model_validate_json(answers.readline())

    yield ran
    asks.close()
    assert child.wait(LIMIT_SECONDS) == 0


def told(run: RunResult) -> list[tuple[str, str, str | None]]:
    """Return each test's name, status and message."""
    assert run.results is not None, run
    return [(test.name, test.status, test.message) for test in run.results.tests]
