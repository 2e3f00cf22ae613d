"""Runs the tests of a program one by one, by unittest's own suite, and reports each."""

import os
import re
import sys
import traceback
import unittest
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import breakage
import reporter
import seal
import suite
from mistakes import causes
from mistakes.found import Values
from pytest_face.cases import Case

LEAVES_OUT = re.compile(r"skip|xfail", re.IGNORECASE)
EXPECTS_FAILURES = re.compile(r"expectedFailure|xfail")
# Where the steps of a test that leaves itself out may be, besides its own file: ours, and those of Python's libraries.
AROUND_TESTS = (os.path.dirname(__file__), os.path.dirname(os.__file__), "<frozen ")  # noqa: PTH120 - no Path is loaded
ErrorFacts = Any
"""What sys.exc_info() gives."""


@dataclass(frozen=True)
class Program:
    """The files of a run, and which of them are the learner's."""

    files: dict[str, str]
    solution: list[str]

    def may_leave_out(self, error: BaseException | None) -> bool:
        """Tell whether the exercise's own tests left a test out, and not the learner's program."""
        if not self._tests_say(LEAVES_OUT):
            return False
        steps = () if error is None else traceback.walk_tb(error.__traceback__)
        return all(self._is_of_tests(frame.f_code.co_filename) for frame, _ in steps)

    def expects_failures(self) -> bool:
        """Tell whether the exercise's own tests know of tests that fail."""
        return self._tests_say(EXPECTS_FAILURES)

    def _tests_say(self, words: re.Pattern[str]) -> bool:
        return any(words.search(text) for path, text in self.files.items() if path not in self.solution)

    def _is_of_tests(self, file: str) -> bool:
        return file.startswith(AROUND_TESTS) or (file in self.files and file not in self.solution)


_UNSAID = unittest.case._subtest_msg_sentinel  # type: ignore[attr-defined]  # noqa: SLF001 - unittest's own


@dataclass
class _Told:
    """What is known of the test that runs."""

    status: str | None = None
    error: BaseException | None = None
    parts: list[str] = field(default_factory=list)
    """Of subtests that failed: with their values, and what went wrong."""

    def note(self, status: str, error: BaseException | None) -> None:
        """Take what went wrong, unless something has before."""
        if self.status in {None, "pass", "skipped"}:
            self.status, self.error = status, error


class ReportingSuite(unittest.TestSuite):
    """One that has each class reported before the next one is set up."""

    def _handleClassSetUp(self, test: unittest.TestCase, result: Any) -> None:  # noqa: ANN401, N802 - unittest's own
        result.report_held()
        super()._handleClassSetUp(test, result)  # type: ignore[misc]


