"""The tier of emulated machines, in a pytest of its own beside all others.

They keep one core busy for about half of the whole time; most other tests wait, or need the other core.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from image import registries
from kiosk_agent import process
from tests.support.checkout import BUILD, ROOT

if TYPE_CHECKING:
    import subprocess

TIER = "vm"
LOG = BUILD / "log/vm-tier.log"
JUNIT = "--junitxml="


class VmRun:
    """The pytest of this tier; what it says goes to its log."""

    def __init__(self, child: "subprocess.Popen[bytes]") -> None:
        self._child = child

    def joined(self, code: int) -> int:
        """Wait for its end, say what it said, and return the exit code of both."""
        if self._child.poll() is None:
            print(f"The others are done; the tier {TIER} goes on (details: {LOG.relative_to(ROOT)})", flush=True)
        theirs = self._child.wait()
        print(f"\n--- the tier {TIER}\n{LOG.read_text(encoding='utf-8', errors='replace').rstrip()}")
        return _of_both(code, theirs)


@contextlib.contextmanager
def beside(full: Sequence[str], pytest_arguments: Sequence[str]) -> Iterator[VmRun]:
    """Run the tier meanwhile. It ends with the block when that is interrupted; else `joined` waits for it."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    LOG.unlink(missing_ok=True)
    argv = [sys.executable, "outset.py", "test", "--tier", TIER, *full, "--", *map(_own_report, pytest_arguments)]
    print(f"The tier {TIER} runs beside the others (details: {LOG.relative_to(ROOT)})", flush=True)
    child = process.start(argv, cwd=ROOT, extra_environment=registries.environment(), log=LOG)
    try:
        yield VmRun(child)
    except BaseException:
        # As Ctrl+C does: pytest then ends the machines that it has started.
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGINT)
        child.wait()
        raise


def _own_report(argument: str) -> str:
    """Return the argument, a report's path made another than that of the first pytest."""
    if not argument.startswith(JUNIT):
        return argument
    path = Path(argument.removeprefix(JUNIT))
    return f"{JUNIT}{path.with_stem(f'{path.stem}-{TIER}')}"


def _of_both(ours: int, theirs: int) -> int:
    """Return the worse of two exit codes; a selection that leaves one of them without tests is none."""
    codes = {ours, theirs}
    if len(codes) > 1:
        codes.discard(int(pytest.ExitCode.NO_TESTS_COLLECTED))
    return max(codes)
