"""Facts of a run, the verdict on them, and Exercism's results.json version 3.

Format: https://exercism.org/docs/building/tooling/test-runners/interface
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from kiosk_agent.protocol.limits import OUTPUT_CHARACTERS, TESTS_IN_RESULTS
from kiosk_agent.protocol.model import WireModel
from kiosk_agent.protocol.work_files import WorkFiles

VERSION_CHARACTERS = 80
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Verdict(StrEnum):
    """What a submission came to. `internal_error` never counts against a learner."""

    ACCEPTED = "accepted"
    WRONG_ANSWER = "wrong_answer"
    COMPILE_ERROR = "compile_error"
    RUNTIME_ERROR = "runtime_error"
    TIME_LIMIT_EXCEEDED = "time_limit_exceeded"
    MEMORY_LIMIT_EXCEEDED = "memory_limit_exceeded"
    OUTPUT_LIMIT_EXCEEDED = "output_limit_exceeded"
    INTERNAL_ERROR = "internal_error"


class Limit(StrEnum):
    """A limit that a run reached."""

    WALL_TIME = "wall_time"
    CPU_TIME = "cpu_time"
    MEMORY = "memory"
    PROCESSES = "processes"
    OUTPUT = "output"
    DISK = "disk"
    """Bytes written to files."""
    FILES = "files"
    """How many files there are."""
    OPEN_FILES = "open_files"
    """How many are open at a time."""


class Cause(WireModel):
    """What a harness found by itself, where no compiler and no library has words for it: an entry of plain words."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")
    """The entry's id."""
    facts: dict[Annotated[str, Field(max_length=20)], str] = Field(default={}, max_length=4)
    """What its texts may name."""


class Comparison(WireModel):
    """Two values that a test compared, each on one line, as they are written in code."""

    expected: str
    received: str


class ReportedTest(WireModel):
    """One test of results.json, with the place of its error besides. `name` is the key of the message catalogue."""

    name: str
    status: Literal["pass", "fail", "error"]
    message: str | None = None
    """As the toolchain or the test's library wrote it."""
    output: str | None = None
    test_code: str | None = None
    file: str | None = None
    """Where the program stopped, or where its cause is, if that is in one of the exercise's files."""
    line: int | None = None
    compared: Comparison | None = None
    """What the message says too, where the harness has the two values; else they are in a library's own words."""
    cause: Cause | None = None
    is_ended: bool = True
    """False for the one that was under way when the program ended; it is an error, with no message."""


class Results(WireModel):
    """What results.json, version 3, holds: runner.judging.results_json writes one in its own words."""

    version: Literal[3] = 3
    status: Literal["pass", "fail", "error"]
    message: str | None = None
    """As the toolchain wrote it; why there is nothing else is said by the judgement's reason."""
    tests: tuple[ReportedTest, ...] = Field(default=(), max_length=TESTS_IN_RESULTS, fail_fast=True)


class BreakStage(StrEnum):
    """How far a program came before it broke, tests not counted."""

    COMPILE = "compile"
    """It could not be read as a program, or lacks a name that its tests ask for."""
    LOAD = "load"
    """It was started and stopped with an error of its own."""
    LATE = "late"
    """Something that it had left behind stopped with an error, when the test that this came from was over."""


class AskedBy(WireModel):
    """The line of a test that asks the program for something that it does not have."""

    file: str
    line: int
    text: str = ""
    """As it stands there, where the harness says it."""


class Breakage(WireModel):
    """What the program itself broke by, and not one of its tests: why none could be run, or what came after them."""

    stage: BreakStage
    message: str
    file: str | None = None
    """The file at fault, from the exercise's folder."""
    line: int | None = None
    cause: Cause | None = None
    asked_by: AskedBy | None = None
    """Set when it is the tests that cannot be compiled with the program; the message is then of that line."""


class Disorder(StrEnum):
    """What is wrong with the order of a harness's report: then it is not the harness alone that reported."""

    AFTER_END = "after_end"
    BEFORE_BEGINNING = "before_beginning"
    ONCE_MORE = "once_more"
    TOO_LATE = "too_late"
    TEST_NOT_AWAITED = "test_not_awaited"
    PASSED_WITH_MESSAGE = "passed_with_message"
    """Who passes has nothing to say."""


class Irregularity(WireModel):
    """What cannot be in a report."""

    disorder: Disorder
    subject: str
    """The kind of the line, or the test's name."""


