"""Programs that are recorded in real jails."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import pytest

from kiosk_agent import process
from kiosk_agent.protocol.stepping.trace import STEPS, State, StepMoment, Trace, ValueKind, states
from kiosk_agent.runner.stepping.trace_text import trace_lines, written
from tests.support.checkout import DRIVERS, ROOT
from tests.support.jail.jails import as_account
from tests.support.waiting import LIMIT_SECONDS


@dataclass(frozen=True)
class Recorded:
    """A trace, asked what it holds."""

    main: str
    trace: Trace

    def at(self, line: int, which: int = 0, file: str | None = None) -> State:
        """Return the step before a line of the first file, or of another, runs; the first time or a later one."""
        place = (file or self.main, line)
        return [each for each in self.lines() if (each.step.file, each.step.line) == place][which]

    def lines(self) -> list[State]:
        """Return the steps at which a line is about to run."""
        return [each for each in states(self.trace) if each.step.moment in {StepMoment.LINE, StepMoment.CAUGHT}]

    def names(self, line: int, which: int = 0) -> dict[str, str]:
        """Return the names that the innermost call and the file have then, but functions and classes."""
        state = self.at(line, which)
        innermost = state.calls[-1]
        together = {**state.names, **innermost.around, **innermost.own}
        kinds = {ValueKind.FUNCTION, ValueKind.CLASS}
        return {name: written(value) for name, value in together.items() if value.kind not in kinds}

    def calls(self, line: int, which: int = 0) -> list[str]:
        """Return the functions that were called and go on, the outermost first."""
        return [call.function for call in self.at(line, which).calls]

    def moments(self, moment: StepMoment) -> list[tuple[int, str]]:
        """Return line and value of each step of that kind."""
        return [
            (step.line, "" if step.value is None else written(step.value))
            for step in self.trace.steps
            if step.moment is moment
        ]


class Record(Protocol):
    """Records a program in a jail: its files, or the text of its only one."""

    def __call__(self, toolchain: str, program: Mapping[str, str] | str, steps: int = STEPS) -> Recorded: ...


@pytest.fixture(scope="module")
def record() -> Iterator[Record]:
    """One process serves a file of tests. With the policies' own wall time: a recorded program takes longer."""
    driver = [DRIVERS / "steps.py", ROOT / "policies", ROOT / "build/npm/node_modules"]
    child = process.start(as_account(driver), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr.fileno())
    assert child.stdin is not None
    assert child.stdout is not None
    asks, answers = child.stdin, child.stdout

    def asked(toolchain: str, program: Mapping[str, str] | str, steps: int = STEPS) -> Recorded:
        names = {"javascript": "main.js", "python": "main.py"}
        files = {names[toolchain]: program} if isinstance(program, str) else dict(program)
        asks.write(json.dumps({"toolchain": toolchain, "files": files, "steps": steps}).encode() + b"\n")
        asks.flush()
        recorded = Recorded(next(iter(files)), Trace.model_validate_json(answers.readline()))
        print(*trace_lines(recorded.trace), sep="\n")
        return recorded

    yield asked
    asks.close()
    assert child.wait(LIMIT_SECONDS) == 0
