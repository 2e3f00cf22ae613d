"""The only module of this harness that starts a process: nothing on stdin, and an environment of its own."""

import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "HOME": "/"}


@dataclass(frozen=True)
class Said:
    """How a tool ended."""

    exit_code: int
    text: str

    @property
    def stopped(self) -> str | None:
        """Return the name of the signal that ended it, if one did."""
        return signal.Signals(-self.exit_code).name if self.exit_code < 0 else None


def run(argv: list[str], folder: Path) -> Said:
    """Run a tool of ours in `folder` to its end. The jail's own timer is the only one."""
    done = subprocess.run(
        argv,
        cwd=folder,
        env=ENVIRONMENT | {"TMPDIR": os.fspath(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return Said(done.returncode, done.stdout.decode(errors="replace"))


def start(binary: Path, environment: dict[str, str], output: int, kept: tuple[int, ...]) -> subprocess.Popen[bytes]:
    """Start a learner's program in its folder and return at once. It gets `output` and the descriptors `kept`."""
    return subprocess.Popen(
        [os.fspath(binary)],
        cwd=binary.parent,
        env=ENVIRONMENT | environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        pass_fds=kept,
    )
