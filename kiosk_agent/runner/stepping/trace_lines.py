"""A recording as it comes out of a jail, made a Trace or refused whole: hostile, as all from there."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from kiosk_agent.protocol.model import WireModel
from kiosk_agent.protocol.results import BreakStage, Limit, RunResult, ToolchainVersion
from kiosk_agent.protocol.stepping.trace import (
    CALLS,
    DEPTH,
    MESSAGE_CHARACTERS,
    PRINTED_CHARACTERS,
    STEPS,
    TEXT_CHARACTERS,
    TRACE_BYTES,
    Ending,
    Part,
    ShownValue,
    StepMoment,
    Trace,
    TraceStep,
)
from kiosk_agent.runner.jail.hand_in import HandIn
from kiosk_agent.runner.jail.plain_text import plain

_log = logging.getLogger(__name__)

LINE_BYTES = 64 * 1024
"""Of one step; a harness never says as much."""


class _SaidStep(TraceStep):
    kind: Literal["step"]


class _Recorded(WireModel):
    """There is no further step."""

    kind: Literal["recorded"]
    how: Literal[Ending.ENDED, Ending.LEFT, Ending.STEPS, Ending.SIZE, Ending.CALLS]
    printed: Annotated[str, Field(max_length=PRINTED_CHARACTERS)] = ""


_LINE: TypeAdapter[_SaidStep | _Recorded] = TypeAdapter(Annotated[_SaidStep | _Recorded, Field(discriminator="kind")])
_OURS = (b'{"kind":"step"', b'{"kind":"recorded"')
_ENDING_OF_LIMIT = {
    Limit.WALL_TIME: Ending.TIME,
    Limit.CPU_TIME: Ending.TIME,
    Limit.MEMORY: Ending.MEMORY,
    Limit.OUTPUT: Ending.OUTPUT,
}


class TraceIrregular(Exception):
    """What no harness says: then it is not the harness alone that has spoken."""


@dataclass(frozen=True)
class Recording:
    """The steps that a harness told, and what it said at their end."""

    steps: tuple[TraceStep, ...]
    how: Ending | None
    """None when it did not come to say it."""
    printed: str
    is_cut: bool
    """There were more than a Trace holds."""


def read_recording(raw: bytes, nonce: str, files: Mapping[str, str]) -> Recording:
    """Return what was recorded of the program in `files` (path -> text). Raises TraceIrregular."""
    mark = f"{nonce} ".encode()
    lengths = {path: text.count("\n") + 1 for path, text in files.items()}
    steps: list[TraceStep] = []
    last: _Recorded | None = None
    size = calls = 0
    is_cut = False
    for line in raw.split(b"\n"):
        said = line.removeprefix(mark)
        if said is line or not said.startswith(_OURS):
            continue
        if last is not None:
            raise TraceIrregular("a line after the last one")
        read = _read(said)
        if isinstance(read, _Recorded):
            last = read
            continue
        if read.line > lengths.get(read.file, 0):
            raise TraceIrregular("a step where the program has no line")
        calls = _calls_after(read, calls)
        step = _plain_step(read)
        size += len(step.model_dump_json().encode()) + 1
        is_cut = is_cut or size > TRACE_BYTES
        if len(steps) >= STEPS:
            raise TraceIrregular("more steps than are recorded")
        if not is_cut:
            steps.append(step)
    how = None if last is None else Ending(last.how)
    printed = "" if last is None else plain(last.printed)
    return Recording(tuple(steps), how, printed, is_cut)


def _read(said: bytes) -> _SaidStep | _Recorded:
    if len(said) > LINE_BYTES:
        raise TraceIrregular("a line that is too long")
    try:
        return _LINE.validate_json(said)
    except ValidationError as error:
        raise TraceIrregular(f"a line that is none: {error.error_count()} faults") from error


def _calls_after(step: TraceStep, before: int) -> int:
    now = step.kept + len(step.entered)
    if step.kept > before or not 0 < now <= CALLS:
        raise TraceIrregular("calls that cannot be")
    return now - (step.moment is StepMoment.RETURNED)


def _plain_step(said: _SaidStep) -> TraceStep:
    """Return the step with every text in it safe to show."""
    changed = tuple(
        each.model_copy(update={"name": _one_line(each.name), "value": _plain_value(each.value)})
        for each in said.changed
    )
    return TraceStep(
        moment=said.moment,
        file=said.file,
        line=said.line,
        kept=said.kept,
        entered=tuple(map(_one_line, said.entered)),
        changed=changed,
        gone=tuple(each.model_copy(update={"name": _one_line(each.name)}) for each in said.gone),
        printed=plain(said.printed),
        value=None if said.value is None else _plain_value(said.value),
    )


def _plain_value(value: ShownValue, depth: int = 0) -> ShownValue:
    if depth > DEPTH + 1:
        raise TraceIrregular("values that lie too deep")
    parts = tuple(
        Part(
            key=None if each.key is None else _plain_value(each.key, depth + 1),
            value=_plain_value(each.value, depth + 1),
        )
        for each in value.parts
    )
    # What stands for a letter may be longer than it.
    text = plain(value.text)[:TEXT_CHARACTERS]
    return ShownValue(kind=value.kind, text=text, parts=parts, more=value.more)


def _one_line(name: str) -> str:
    return " ".join(plain(name).split())


def trace_of(raw: bytes, hand_in: HandIn, run: RunResult, version: ToolchainVersion, *, is_stopped: bool) -> Trace:
    """Return what became of a recorded run: `raw` is what its harness said, `run` what was seen from outside."""
    try:
        recording = read_recording(raw, hand_in.nonce, hand_in.files)
    except TraceIrregular as irregular:
        _log.warning("a recording is refused: %s", irregular)
        return Trace(ending=Ending.IRREGULAR, milliseconds=run.milliseconds, toolchain=version)
    ending, breakage = _ending(recording, run, is_stopped=is_stopped), run.breakage
    if breakage is not None:
        breakage = breakage.model_copy(update={"message": breakage.message[:MESSAGE_CHARACTERS]})
    return Trace(
        steps=recording.steps,
        ending=ending,
        printed_last=recording.printed,
        exit_code=run.exit_code if ending in {Ending.LEFT, Ending.ENDED} else None,
        breakage=breakage,
        milliseconds=run.milliseconds,
        toolchain=version,
    )


def _ending(recording: Recording, run: RunResult, *, is_stopped: bool) -> Ending:
    if run.fault is not None:
        return Ending.FAULT
    if recording.is_cut:
        return Ending.SIZE
    if recording.how is not None and recording.how not in {Ending.ENDED, Ending.LEFT}:
        return recording.how
    if run.limits_reached:
        is_stopped = is_stopped and Limit.WALL_TIME in run.limits_reached
        return Ending.STOPPED if is_stopped else _ENDING_OF_LIMIT.get(run.limits_reached[0], Ending.LIMIT)
    if run.breakage is not None:
        return Ending.UNREADABLE if run.breakage.stage is BreakStage.COMPILE else Ending.THROWN
    return Ending.DIED if run.signal is not None else recording.how or Ending.LEFT
