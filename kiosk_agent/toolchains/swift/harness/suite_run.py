"""Runs the tests of a linked program and reports each; a test that takes the program down costs only itself."""

import contextlib
import json
import re
import signal
from collections.abc import Callable
from pathlib import Path

import beginners
import crash
import reporter
import wrong_values
from child import Child
from diagnostics import Breakage, Broken
from outcomes import Outcomes, Test
from suite_texts import body

DEATHS = 30
"""After so many, what is left of the tests is not run."""
QUIET = -(2**63)
SHELL_SIGNAL_BASE = 128
# Sent by the kernel when memory or processor time is used up; running what is left would only meet it again.
OF_LIMITS = (signal.SIGKILL, signal.SIGXCPU)


class TestRun:
    """One program with tests. `files` are those handed in, by the paths that the compiler was given."""

    __test__ = False  # the name is no invitation to pytest

    def __init__(
        self,
        binary: Path,
        results: reporter.Reporter,
        files: dict[str, str],
        solution: list[str],
        hear: Callable[[bytes], None],
    ) -> None:
        self._binary = binary
        self._hear = hear
        self._results = results
        self._files = files
        self._solution = solution
        self._names: dict[str, str] = {}
        self._reported: set[str] = set()

    def run(self) -> int:
        """Run and report all tests and return 0, or, when a limit of the jail ended it, 128 and the signal's number.

        Raises Broken when the program did not even say which tests it has.
        """
        for _ in range(DEATHS):
            outcomes = Outcomes(self._begin, self._report)
            child = Child(self._binary, self._environment(), self._hear)
            for record in child.records():
                outcomes.take(record)
                if outcomes.begun and not self._names:
                    self._collect(outcomes)
            exit_code = child.end()
            if -exit_code in OF_LIMITS:
                return SHELL_SIGNAL_BASE - exit_code
            if not self._names:
                raise Broken(_broken(self._binary, outcomes, child, exit_code, self._files))
            if outcomes.complete or not self._died(outcomes, child, exit_code):
                break
        return 0

    def _environment(self) -> dict[str, str]:
        done = sorted(self._reported)
        skip = [f"^{re.escape(identity)}$" for identity in done]
        # `done` is what XCTest's runner goes by, the rest is swift-testing's.
        configuration = {"parallel": False, "verbosity": QUIET, "skip": skip, "done": done}
        # Exercism's tests but for the first are run only when RUNALL says so.
        return {"RUNALL": "true", "OUTSET_CONFIGURATION": json.dumps(configuration)}

    def _collect(self, outcomes: Outcomes) -> None:
        self._names = outcomes.names()
        self._results.collected(list(self._names.values()))

    def _begin(self, test: Test) -> None:
        del test
        self._results.take_output()

    def _report(self, test: Test) -> None:
        name = self._names.get(test.identity)
        if name is None or test.identity in self._reported:
            return
        self._reported.add(test.identity)
        message = "\n".join(test.issues) or None
        code = body(self._files.get(test.file, ""), test.line)
        cause = {"name": test.cause} if test.cause else None
        place, compared = test.died_at, None
        if test.status == "fail" and cause is None:
            compared = wrong_values.values_of(message)
            # Whatever goes wrong in there costs the words only.
            with contextlib.suppress(Exception):
                found = wrong_values.why_wrong(self._files.get(self._solution[0], ""), code, compared)
                cause = beginners.cause_of(found)
                place = (self._solution[0], found.line) if found and found.line else place
        self._results.test(name, test.status, message, code, place, cause=cause, compared=compared)

    def _died(self, outcomes: Outcomes, child: Child, exit_code: int) -> bool:
        """Report the test that the program died in; False when it died in none."""
        test = outcomes.current
        if test is None or test.identity in self._reported:
            return False
        test.died_at = crash.place(self._binary, outcomes.died_at, self._files) or test.died_at
        message, test.cause = crash.message(exit_code, child.last_words)
        test.issues.append(message)
        self._report(test)
        return True


def run_alone(binary: Path, results: reporter.Reporter, files: dict[str, str], hear: Callable[[bytes], None]) -> int:
    """Run a program without tests and return its exit code, as a shell would give it."""
    outcomes = Outcomes(lambda _: None, lambda _: None)
    child = Child(binary, {}, hear)
    for record in child.records():
        outcomes.take(record)
    exit_code = child.end()
    if exit_code >= 0:
        return exit_code
    results.broken(_broken(binary, outcomes, child, exit_code, files))
    return SHELL_SIGNAL_BASE - exit_code


def _broken(binary: Path, outcomes: Outcomes, child: Child, exit_code: int, files: dict[str, str]) -> Breakage:
    where = crash.place(binary, outcomes.died_at, files)
    message, cause = crash.message(exit_code, child.last_words)
    found: Breakage = {"stage": "load", "message": message, "file": where and where[0], "line": where and where[1]}
    return found | ({"cause": {"name": cause}} if cause else {})
