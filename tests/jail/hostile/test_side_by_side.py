"""What one run leaves for the next: it finds its jail ready, has its share, and sees no trace."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_agent.protocol.results import Limit, Verdict
from tests.support.jail.jails import WALL_SECONDS, RunProgram, write_toolchain
from tests.support.promises import is_within

BOMB = "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass\n"


@pytest.fixture(scope="module", autouse=True)
def unhurried(policies: Path) -> Iterator[None]:
    """Add a Python that has as much time as a kiosk gives."""
    added = write_toolchain(policies, "unhurried", {f"= {WALL_SECONDS}": "= 10.0"})
    yield
    added.unlink()


def test_fork_bomb_ends_when_its_processes_run_out(run_program: RunProgram) -> None:
    ran = run_program("unhurried", BOMB)
    # Long before its time is up.
    assert ran.run.limits_reached == (Limit.PROCESSES,)
    assert ran.verdict is Verdict.RUNTIME_ERROR
    assert is_within(ran.run.milliseconds / 1000, 2)


def test_program_that_was_refused_one_thread_and_does_with_fewer_goes_on(run_program: RunProgram) -> None:
    source = (
        "import threading, time\ndone = threading.Event()\n"
        "try:\n    while True:\n        threading.Thread(target=done.wait).start()\n"
        "except RuntimeError:\n    done.set()\n"
        "time.sleep(1.5)\nprint('on it goes')\n"
    )
    ran = run_program("unhurried", source)
    assert ran.run.output == "on it goes\n"
    assert ran.run.exit_code == 0
