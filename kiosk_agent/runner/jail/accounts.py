"""The accounts of jails: each jail runs under one of its own, and no two at a time under the same.

What the kernel counts for an account, or lets it do to processes and files of the same one, then ends at the jail.
An account is had through its launcher: a copy of setpriv that starts as that account, for whoever runs jails alone. It
owns nothing but what its jail makes, and may do less than who starts it. A kiosk's image holds the launchers; on a host
root makes them before it becomes the account that runs jails (runner/host/account_mounts.py).
"""

import contextlib
import fcntl
import itertools
import logging
import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from kiosk_agent import process
from kiosk_agent.errors import JailUnavailable, OutsetError
from kiosk_agent.runner.jail import clearing

# Each holds one launcher an account, named by the account's number.
MADE_BY_ROOT = Path("/run/outset-accounts")
SHIPPED = Path("/usr/lib/outset-accounts")
FREE_ACCOUNT_SECONDS = 20.0
END_SECONDS = 5.0
"""For a killed process to be gone."""
AS_ACCOUNT_SECONDS = 60.0
"""For a few words of a shell, or for emptying a folder, on a machine with much else to do."""
PYTHON = "/usr/bin/python3"
_log = logging.getLogger(__name__)


class JailAccount:
    """One account, ours alone until `free`."""

    def __init__(self, launcher: Path, lock: int) -> None:
        self.uid = int(launcher.name)
        self._launcher = launcher
        self._lock = lock

    def command(self, words: Sequence[str]) -> list[str]:
        """Return the command that runs `words` as the account. Its group is its own, too; firejail drops the others."""
        return _as_account(self._launcher, words)

    def run(self, words: Sequence[str]) -> None:
        """Run a short command as the account. Raises OutsetError."""
        process.run(self.command(words), timeout_seconds=AS_ACCOUNT_SECONDS)

    def kill(self, pids: Iterable[int]) -> None:
        """Kill these processes of its own."""
        if words := [str(pid) for pid in pids]:
            self._shell('kill -9 "$@" 2>/dev/null; :', *words)

    def kill_children(self, pid: int) -> None:
        """Kill the children of a process of its own."""
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
            self.kill(int(child) for child in children.split())

    def end(self) -> bool:
        """Kill all its processes, wherever they hide; tell whether they are gone."""
        deadline = time.monotonic() + END_SECONDS
        while _has_processes(self.uid):
            if time.monotonic() > deadline:
                return False
            self._shell("kill -9 -1 2>/dev/null; :")
            time.sleep(0.005)
        return True

    def clear(self, folder: Path) -> None:
        """Remove everything in `folder`, whichever of these accounts it belongs to. Raises OSError, OutsetError."""
        owners = {path.lstat().st_uid for path in folder.iterdir()}
        for owner in owners - {os.getuid()}:
            launcher = self._launcher.with_name(str(owner))
            words = (PYTHON, "-I", "-S", clearing.__file__, str(folder))
            process.run(_as_account(launcher, words), timeout_seconds=AS_ACCOUNT_SECONDS)
        if os.getuid() in owners:
            clearing.clear(folder)

    def free(self) -> None:
        """Let others have it, when no process of it is left."""
        if self.end():
            os.close(self._lock)
        else:
            self.retire("a process of it does not end")

    def retire(self, why: str) -> None:
        """Let nobody have it any more, its lock held on: better one account less than one that two jails share."""
        _log.error("account %d is not used again: %s", self.uid, why)

    def _shell(self, script: str, *words: str) -> None:
        # What cannot be killed is still there when it is looked for again.
        with contextlib.suppress(OutsetError):
            self.run(("/bin/sh", "-c", script, "sh", *words))


class JailAccounts:
    """Gives each jail an account."""

    def __init__(self, home: Path, *, folders: Sequence[Path] = (MADE_BY_ROOT, SHIPPED)) -> None:
        """Use the launchers of the first of `folders` that this account may list. `home` is its home."""
        found = (sorted(path for path in folder.glob("[0-9]*")) for folder in folders if os.access(folder, os.R_OK))
        self._launchers = next(filter(None, found), [])
        # A host's launchers are each command's own, and their home is everybody's; a kiosk has no such home.
        self._locks = home / "accounts" if home.is_dir() else None
        self._turn = itertools.count()

    def describe(self) -> str:
        """Return in words how many there are, to be said once at start."""
        return f"{len(self._launchers)} accounts for jails"

    def taken(self) -> JailAccount:
        """Return an account that has no process. Raises JailUnavailable."""
        if not self._launchers:
            hint = "on a kiosk, put back its signed image; elsewhere, start it with ./outset, which makes them"
            raise JailUnavailable("there is no account for a jail to run under", hint=hint)
        deadline = time.monotonic() + FREE_ACCOUNT_SECONDS
        while time.monotonic() < deadline:
            # Each in its turn, so that a command that starts many jails does not meet the same busy ones again.
            first = next(self._turn) % len(self._launchers)
            for launcher in self._launchers[first:] + self._launchers[:first]:
                lock = self._locked(launcher)
                if lock is None:
                    continue
                account = JailAccount(launcher, lock)
                if account.end():
                    return account
                account.retire("a process of it does not end")
            time.sleep(0.02)
        raise JailUnavailable("no account for a jail is free", hint="wait for other runs to end")

    def _locked(self, launcher: Path) -> int | None:
        """Return a descriptor that holds the account for us, or None when somebody has it. Raises JailUnavailable."""
        try:
            if self._locks:
                self._locks.mkdir(exist_ok=True)
                descriptor = os.open(self._locks / launcher.name, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            else:
                descriptor = os.open(launcher, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            hint = "let the account that runs jails write to its own home"
            raise JailUnavailable(f"no account can be held for a jail: {error}", hint=hint) from error
        return held_alone(descriptor)


def held_alone(descriptor: int) -> int | None:
    """Return the descriptor once it holds its file for us alone; else close it and return None."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def _as_account(launcher: Path, words: Sequence[str]) -> list[str]:
    number = launcher.name
    return [str(launcher), f"--reuid={number}", f"--regid={number}", "--keep-groups", "--", *words]


def _has_processes(uid: int) -> bool:
    """Tell whether anything runs as `uid`; what only waits to be buried does not."""
    with contextlib.suppress(ProcessLookupError):
        # Nearly always there is nothing, and this asks the kernel once; to look at every process takes long.
        os.getpriority(os.PRIO_USER, uid)
        return _is_running(uid)
    return False


def _is_running(uid: int) -> bool:
    with os.scandir("/proc") as entries:
        return any(_is_of(entry.path, uid) for entry in entries if entry.name.isdigit())


def _is_of(folder: str, uid: int) -> bool:
    try:
        # Of a process that nobody may look into, the kernel says that it is root's.
        if Path(folder).stat().st_uid not in {uid, 0}:
            return False
        status = Path(folder, "status").read_bytes()
    except OSError:
        return False
    number = str(uid).encode()
    lines = dict(line.split(b":\t", 1) for line in status.splitlines() if b":\t" in line)
    return number in lines.get(b"Uid", b"").split() and lines.get(b"State", b"")[:1] not in {b"Z", b"X"}
