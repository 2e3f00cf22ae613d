"""The only module that starts a process: argv lists, stdin closed, and an environment built from an allow-list."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from kiosk_agent.errors import ProgramFailed, ProgramMissing

# What a child may see of our own environment. Everything else, secrets above all, stays here.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TERM", "COLORTERM", "TZ", "SSL_CERT_FILE", "NOTIFY_SOCKET")
DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
OUTPUT_TAIL_CHARACTERS = 4000
# Moves the child itself into control groups before it becomes the program, so that no child of it can slip out. Nothing
# of it may be left on a disk when it crashes.
CONFINED = """
ulimit -c 0 || exit 126
until [ "$1" = -- ]; do echo 0 >"$1" || exit 126; shift; done
shift
exec "$@"
"""


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the allow-listed part of our environment, with `extra` over it."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    kept.setdefault("PATH", DEFAULT_PATH)
    return kept | dict(extra or {})


def find(program: str, *, hint: str) -> Path:
    """Return the path of `program`, also looking where only root's PATH goes.

    Raises ProgramMissing, with `hint` as its next step.
    """
    found = shutil.which(program) or shutil.which(program, path=DEFAULT_PATH)
    if found is None:
        raise ProgramMissing(f"{program} is not installed", hint=hint)
    return Path(found)


def run(
    argv: Sequence[str | Path],
    *,
    timeout_seconds: float,
    cwd: Path | None = None,
    extra_environment: Mapping[str, str] | None = None,
    hint: str = "read what it said, below",
    log: Path | None = None,
    accept: Sequence[int] = (0,),
    stdin_bytes: bytes | None = None,
) -> str:
    """Run a program to its end and return what it wrote to stdout.

    With `log`, stdout and stderr both go to that file instead, and the result is empty.
    Raises ProgramMissing, or ProgramFailed when the exit code is not in `accept` or the time is up.
    """
    child = start(
        argv,
        cwd=cwd,
        extra_environment=extra_environment,
        stdin=subprocess.DEVNULL if stdin_bytes is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        log=log,
        hint=hint,
    )
    name = os.fspath(argv[0])
    try:
        stdout, stderr = child.communicate(stdin_bytes, timeout=timeout_seconds)
    except BaseException as error:
        os.killpg(child.pid, signal.SIGKILL)
        stdout, stderr = child.communicate()
        if not isinstance(error, subprocess.TimeoutExpired):
            raise
        said = _tail(stderr or stdout, log)
        raise ProgramFailed(f"{name} did not end within {timeout_seconds:g} s", hint=hint, output=said) from error
    if child.returncode not in accept:
        said = _tail(stderr or stdout, log)
        message = f"{name} ended with code {child.returncode}"
        raise ProgramFailed(message, hint=hint, output=said, exit_code=child.returncode)
    return (stdout or b"").decode(errors="replace")


def _tail(said: bytes | None, log: Path | None) -> str:
    text = log.read_bytes() if log and log.exists() else said or b""
    return text.decode(errors="replace")[-OUTPUT_TAIL_CHARACTERS:]


def start(
    argv: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    extra_environment: Mapping[str, str] | None = None,
    only_environment: Mapping[str, str] | None = None,
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.DEVNULL,
    stderr: int = subprocess.DEVNULL,
    log: Path | None = None,
    pass_fds: Sequence[int] = (),
    join_groups: Sequence[Path] | None = None,
    new_session: bool = True,
    hint: str = "run: ./outset up",
) -> subprocess.Popen[bytes]:
    """Start a program and return at once. The caller ends it and waits for it.

    `only_environment` replaces the allow-listed environment altogether. With `log`, stdout and stderr go there.
    `join_groups` names the cgroup.procs files of the control groups that it is to be in from its first instruction; it
    then leaves no core either, not even where there are none.
    Raises ProgramMissing.
    """
    words = [os.fspath(word) for word in argv]
    if join_groups is not None:
        words = ["/bin/sh", "-c", CONFINED, "sh", *(os.fspath(group) for group in join_groups), "--", *words]
    child_environment = environment(extra_environment) if only_environment is None else dict(only_environment)
    sink = log.open("ab") if log else None
    try:
        return subprocess.Popen(
            words,
            cwd=cwd,
            env=child_environment,
            stdin=stdin,
            stdout=sink or stdout,
            stderr=subprocess.STDOUT if sink else stderr,
            pass_fds=tuple(pass_fds),
            start_new_session=new_session,
        )
    except FileNotFoundError as error:
        raise ProgramMissing(f"{words[0]} is not installed", hint=hint) from error
    finally:
        if sink:
            sink.close()


def become(argv: Sequence[str | Path], extra_environment: Mapping[str, str] | None = None) -> NoReturn:
    """Replace this program by another; open files and the terminal stay as they are. Raises ProgramMissing."""
    words = [os.fspath(word) for word in argv]
    try:
        os.execvpe(words[0], words, environment(extra_environment))  # noqa: S606 - a list, and no shell
    except FileNotFoundError as error:
        raise ProgramMissing(f"{words[0]} is not installed", hint="run: ./outset up") from error