class Outcomes(unittest.TestResult):
    """Keeps the first thing that went wrong, and each subtest that did; what comes after a class is its last test's."""

    def __init__(
        self, found: list[suite.Found], results: reporter.Reporter, program: Program, whole: seal.Seal
    ) -> None:
        super().__init__()
        self._waiting = [test for each in found for test in each.tests]
        self._endings: dict[int, list[Callable[[], None]]] = {}
        for test, ending in (pair for each in found for pair in each.endings):
            self._endings.setdefault(id(test), []).append(ending)
        self._results = results
        self._program = program
        self._whole = whole
        self._told = _Told()
        self._around = _Told()
        self._held: suite.Test | None = None

    def startTest(self, test: unittest.TestCase) -> None:  # noqa: N802 - unittest's own names
        """Report those before it that could not be run, and begin."""
        self.report_held()
        while self._waiting and self._waiting[0].case is not test:
            self._report(self._waiting.pop(0), self._around)
        self._told, self._around = _Told(), _Told()
        self._results.take_output()

    def stopTest(self, test: unittest.TestCase) -> None:  # noqa: N802
        """Report it, unless something comes after it."""
        if self._told.status is None:
            # Of an interruption, unittest tells nobody.
            self._told.status, self._told.error = "error", sys.exc_info()[1]
        self._held = self._waiting.pop(0)
        if self._waiting and type(self._waiting[0].case) is type(test) and id(self._held) not in self._endings:
            # Nothing of its class comes before the next one.
            self.report_held()

    def report_held(self) -> None:
        """Report the test that waited for what comes after its class."""
        held, self._held = self._held, None
        if held is not None:
            self._report(held, self._told)

    def interrupted(self, error: BaseException) -> None:
        """Take it that the program ended what ran; unittest does not look at it again."""
        self._testRunEntered = False
        if self._held is not None:
            self._told.note("error", error)
            self._previousTestClass = None

    def rest(self) -> None:
        """Report those that could not be run."""
        self.report_held()
        while self._waiting:
            self._report(self._waiting.pop(0), self._around)

    def left(self) -> list[unittest.TestCase]:
        """Return those that were not run yet."""
        return [test.case for test in self._waiting]

    def addSuccess(self, test: unittest.TestCase) -> None:  # noqa: N802
        """Take it that all went well."""
        outcome = test._outcome  # type: ignore[attr-defined]  # noqa: SLF001 - nothing else tells of it
        expected = test.expected_error if isinstance(test, Case) else (outcome.expectedFailure or [None, None])[1]
        if outcome.result is not self:
            self._note(test, "error", RuntimeError("the program has changed who is told of the test"))
        elif expected is not None:
            self._expected(test, expected)
        else:
            self._told.status = self._told.status or "pass"

    def addFailure(self, test: object, err: ErrorFacts) -> None:  # noqa: N802
        """Take a wrong value."""
        self._note(test, "fail", err[1])

    def addError(self, test: object, err: ErrorFacts) -> None:  # noqa: N802
        """Take any other error."""
        self._note(test, "error", err[1])

    def addSubTest(self, test: unittest.TestCase, subtest: Any, err: ErrorFacts | None) -> None:  # noqa: ANN401, N802
        """Take the end of a part."""
        if err is not None:
            self._note(test, "fail" if issubclass(err[0], test.failureException) else "error", err[1])
            self._told.parts.append(f"{_values(subtest)}: {self._message(err[1])}")

    def addSkip(self, test: object, reason: str) -> None:  # noqa: N802
        """Take it that the test was left out, if it was the tests that did so."""
        error = sys.exc_info()[1]
        if self._program.may_leave_out(error):
            self._note(test, "skipped", None)
        else:
            self._note(test, "error", error or unittest.SkipTest(reason))

    def addExpectedFailure(self, test: unittest.TestCase, err: ErrorFacts) -> None:  # noqa: N802
        """Take it that it failed as it should."""
        self._expected(test, err[1])

    def _expected(self, test: unittest.TestCase, error: BaseException) -> None:
        """Take it that it failed as it should, if it was the tests that said so."""
        if self._program.expects_failures():
            self._told.status = "pass"
        else:
            self._note(test, "fail" if isinstance(error, AssertionError) else "error", error)

    def addUnexpectedSuccess(self, test: object) -> None:  # noqa: N802
        """Take it that it should have failed."""
        self._note(test, "fail", AssertionError("this was expected to fail"))

    def _note(self, test: object, status: str, error: BaseException | None) -> None:
        is_its_own = isinstance(test, unittest.TestCase)
        # Of what stands around a class, unittest says in words alone which it was.
        is_its_own = is_its_own or (self._held is not None and str(test).startswith("tearDown"))
        (self._told if is_its_own else self._around).note(status, error)

    def _message(self, error: BaseException) -> str:
        return breakage.assertion(error, self._program.files)

    def _end(self, test: suite.Test, told: _Told) -> None:
        """Have done what comes after its class or all tests of a module, when this is the last of them."""
        for ending in self._endings.get(id(test), ()):
            try:
                ending()
            except BaseException as error:  # noqa: BLE001 - the tests' own, or the program's
                told.note("error", error)

    def _report(self, test: suite.Test, told: _Told) -> None:
        self._end(test, told)
        status, error = told.status or "error", told.error
        if changed := self._whole.broken(test):
            status, error = "error", RuntimeError(f"the program has changed {changed}")
        if status == "skipped":
            self._results.skipped(test.name)
        elif status == "pass":
            self._results.test(test.name, "pass", None, test.code)
        elif error is None:
            self._results.test(test.name, "error", "This test could not be run.", test.code)
        else:
            message = self._message(error) if status == "fail" else breakage.describe(error)
            if told.parts and error is told.error:
                message = "\n".join(told.parts)
            elif isinstance(test.case, Case) and test.case.row:
                message = f"{shown(test.case.row.items())}: {message}"
            self._results.test(test.name, status, message, test.code, **self._why(test, told, error))

    def _why(self, test: suite.Test, told: _Told, error: BaseException) -> dict[str, Any]:
        """Return where a test came to its error, why, and what it compared."""
        files, solution = self._program.files, self._program.solution
        values = None
        if told.status == "fail":
            values = causes.values_of(error, {path: text for path, text in files.items() if path not in solution})
            place = breakage.NOWHERE
            found = causes.why_wrong(files.get(solution[0], ""), test.code, values)
        else:
            place, found = breakage.place(error, files), breakage.why_stopped(error, files, solution)
        if found is not None and found.line is not None:
            place = (place[0] if place[0] in solution else solution[0]), found.line
        compared = None if values is None or told.parts else _compared(values)
        return {"place": place, "cause": breakage.cause_of(found), "compared": compared}


def _compared(values: Values) -> dict[str, str]:
    return {"expected": _repr(values.expected), "received": _repr(values.received)}


def _values(subtest: Any) -> str:  # noqa: ANN401 - unittest's own, with no name of its own
    message = subtest._message  # noqa: SLF001 - nothing else has it
    said = [message if isinstance(message, str) else _repr(message)] if message is not _UNSAID else []
    return ", ".join([*said, *filter(None, [shown(subtest.params.items())])]) or "subtest"


def shown(values: Iterable[tuple[str, object]]) -> str:
    """Return values by their names, whatever a learner's __repr__ does."""
    return ", ".join(f"{name}={_repr(value)}" for name, value in values)


def _repr(value: object) -> str:
    try:
        return reporter.cut(repr(value), 200)
    except BaseException:  # noqa: BLE001 - __repr__ may be the learner's
        return type(value).__name__


def run(found: list[suite.Found], results: reporter.Reporter, program: Program, whole: seal.Seal) -> None:
    """Run all tests and report each."""
    outcomes = Outcomes(found, results, program, whole)
    while cases := outcomes.left():
        try:
            ReportingSuite(cases).run(outcomes)
        except (KeyboardInterrupt, SystemExit, GeneratorExit) as error:
            # The program's own: the test that ran has been reported, the others are still to come.
            outcomes.interrupted(error)
            if outcomes.left() == cases:
                break
        else:
            break
    outcomes.rest()
