"""Runs the tests of a module, unittest's classes and plain functions alike, one by one, and reports each."""

import inspect
import textwrap
import types
import unittest
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import breakage
import reporter
import seal


@dataclass(frozen=True)
class Test:
    """One test, by the name that it has in results.json."""

    name: str
    run: Callable[[unittest.TestResult], object]
    code: str


def tests_of(module: types.ModuleType) -> list[Test]:
    """Return the tests of a module in the order in which they were written."""
    found = []
    for name, value in vars(module).items():
        if isinstance(value, type) and issubclass(value, unittest.TestCase) and value.__module__ == module.__name__:
            found += _of_case(value)
        elif isinstance(value, type) and name.startswith("Test") and value.__module__ == module.__name__:
            found += _of_plain_class(value)
        elif name.startswith("test") and inspect.isfunction(value):
            found += _of_function(name, value)
    return found


def _of_case(case: type[unittest.TestCase]) -> list[Test]:
    names = unittest.defaultTestLoader.getTestCaseNames(case)
    lines = {name: _first_line(getattr(case, name)) for name in names}
    return [
        Test(f"{case.__name__} > {name}", case(name).run, _code(getattr(case, name)))
        for name in sorted(names, key=lambda name: lines[name])
    ]


def _of_plain_class(owner: type) -> list[Test]:
    return [
        test
        for name, value in vars(owner).items()
        if name.startswith("test") and inspect.isfunction(value)
        for test in _of_function(
            f"{owner.__name__} > {name}",
            _method(owner, name),
            value,
        )
    ]


def _of_function(name: str, call: Callable[..., Any], written: Callable[..., Any] | None = None) -> list[Test]:
    written = written or call
    table = getattr(written, "parametrize_rows", None)
    if table is None:
        return [Test(name, unittest.FunctionTestCase(call).run, _code(written))]
    return [
        Test(f"{name}[{index}]", unittest.FunctionTestCase(_with(call, row)).run, _code(written))
        for index, row in enumerate(table, 1)
    ]


def _method(owner: type, name: str) -> Callable[..., Any]:
    def call(**row: object) -> object:
        return getattr(owner(), name)(**row)

    return call


def _with(call: Callable[..., Any], row: dict[str, object]) -> Callable[[], Any]:
    def with_row() -> object:
        return call(**row)

    return with_row


def _first_line(function: Callable[..., Any]) -> int:
    code = getattr(inspect.unwrap(function), "__code__", None)
    return code.co_firstlineno if code else 0


def _code(function: Callable[..., Any]) -> str:
    """Return the body of a test as it was written, without its first line and docstring."""
    try:
        text = textwrap.dedent(inspect.getsource(inspect.unwrap(function)))
    except (OSError, TypeError, SyntaxError):
        return ""
    lines = text.splitlines()
    start = next((index for index, line in enumerate(lines) if line.rstrip().endswith(":") and "def " in line), 0)
    return textwrap.dedent("\n".join(lines[start + 1 :])).strip("\n")


ErrorFacts = Any
"""What sys.exc_info() gives."""


class _Outcome(unittest.TestResult):
    """Keeps the first thing that went wrong; failed subtests count as the test's own."""

    def __init__(self) -> None:
        super().__init__()
        self.status = "pass"
        self.error: BaseException | None = None
        self.skipped_reason: str | None = None

    def addFailure(self, test: object, err: ErrorFacts) -> None:  # noqa: N802 - unittest's own names
        del test
        self._note("fail", err[1])

    def addError(self, test: object, err: ErrorFacts) -> None:  # noqa: N802
        del test
        self._note("error", err[1])

    def addSubTest(self, test: unittest.TestCase, subtest: object, err: ErrorFacts | None) -> None:  # noqa: N802
        del subtest
        if err is not None:
            self._note("fail" if issubclass(err[0], test.failureException) else "error", err[1])

    def addSkip(self, test: object, reason: str) -> None:  # noqa: N802
        del test
        self.skipped_reason = reason

    def addUnexpectedSuccess(self, test: object) -> None:  # noqa: N802
        del test
        self._note("fail", AssertionError("this was expected to fail"))

    def _note(self, status: str, error: BaseException) -> None:
        if self.error is None:
            self.status, self.error = status, error


def run(test: Test, results: reporter.Reporter, files: dict[str, str], whole: seal.Seal) -> None:
    """Run one test and report it."""
    outcome = _Outcome()
    results.take_output()
    try:
        test.run(outcome)
    except (SystemExit, KeyboardInterrupt, GeneratorExit) as error:
        outcome.status, outcome.error = "error", error
    if changed := whole.broken():
        outcome.status, outcome.error = "error", RuntimeError(f"the program has changed {changed}")
    if outcome.error is None:
        if outcome.skipped_reason is None:
            results.test(test.name, "pass", None, test.code)
        return
    message, place = breakage.describe(outcome.error), breakage.NOWHERE
    if outcome.status == "fail":
        message = message.removeprefix("AssertionError: ")
        if message == "AssertionError":
            # A bare assert says nothing; the line itself does.
            message = breakage.line_of(outcome.error, files) or message
    else:
        place = breakage.place(outcome.error, files)
    results.test(test.name, outcome.status, message, test.code, place)
