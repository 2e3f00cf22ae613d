"""What comes out of a jail on the results pipe: JSON lines behind a nonce. Lines without it are the learner's noise."""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from kiosk_agent.protocol.limits import TEST_OUTPUT_CHARACTERS
from kiosk_agent.protocol.results import (
    AnnouncedTests,
    AskedBy,
    Breakage,
    BreakStage,
    Cause,
    Comparison,
    Disorder,
    Irregularity,
    ReportedTest,
    Results,
    Suspect,
)
from kiosk_agent.runner.jail.plain_text import plain, shortened
from kiosk_agent.runner.jail.proof import Proof

MESSAGE_CHARACTERS = 2000
"""Of one test's message, and of its code."""
TESTS_IN_REPORT = 500
NAME_CHARACTERS = 80
"""Of a test that a message names."""
FACT_CHARACTERS = 60
"""Of what a cause names."""
VALUE_CHARACTERS = 1000
"""Of one that a test compared."""
PATH_CHARACTERS = 200
"""Of a file that a line of the report names."""
LINES = 10**9
"""A place beyond is none."""
UNPROVEN_NONCE = "-"
"""Stands before the proof, when no nonce was handed in yet and no learner code is in the jail."""


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Ready(_Line):
    """The jail waits for a program."""

    kind: Literal["ready"]
    proof: Proof
    version: str


class Begun(_Line):
    """The program has arrived: what goes wrong from here on is its own."""

    kind: Literal["begun"]


class Announced(_Line):
    """Which tests are to be run: said before the program is let in, so that it has no part in it."""

    kind: Literal["announced"]
    names: tuple[str, ...]
    is_complete: bool
    suspect: Suspect | None = None
    leaver: Suspect | None = None


class Collected(_Line):
    """Which tests there are, in order."""

    kind: Literal["collected"]
    names: tuple[str, ...]


class TestEnded(_Line):
    """How one test went."""

    __test__ = False  # the name is no invitation to pytest

    kind: Literal["test"]
    name: str
    status: Literal["pass", "fail", "error"]
    message: str | None
    output: str
    test_code: str
    file: str | None = None
    line: int | None = None
    compared: Comparison | None = None
    cause: Cause | None = None

    @property
    def says_more(self) -> bool:
        """Tell whether it says why, as one that passed never does."""
        return (self.message, self.compared, self.cause) != (None, None, None)


class LeftOut(_Line):
    """A test that the exercise's own tests left out when it was its turn."""

    kind: Literal["skipped"]
    name: str


class Broken(_Line):
    """No test could be run, or all were, and something late broke."""

    kind: Literal["broken"]
    stage: BreakStage
    message: str
    file: str | None
    line: int | None
    asked_by: AskedBy | None = None
    cause: Cause | None = None


class Ended(_Line):
    """All was run."""

    kind: Literal["ended"]
    exit_code: int


Line = Ready | Begun | Announced | Collected | TestEnded | LeftOut | Broken | Ended
_LINE: TypeAdapter[Line] = TypeAdapter(Annotated[Line, Field(discriminator="kind")])


def lines(raw: bytes, nonce: str) -> Iterator[Line]:
    """Yield each whole line of `raw` that stands behind `nonce` and says what a harness may say."""
    mark = f"{nonce} ".encode()
    for line in raw.split(b"\n"):
        if line.startswith(mark):
            try:
                yield _LINE.validate_json(line[len(mark) :])
            except ValidationError:
                continue


