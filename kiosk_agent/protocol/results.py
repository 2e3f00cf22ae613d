"""Facts of a run, the verdict on them, and Exercism's results.json version 3.

Format: https://exercism.org/docs/building/tooling/test-runners/interface
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from kiosk_agent.protocol.limits import OUTPUT_CHARACTERS, SOURCE_BYTES
from kiosk_agent.protocol.model import WireModel

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


class ReportedTest(WireModel):
    """One test of results.json. `name` is the key of the exercise's message catalogue."""

    name: str
    status: Literal["pass", "fail", "error"]
    message: str | None = None
    output: str | None = None
    test_code: str | None = None


class Results(WireModel):
    """results.json, version 3."""

    version: Literal[3] = 3
    status: Literal["pass", "fail", "error"]
    message: str | None = None
    tests: tuple[ReportedTest, ...] = ()


class BreakStage(StrEnum):
    """How far a program came before it broke, tests not counted."""

    COMPILE = "compile"
    """It could not be read as a program, or lacks a name that its tests ask for."""
    LOAD = "load"
    """It was started and stopped with an error of its own."""


class Breakage(WireModel):
    """Why no test could be run."""

    stage: BreakStage
    message: str
    file: str | None = None
    """The file at fault, from the exercise's folder."""
    line: int | None = None


class Judging(StrEnum):
    """Where the tests ran, seen from the learner's program."""

    IN_PROCESS = "in_process"
    """In the program's own process: the verdict is a claim, which a program that attacks its tests can forge."""
    SPLIT = "split"
    """In another jail, with only values between them."""


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
    """Set when the program broke before its tests."""
    fault: str | None = None
    """Why the machinery (never the learner's code) could not do it; the verdict is then internal_error."""
    judging: Judging = Judging.IN_PROCESS
    irregular: str | None = None
    """What is wrong with the order of what was reported: then it is not the harness alone that reported."""


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
    results: Results
    output: str = Field(default="", max_length=OUTPUT_CHARACTERS)
    milliseconds: int
    limits_reached: tuple[Limit, ...] = ()
    toolchain: ToolchainVersion
    exercise_version: Sha256
    """Of the exercise as it was judged by: its stub, its tests and the files beside."""
    bundle_hash: Sha256 | None = None
    """Of the bundle that the exercise came in; None when it was judged from the track's own folder."""
    judging: Judging = Judging.IN_PROCESS


class Submission(WireModel):
    """What a learner hands in: the text of the one file that the exercise lets them edit."""

    track: str
    exercise: str
    source: str = Field(max_length=SOURCE_BYTES)
