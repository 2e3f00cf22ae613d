"""The programs of a room: started as what they are, watched while they run, and ended with all that they started."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from image import registries
from image.paths import CHECKOUT
from image.waiting import LIMIT_SECONDS, eventually
from kiosk_agent import process
from kiosk_agent.errors import ProgramFailed

STOP_SECONDS = 15.0


def python(*words: str | Path) -> list[str | Path]:
    """Return the command line of one of our own programs."""
    return [sys.executable, "-m", *words]


def outset(*words: str | Path) -> list[str | Path]:
    """Return the command line of `./outset WORDS…` where everything is set up."""
    return [sys.executable, CHECKOUT / "outset.py", *words]


def run_python(*words: str | Path) -> str:
    """Run one of our own programs to its end and return what it said. Raises ProgramFailed."""
    environment = {"PYTHONPATH": str(CHECKOUT)}
    return process.run(python(*words), timeout_seconds=LIMIT_SECONDS, cwd=CHECKOUT, extra_environment=environment)


def build_image() -> None:
    """Build the image, or say that there is nothing to do; its progress is shown. Raises ProgramFailed."""
    child = process.start(
        outset("image", "build"),
        cwd=CHECKOUT,
        extra_environment={**registries.environment(), "PYTHONPATH": str(CHECKOUT)},
        stdout=sys.stdout.fileno(),
        stderr=sys.stderr.fileno(),
        new_session=False,
    )
    if child.wait() != 0:
        raise ProgramFailed("the image was not built", hint="read what it said above", exit_code=child.returncode)


class Program:
    """One program of the room; leaving the context ends it and everything that it started."""

    def __init__(self, name: str, argv: list[str | Path], log: Path) -> None:
        self.name = name
        self.log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        self._said_before = log.stat().st_size if log.exists() else 0
        # Should we be killed outright, the kernel ends it for us.
        guard: list[str | Path] = [process.find("setpriv", hint="apt install util-linux"), "--pdeathsig", "TERM", "--"]
        self._child = process.start(
            [*guard, *argv], cwd=CHECKOUT, log=log, extra_environment={"PYTHONPATH": str(CHECKOUT)}
        )

    def check(self) -> None:
        """Raise ProgramFailed, with its last words, if it has ended by itself."""
        if self._child.poll() is not None:
            message = f"{self.name} ended by itself with code {self._child.returncode}"
            raise ProgramFailed(message, hint=f"read {self.log}", output=self.last_words())

    def last_words(self) -> str:
        """Return what it wrote since it was started here, the end of it."""
        with self.log.open("rb") as log:
            log.seek(self._said_before)
            return log.read().decode(errors="replace")[-process.OUTPUT_TAIL_CHARACTERS :]

    def wait_for(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for a condition while it runs. Raises ProgramFailed when it ends by itself, and NotSeen."""

        def met() -> bool:
            self.check()
            return condition()

        eventually(met, f"{self.name}: {what}", said=self.last_words, hint=f"read {self.log}")

    def stop(self) -> None:
        """Ask it to end, then make it."""
        with suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGTERM)
        try:
            self._child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._child.pid, signal.SIGKILL)
            self._child.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
