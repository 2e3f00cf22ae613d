"""Tiers that run beside the first ones, each group in a pytest of its own: a test waits more than it computes."""

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

GROUPS = (("vm",), ("jail", "contract", "browser"))
"""What is measured in CONTRIBUTING.md: each about as long as the first tiers together."""
LOGS = BUILD / "log"
JUNIT = "--junitxml="


class SideRun:
    """The pytest of one group; what it says goes to its log."""

    def __init__(self, tiers: Sequence[str], full: Sequence[str], pytest_arguments: Sequence[str]) -> None:
        self._name = " and ".join(tiers)
        self._log = LOGS / f"{'-'.join(tiers)}-run.log"
        self._log.unlink(missing_ok=True)
        chosen = [word for tier in tiers for word in ("--tier", tier)]
        passed_on = [_own_report(argument, tiers[0]) for argument in pytest_arguments]
        argv = [sys.executable, "outset.py", "test", *chosen, *full, "--", *passed_on]
        self._child: subprocess.Popen[bytes] = process.start(
            argv, cwd=ROOT, extra_environment=registries.environment(), log=self._log
        )
        print(f"Beside the others runs {self._name} (details: {self._log.relative_to(ROOT)})", flush=True)

    def joined(self) -> int:
        """Wait for its end, say what it said, and return its exit code."""
        if self._child.poll() is None:
            print(f"{self._name} goes on (details: {self._log.relative_to(ROOT)})", flush=True)
        code = self._child.wait()
        said = self._log.read_text(encoding="utf-8", errors="replace").rstrip()
        print(f"\n--- {self._name}\n{said}", flush=True)
        return code

    def stop(self) -> None:
        """End it as Ctrl+C does: pytest then ends the machines that it has started."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._child.pid, signal.SIGINT)
        self._child.wait()


@contextlib.contextmanager
def beside(
    groups: Sequence[Sequence[str]], full: Sequence[str], pytest_arguments: Sequence[str]
) -> Iterator[Sequence[SideRun]]:
    """Run these groups meanwhile. They end with the block when that is interrupted; else `joined` waits for each."""
    LOGS.mkdir(parents=True, exist_ok=True)
    runs: list[SideRun] = []
    try:
        runs.extend(SideRun(tiers, full, pytest_arguments) for tiers in groups)
        yield runs
    except BaseException:
        for run in runs:
            run.stop()
        raise


def of_all(codes: Sequence[int]) -> int:
    """Return the worst of the exit codes; a selection that leaves one of them without tests is none."""
    different = set(codes)
    if len(different) > 1:
        different.discard(int(pytest.ExitCode.NO_TESTS_COLLECTED))
    return max(different)


def _own_report(argument: str, tier: str) -> str:
    """Return the argument, a report's path made another than that of the first pytest."""
    if not argument.startswith(JUNIT):
        return argument
    path = Path(argument.removeprefix(JUNIT))
    return f"{JUNIT}{path.with_stem(f'{path.stem}-{tier}')}"
