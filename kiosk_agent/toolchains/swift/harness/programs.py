"""The only module of this harness that starts a process: nothing on stdin, and an environment of its own."""

import os
import select
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "HOME": "/"}
READ_BYTES = 64 * 1024
AFTER_ENOUGH_SECONDS = 2.0


@dataclass(frozen=True)
class Said:
    """How a tool ended."""

    exit_code: int
    text: str

    @property
    def stopped(self) -> str | None:
        """Return the name of the signal that ended it, if one did."""
        return signal.Signals(-self.exit_code).name if self.exit_code < 0 else None


def run(argv: list[str], folder: Path, *, enough: bytes | None = None) -> Said:
    """Run a tool of ours in `folder` to its end. The jail's own timer is the only one.

    Once it has said `enough`, it has a little time for the rest: what a compiler says after its first errors may take
    it minutes and adds little.
    """
    held, deadline, ended = b"", None, True
    with subprocess.Popen(
        argv,
        cwd=folder,
        env=ENVIRONMENT | {"TMPDIR": os.fspath(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as child:
        assert child.stdout is not None  # noqa: S101 - a pipe was asked for
        while ended:
            left = None if deadline is None else max(deadline - time.monotonic(), 0)
            ended = bool(select.select([child.stdout], [], [], left)[0])
            piece = os.read(child.stdout.fileno(), READ_BYTES) if ended else b""
            if not piece:
                break
            held += piece
            if enough and deadline is None and enough in held:
                deadline = time.monotonic() + AFTER_ENOUGH_SECONDS
        if not ended:
            child.kill()
    return Said(child.returncode if ended else 1, held.decode(errors="replace"))


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
