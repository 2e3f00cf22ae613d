"""`./outset check`: everything that can be said of the tree without running the product, two jobs at a time."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from kiosk_agent import process
from kiosk_agent.command_line import CommandParser
from tests.support.checkout import ROOT

PROGRAMS = Path(sys.executable).parent
# Of a job that takes half a minute: only one that hangs takes so long, whatever else the machine does.
JOB_SECONDS = 1800
# What the code looks like, read by tests of their own.
HOUSE_RULES = "tests/unit/house"
SHELL_SCRIPTS = (
    "outset",
    ".ci/run",
    "tests/image/provision/enter_tree.sh",
    "image/definitions/boot/initrd/usr/bin/reboot",
    "image/definitions/boot/initrd/usr/lib/systemd/system-generators/outset-signed-line",
)


@dataclass(frozen=True)
class Job:
    """One checker: `words` is its command line, the program found beside this Python."""

    name: str
    words: tuple[str, ...]


# The slowest first, so that the two threads end together.
JOBS = (
    Job("unit tests", ("pytest", "-q", "tests/unit", f"--ignore={HOUSE_RULES}")),
    Job("types", ("mypy",)),
    Job("house rules", ("pytest", "-q", HOUSE_RULES)),
    Job("playbooks", ("ansible-lint", "--offline", "-q", "provisioning")),
    Job("lint", ("ruff", "check", ".")),
    Job("format", ("ruff", "format", "--check", ".")),
    Job("import direction", ("lint-imports",)),
    Job("shell", ("shellcheck", *SHELL_SCRIPTS)),
)


def main(arguments: Sequence[str]) -> int:
    """Run every checker and print one line each; what a failed one said follows. Returns 0 when all are green."""
    parser = CommandParser(prog="./outset check", description="What can be said without running the product.")
    known = [job.name for job in JOBS]
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(known)}")
    chosen = parser.parse_args(arguments).names
    if unknown := set(chosen) - set(known):
        parser.error(f"there is no checker {', '.join(sorted(unknown))}; they are: {', '.join(known)}")
    wanted = [job for job in JOBS if not chosen or job.name in chosen]
    started = time.monotonic()
    with ThreadPoolExecutor(max_workers=2) as threads:
        failed = [said for said in threads.map(_run, wanted) if said]
    for said in failed:
        print(f"\n{said}")
    print(f"{len(wanted) - len(failed)} of {len(wanted)} checks green in {time.monotonic() - started:.0f} s")
    return 1 if failed else 0


def _run(job: Job) -> str:
    """Return what the checker said if it failed, or nothing."""
    started = time.monotonic()
    child = process.start(
        [PROGRAMS / job.words[0], *job.words[1:]],
        cwd=ROOT,
        # ansible-lint looks for its sister programs on the PATH.
        extra_environment={"PATH": f"{PROGRAMS}:{process.environment()['PATH']}", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        said, _ = child.communicate(timeout=JOB_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        said = child.communicate()[0] + f"\nstopped: it was not done after {JOB_SECONDS} s".encode()
    verdict = "✓" if child.returncode == 0 else "✗"
    print(f"{verdict} {job.name:<18}{time.monotonic() - started:5.1f} s", flush=True)
    return "" if child.returncode == 0 else f"--- {job.name}\n{said.decode(errors='replace').rstrip()}"