class Report:
    """What a harness said of one run, put together. Lines that no harness sends in that order make it irregular."""

    def __init__(self, raw: bytes, nonce: str) -> None:
        self._names: tuple[str, ...] | None = None
        self._tests: list[ReportedTest] = []
        self._awaited: Counter[str] = Counter()
        self.begun = False
        self.announced: AnnouncedTests | None = None
        self.suspect: Suspect | None = None
        self.leaver: Suspect | None = None
        self.skipped: list[str] = []
        self.breakage: Breakage | None = None
        self.exit_code: int | None = None
        """Set when the harness came to its end."""
        self.irregularity: Irregularity | None = None
        """What cannot be: then the program has reported too."""
        for line in lines(raw, nonce):
            self.irregularity = self.irregularity or self._impossible(line)
            self._take(line)

    def _impossible(self, line: Line) -> Irregularity | None:
        """Return why no harness would say this now; None when it may."""
        if self.exit_code is not None:
            return Irregularity(disorder=Disorder.AFTER_END, subject=line.kind)
        if self.begun == isinstance(line, Begun | Ready):
            disorder = Disorder.ONCE_MORE if self.begun else Disorder.BEFORE_BEGINNING
            return Irregularity(disorder=disorder, subject=line.kind)
        if isinstance(line, TestEnded | LeftOut):
            return self._impossible_test(line)
        is_late = self._names is not None or self.breakage is not None
        if isinstance(line, Broken) and line.stage is BreakStage.LATE:
            # Such a one comes when all tests are told.
            is_late = self._names is None or self._awaited.total() > 0 or self.breakage is not None
        if isinstance(line, Announced) and self.announced is not None and not is_late:
            return Irregularity(disorder=Disorder.ONCE_MORE, subject=line.kind)
        if is_late and isinstance(line, Announced | Collected | Broken):
            return Irregularity(disorder=Disorder.TOO_LATE, subject=line.kind)
        return None

    def _impossible_test(self, line: TestEnded | LeftOut) -> Irregularity | None:
        name = shortened(plain(line.name), NAME_CHARACTERS)
        if self._awaited[line.name] <= 0 or self.breakage is not None:
            return Irregularity(disorder=Disorder.TEST_NOT_AWAITED, subject=name)
        if isinstance(line, TestEnded) and line.status == "pass" and line.says_more:
            return Irregularity(disorder=Disorder.PASSED_WITH_MESSAGE, subject=name)
        return None

    def _take(self, line: Line) -> None:
        match line:
            case Begun():
                self.begun = True
            case Announced() if self.announced is None:
                self.announced = AnnouncedTests(names=_names(line.names), is_complete=line.is_complete)
                self.suspect, self.leaver = _suspect(line.suspect), _suspect(line.leaver)
            case Collected() if self._names is None:
                self._names, self._awaited = _names(line.names), Counter(line.names)
            case TestEnded() | LeftOut():
                self._take_test(line)
            case Broken() if self.breakage is None:
                self.breakage = _breakage(line)
            case Ended() if self.exit_code is None:
                self.exit_code = line.exit_code
            case _:
                pass

    def _take_test(self, line: TestEnded | LeftOut) -> None:
        self._awaited[line.name] -= 1
        if len(self._tests) + len(self.skipped) >= TESTS_IN_REPORT:
            return
        if isinstance(line, LeftOut):
            self.skipped.append(plain(line.name))
        else:
            self._tests.append(_reported(line))

    def results(self) -> Results | None:
        """Return results.json as far as the run came: a test that had not ended stands as an error."""
        if self._names is None:
            return None
        ended = [*(test.name for test in self._tests), *self.skipped]
        waiting = list(self._names)
        for name in ended:
            if name in waiting:
                waiting.remove(name)
        tests = list(self._tests)
        if self.exit_code is None and waiting:
            tests.append(ReportedTest(name=waiting[0], status="error", is_ended=False))
        passed = self.exit_code is not None and all(test.status == "pass" for test in tests)
        return Results(status="pass" if passed else "fail", tests=tuple(tests))


def _names(said: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain(name) for name in said[:TESTS_IN_REPORT])


def _suspect(said: Suspect | None) -> Suspect | None:
    if said is None or _number(said.line) is None:
        return None
    return said.model_copy(update={"file": _path(said.file), "cause": _cause(said.cause)})


def _breakage(line: Broken) -> Breakage:
    asked = line.asked_by
    if asked is not None:
        said = {"text": shortened(plain(asked.text), MESSAGE_CHARACTERS), "file": _path(asked.file)}
        asked = None if _number(asked.line) is None else asked.model_copy(update=said)
    message = shortened(plain(line.message), MESSAGE_CHARACTERS)
    return Breakage(
        stage=line.stage,
        message=message,
        file=_path(line.file),
        line=_number(line.line),
        asked_by=asked,
        cause=_cause(line.cause),
    )


def _reported(line: TestEnded) -> ReportedTest:
    return ReportedTest(
        name=plain(line.name),
        status=line.status,
        message=None if line.message is None else shortened(plain(line.message), MESSAGE_CHARACTERS),
        output=shortened(plain(line.output), TEST_OUTPUT_CHARACTERS) or None,
        test_code=shortened(plain(line.test_code), MESSAGE_CHARACTERS) or None,
        file=_path(line.file),
        line=_number(line.line),
        compared=_compared(line.compared),
        cause=_cause(line.cause),
    )


def _compared(values: Comparison | None) -> Comparison | None:
    if values is None:
        return None
    expected, received = (
        shortened(" ".join(plain(each).splitlines()), VALUE_CHARACTERS) for each in (values.expected, values.received)
    )
    return Comparison(expected=expected, received=received)


def _cause(cause: Cause | None) -> Cause | None:
    if cause is None:
        return None
    facts = {plain(name): shortened(plain(fact), FACT_CHARACTERS) for name, fact in cause.facts.items()}
    return cause.model_copy(update={"facts": facts})


def _path(file: str | None) -> str | None:
    return None if file is None else shortened(" ".join(plain(file).split()), PATH_CHARACTERS)


def _number(line: int | None) -> int | None:
    return line if line is not None and 0 < line < LINES else None
