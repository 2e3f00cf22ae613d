"""What the records of a test run come to: for each test its name, its status and why."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

NO_MESSAGE = "This test failed."


@dataclass
class Test:
    """One test as its runner found it."""

    identity: str
    name: str
    suite: str
    file: str
    line: int
    started: bool = False
    ended: bool = False
    skipped: bool = False
    issues: list[str] = field(default_factory=list)
    died_at: tuple[str | None, int | None] = (None, None)
    """The program's file and line, when it took the program down."""
    cause: str | None = None
    """The id of its plain words, when a signal says why it did."""
    is_wrong: bool = False
    """An expectation was not met; without one, a test that has issues stopped with an error of the program."""

    @property
    def status(self) -> str:
        """Return it in the words of results.json."""
        if not self.issues:
            return "pass"
        return "fail" if self.is_wrong else "error"


class Outcomes:
    """Takes records and keeps the tests, in the order in which they are written in their files."""

    def __init__(self, on_start: Callable[[Test], None], on_end: Callable[[Test], None]) -> None:
        self._tests: dict[str, Test] = {}
        self._on_start = on_start
        self._on_end = on_end
        self.begun = False
        self.complete = False
        self.died_at: list[str] = []
        """Offsets in the program, innermost first, when it died of a signal."""

    @property
    def tests(self) -> list[Test]:
        """Return all tests that were found and are to be run."""
        return sorted(
            (test for test in self._tests.values() if not test.skipped), key=lambda test: (test.file, test.line)
        )

    @property
    def current(self) -> Test | None:
        """Return the test that is running now."""
        return next((test for test in self._tests.values() if test.started and not test.ended), None)

    def names(self) -> dict[str, str]:
        """Return identity -> name in the results; tests that share a name have their suite's before it."""
        tests = self.tests
        shared = {test.name for test in tests if sum(other.name == test.name for other in tests) > 1}
        return {
            test.identity: f"{test.suite} > {test.name}" if test.name in shared and test.suite else test.name
            for test in tests
        }

    def take(self, record: dict[str, Any]) -> None:
        """Take one record; one that says nothing of use is let go."""
        kind, payload = record.get("kind"), record.get("payload")
        if kind == "died" and isinstance(record.get("addresses"), list):
            self.died_at = [word for word in record["addresses"] if isinstance(word, str)]
        elif isinstance(payload, dict) and kind == "test" and payload.get("kind") == "function" and not self.begun:
            self._found(payload)
        elif isinstance(payload, dict) and kind == "event":
            self._happened(payload)

    def _found(self, payload: dict[str, Any]) -> None:
        identity = str(payload.get("id"))
        place = _place(payload)
        self._tests.setdefault(
            identity,
            Test(
                identity,
                name=str(payload.get("displayName") or re.sub(r"\(.*\)$", "", str(payload.get("name")))),
                suite=str(payload.get("suite") or _suite(identity)),
                file=place[0],
                line=place[1],
            ),
        )

    def _happened(self, payload: dict[str, Any]) -> None:
        kind, test = payload.get("kind"), self._tests.get(str(payload.get("testID")))
        if kind == "runStarted":
            self.begun = True
        elif kind == "runEnded":
            self.complete = True
        elif kind == "testStarted" and test and not test.started:
            test.started = True
            self._on_start(test)
        elif kind == "testSkipped" and test:
            test.skipped = True
        elif kind == "issueRecorded":
            self._issue(payload, test or self.current)
        elif kind == "testEnded" and test and test.started and not test.ended:
            test.ended = True
            self._on_end(test)

    @staticmethod
    def _issue(payload: dict[str, Any], test: Test | None) -> None:
        issue = payload.get("issue")
        if test is None or test.ended or (isinstance(issue, dict) and issue.get("isKnown")):
            return
        text = _message(payload)
        # In the words of swift-testing and of XCTest, for what a test's function throws.
        thrown = text.startswith(("Caught error: ", "threw error ", "Caught unexpected error"))
        test.is_wrong = test.is_wrong or not thrown
        test.issues.append(text)


def _place(payload: dict[str, Any]) -> tuple[str, int]:
    place = payload.get("sourceLocation")
    if not isinstance(place, dict):
        return "", 0
    line = place.get("line")
    return str(place.get("_filePath", "")), line if isinstance(line, int) else 0


def _suite(identity: str) -> str:
    """Return the suite out of MODULE.SUITE/TEST()/FILE:LINE:COLUMN, or nothing for a test outside of any."""
    first, *rest = identity.split("/")
    return first.partition(".")[2] if len(rest) > 1 else ""


def _message(payload: dict[str, Any]) -> str:
    messages = payload.get("messages")
    texts = [
        (str(each.get("symbol")), str(each.get("text")))
        for each in (messages if isinstance(messages, list) else ())
        if isinstance(each, dict)
    ]
    # The first line ends with what was expected; before that stands which test it is of, which is known.
    said = [re.sub(r"^Test .*? recorded an issue at [^ ]+: ", "", text) for _, text in texts]
    return "\n".join(said) or NO_MESSAGE
