"""Machines, jails and contracts, in a pytest of their own beside all other tiers: two cores, and two runs as long."""

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

TIERS = ("vm", "jail", "contract")
"""In the order in which they run: the image is built for the machines while no other tier needs it."""
LOG = BUILD / "log/second-run.log"
JUNIT = "--junitxml="


class SecondRun:
    """The pytest of these tiers; what it says goes to its log."""

    def __init__(self, child: "subprocess.Popen[bytes]") -> None:
        self._child = child

    def joined(self, code: int) -> int:
        """Wait for its end, say what it said, and return the exit code of both."""
        if self._child.poll() is None:
            print(f"The others are done; the second run goes on (details: {LOG.relative_to(ROOT)})", flush=True)
        theirs = self._child.wait()
        print(f"\n--- the second run\n{LOG.read_text(encoding='utf-8', errors='replace').rstrip()}")
        return _of_both(code, theirs)


@contextlib.contextmanager
def beside(tiers: Sequence[str], full: Sequence[str], pytest_arguments: Sequence[str]) -> Iterator[SecondRun]:
    """Run these tiers meanwhile. It ends with the block when that is interrupted; else `joined` waits for it."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    LOG.unlink(missing_ok=True)
    chosen = [word for tier in tiers for word in ("--tier", tier)]
    argv = [sys.executable, "outset.py", "test", *chosen, *full, "--", *map(_own_report, pytest_arguments)]
    print(f"Beside the others runs {', then '.join(tiers)} (details: {LOG.relative_to(ROOT)})", flush=True)
    child = process.start(argv, cwd=ROOT, extra_environment=registries.environment(), log=LOG)
    try:
        yield SecondRun(child)
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
    return f"{JUNIT}{path.with_stem(f'{path.stem}-second')}"


def _of_both(ours: int, theirs: int) -> int:
    """Return the worse of two exit codes; a selection that leaves one of them without tests is none."""
    codes = {ours, theirs}
    if len(codes) > 1:
        codes.discard(int(pytest.ExitCode.NO_TESTS_COLLECTED))
    return max(codes)
