"""A recorded run, step by step: what was about to happen, who had called whom, and what the program's names held.

A step says what differs from the step before: `states` puts the whole together again, forwards and backwards. What it
holds comes from a hostile jail; `runner.stepping` lets nothing through that this module does not bound.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kiosk_agent.protocol.model import WireModel
from kiosk_agent.protocol.results import Breakage, ToolchainVersion

STEPS = 2000
TRACE_BYTES = 768 * 1024
"""Of all steps together, in JSON: a whole one fits a local message."""
CALLS = 100
"""How deep calls may lie within calls; a recording ends where they go deeper."""
NAMES = 60
"""How many change in one step."""
NAME_CHARACTERS = 60
TEXT_CHARACTERS = 80
"""Of one value's text."""
PARTS = 12
"""Of one list, map or object."""
DEPTH = 4
"""How deep values lie within values."""
PARTS_TOGETHER = 60
"""Of one name's value, all that lies within it counted."""
PRINTED_CHARACTERS = 1000
"""In one step."""
MESSAGE_CHARACTERS = 300
LAST_LINE = 100_000

Name = Annotated[str, Field(max_length=NAME_CHARACTERS)]
Text = Annotated[str, Field(max_length=TEXT_CHARACTERS)]
Count = Annotated[int, Field(ge=0, le=10**9)]


class ValueKind(StrEnum):
    """What a value is, in any language."""

    NOTHING = "nothing"
    """As null, undefined and None; its text says which."""
    TRUTH = "truth"
    NUMBER = "number"
    TEXT = "text"
    """Its text is its first letters, without quotes; `more` counts those that are left out."""
    LIST = "list"
    """Whatever has its parts in an order: its text is its class, as in list, tuple, set, Array."""
    MAP = "map"
    """Each part has a key of any kind."""
    OBJECT = "object"
    """Its text is its class, each part one of its own fields."""
    FUNCTION = "function"
    CLASS = "class"
    ERROR = "error"
    """Its text is its class and what it says."""
    AGAIN = "again"
    """It is one of those that it lies in; its text is that one's class."""
    UNREAD = "unread"
    """Nobody can tell without running the program's code: a getter, a proxy. Its text is what it is."""
    OTHER = "other"
    """Its text is its class."""


class ShownValue(WireModel):
    """One value, as far as it is shown. Nothing of the program was run to show it."""

    kind: ValueKind
    text: Text = ""
    parts: tuple["Part", ...] = Field(default=(), max_length=PARTS, fail_fast=True)
    more: Count = 0
    """Parts, or letters, that are left out."""


class Part(WireModel):
    """One of a list's values, or what stands by a key."""

    key: ShownValue | None = None
    value: ShownValue


class Holder(StrEnum):
    """Who has a name."""

    CALL = "call"
    """The innermost call's own: its parameters and what it made."""
    AROUND = "around"
    """Seen in the innermost call, and made in a function around its own."""
    FILE = "file"
    """The file's, in which the step is."""


class Named(WireModel):
    """A name that got a value, or whose value is another now."""

    holder: Holder
    name: Name
    value: ShownValue


class Gone(WireModel):
    """A name that is none any more."""

    holder: Holder
    name: Name


class StepMoment(StrEnum):
    """What a step is."""

    LINE = "line"
    """The line is about to run."""
    RETURNED = "returned"
    """The innermost call ends, with `value`, or a file has come to its end; the next step is without it."""
    THROWN = "thrown"
    """`value` was thrown here."""
    CAUGHT = "caught"
    """The line is about to run, and what was thrown last goes no further."""


class TraceStep(WireModel):
    """One step, as what differs from the step before."""

    moment: StepMoment = StepMoment.LINE
    file: Annotated[str, Field(max_length=200)]
    line: Annotated[int, Field(ge=1, le=LAST_LINE)]
    kept: Annotated[int, Field(ge=0, le=CALLS)] = 0
    """How many of the calls before are still there, the outermost first."""
    entered: tuple[Name, ...] = Field(default=(), max_length=CALLS, fail_fast=True)
    """The functions that were called on top of those; a file's own lines have an empty name."""
    changed: tuple[Named, ...] = Field(default=(), max_length=NAMES, fail_fast=True)
    gone: tuple[Gone, ...] = Field(default=(), max_length=NAMES, fail_fast=True)
    printed: Annotated[str, Field(max_length=PRINTED_CHARACTERS)] = ""
    """Between the step before and this one."""
    value: ShownValue | None = None