class Reason(StrEnum):
    """Why a run came to its verdict. Whoever shows it makes a sentence of it, in the reader's language."""

    TESTS_PASSED = "tests_passed"
    TESTS_NOT_PASSED = "tests_not_passed"
    LIMIT_REACHED = "limit_reached"
    """`limits_reached` says which."""
    BROKE_COMPILING = "broke_compiling"
    BROKE_LOADING = "broke_loading"
    BROKE_LATE = "broke_late"
    """Something that it had left behind stopped with an error, when the test that this came from was over."""
    ENDED_EARLY = "ended_early"
    TESTS_NOT_REPORTED = "tests_not_reported"
    TESTS_MISSING = "tests_missing"
    TESTS_SURPLUS = "tests_surplus"
    """There are results of tests that the exercise does not have."""
    REPORT_IRREGULAR = "report_irregular"
    """`irregularity` says how."""
    EXERCISE_BROKEN = "exercise_broken"
    """Not in the learner's own files."""
    MACHINERY_FAULT = "machinery_fault"
    RAN = "ran"
    """It came to its end, and no test was to be passed."""
    RAN_AS_GIVEN = "ran_as_given"
    """So it did, but nothing in it is changed yet."""
    ANSWER_RIGHT = "answer_right"
    ANSWER_WRONG = "answer_wrong"
    ANSWER_INCOMPLETE = "answer_incomplete"
    """Something of it is not given yet: nothing is chosen, a gap is empty, lines are left."""
    ANSWER_UNREADABLE = "answer_unreadable"
    """It is no answer to what was asked."""


ANSWER_REASONS = frozenset(
    {Reason.ANSWER_RIGHT, Reason.ANSWER_WRONG, Reason.ANSWER_INCOMPLETE, Reason.ANSWER_UNREADABLE}
)
"""Of an answer that was judged as it stands, with no run."""


class Judging(StrEnum):
    """Where the tests ran, seen from the learner's program."""

    IN_PROCESS = "in_process"
    """In the program's own process: the verdict is a claim, which a program that attacks its tests can forge."""
    SPLIT = "split"
    """In another jail, with only values between them."""


class AnnouncedTests(WireModel):
    """The tests that are to be run, as the harness found them before it let in any line of the program."""

    names: tuple[str, ...]
    """As they are reported, each as often as it is run."""
    is_complete: bool
    """No other test can be: their number and their names do not hang on the program."""


class Suspect(WireModel):
    """Where a program can go on and on, or ends itself, found in its text ahead: told when it did."""

    file: str
    line: int
    cause: Cause


class RunResult(WireModel):
    """The facts of one run in the jail; it judges nothing."""

    exit_code: int | None
    """None when a signal ended it."""
    signal: int | None = None
    output: str = Field(default="", max_length=OUTPUT_CHARACTERS)
    """stdout and stderr together, as text that is safe to show: no control sequences but newline and tab."""
    milliseconds: int
    limits_reached: tuple[Limit, ...] = ()
    results: Results | None = None
    """What the harness reported, when it did; also what it had reported before a limit ended the run."""
    breakage: Breakage | None = None
    """Set when the program broke before its tests, or (`BreakStage.LATE`) after."""
    fault: str | None = None
    """Why the machinery (never the learner's code) could not do it; the verdict is then internal_error."""
    judging: Judging = Judging.IN_PROCESS
    irregularity: Irregularity | None = None
    announced: AnnouncedTests | None = None
    """None when the harness came to no program, or is one that finds its tests together with the program."""
    suspect: Suspect | None = None
    """Why the program has no end, should it be stopped by a limit."""
    leaver: Suspect | None = None
    """Why it ended, should it end before its tests."""
    skipped: tuple[str, ...] = ()
    """Announced tests that the exercise's own tests left out when they ran."""


class ToolchainVersion(WireModel):
    """What ran a program."""

    name: str = Field(pattern=r"^[a-z]+$", max_length=40)
    """Of its folder, as in "javascript"."""
    program: str = Field(max_length=40)
    """The interpreter or compiler, as in "node"."""
    version: str = Field(max_length=VERSION_CHARACTERS)
    """As that says it, as in "20.19.2"."""


class Judgement(WireModel):
    """A verdict with all that the screen and the server keep of it."""

    verdict: Verdict
    reason: Reason
    irregularity: Irregularity | None = None
    file: str | None = None
    """The exercise's file that the program broke in, if it broke before its tests."""
    line: int | None = None
    asked_by: AskedBy | None = None
    """What its tests ask for and it lacks, if that is why it broke."""
    cause: Cause | None = None
    """Why it broke, had no end or ended early, if its harness found that by itself."""
    results: Results
    output: str = Field(default="", max_length=OUTPUT_CHARACTERS)
    milliseconds: int
    limits_reached: tuple[Limit, ...] = Field(default=(), max_length=len(Limit), fail_fast=True)
    toolchain: ToolchainVersion
    exercise_version: Sha256
    """Of the exercise as it was judged by: its stub, its tests and the files beside."""
    bundle_hash: Sha256 | None = None
    """Of the bundle that the exercise came in; None when it was judged from the track's own folder."""
    judging: Judging = Judging.IN_PROCESS


class Submission(WireModel):
    """What a learner hands in: the files that the exercise lets them write. Others stay as they came."""

    track: str
    exercise: str
    files: WorkFiles