class Ending(StrEnum):
    """Why a recording has no further step."""

    ENDED = "ended"
    """The program came to its end."""
    LEFT = "left"
    """It ended itself, with `exit_code`."""
    THROWN = "thrown"
    """What the last step of that kind threw was caught nowhere."""
    UNREADABLE = "unreadable"
    """It is no program: `breakage` says why, and no line of it was run."""
    STEPS = "steps"
    """It would have gone on, after as many steps as are recorded."""
    SIZE = "size"
    """The same, for what its names hold."""
    CALLS = "calls"
    """The same, for calls within calls."""
    TIME = "time"
    MEMORY = "memory"
    OUTPUT = "output"
    LIMIT = "limit"
    """Another of the jail's limits."""
    STOPPED = "stopped"
    """Whoever asked for it had it ended."""
    DIED = "died"
    """The interpreter fell over."""
    IRREGULAR = "irregular"
    """What came out of the jail is no recording; there are no steps."""
    FAULT = "fault"
    """The machinery could not do it, and the program has no part in that."""


class Trace(WireModel):
    """A run, recorded up to a limit."""

    version: Literal[1] = 1
    steps: tuple[TraceStep, ...] = Field(default=(), max_length=STEPS, fail_fast=True)
    ending: Ending
    printed_last: Annotated[str, Field(max_length=PRINTED_CHARACTERS)] = ""
    """After the last step."""
    exit_code: int | None = None
    breakage: Breakage | None = None
    milliseconds: Count
    toolchain: ToolchainVersion

    @model_validator(mode="after")
    def _calls_follow(self) -> Self:
        """Refuse steps of which one keeps calls that there were not."""
        calls = 0
        for step in self.steps:
            if step.kept > calls or not 0 < step.kept + len(step.entered) <= CALLS:
                raise ValueError("a step keeps calls that there were not, or is in none")
            calls = step.kept + len(step.entered) - (step.moment is StepMoment.RETURNED)
        return self


@dataclass(frozen=True)
class Call:
    """One call that goes on: its function, and the names that it had when it was the innermost one last."""

    function: str
    own: dict[str, ShownValue] = field(default_factory=dict)
    around: dict[str, ShownValue] = field(default_factory=dict)


@dataclass(frozen=True)
class State:
    """The whole at one step."""

    step: TraceStep
    calls: tuple[Call, ...]
    """The outermost first."""
    names: dict[str, ShownValue]
    """The file's, in which the step is."""
    changed: frozenset[tuple[Holder, str]]
    printed: str
    """All until now."""


def states(trace: Trace) -> Iterator[State]:
    """Yield the whole at each step. None of them changes with a later one."""
    calls: tuple[Call, ...] = ()
    files: dict[str, dict[str, ShownValue]] = {}
    printed = ""
    for step in trace.steps:
        calls = (*calls[: step.kept], *(Call(function) for function in step.entered))
        innermost = calls[-1]
        names = {Holder.CALL: innermost.own, Holder.AROUND: innermost.around, Holder.FILE: files.get(step.file, {})}
        names = {holder: _after(step, holder, before) for holder, before in names.items()}
        files[step.file] = names[Holder.FILE]
        calls = (*calls[:-1], Call(innermost.function, names[Holder.CALL], names[Holder.AROUND]))
        printed += step.printed
        changed = frozenset((each.holder, each.name) for each in step.changed)
        yield State(step, calls, names[Holder.FILE], changed, printed)
        if step.moment is StepMoment.RETURNED:
            calls = calls[:-1]


def _after(step: TraceStep, holder: Holder, before: dict[str, ShownValue]) -> dict[str, ShownValue]:
    gone = {each.name for each in step.gone if each.holder is holder}
    changed = {each.name: each.value for each in step.changed if each.holder is holder}
    return {name: value for name, value in before.items() if name not in gone} | changed
