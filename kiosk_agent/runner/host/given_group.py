"""A control group that root gives to the account before it becomes it: on a kiosk, systemd delegates one."""

import contextlib
import os
import secrets
import signal
import time
from pathlib import Path

from kiosk_agent.runner.jail.control_group import ACCOUNTING, CONTROLLERS, MOUNT, SHARES

GIVEN = "outset-"
"""Begins the name of a group that root gave to the account."""
ABANDONED_SECONDS = 60
PARTS_OF_PROCESSORS = 8192
"""What eight processes outside of any group have: without it, all jails together would have what one has."""


def give_to(uid: int, gid: int) -> None:
    """As root: move this process into a group of its own in which the account `uid` may make groups. Raises OSError."""
    name = f"{GIVEN}{secrets.token_hex(4)}"
    _remove_abandoned()
    if (MOUNT / "cgroup.controllers").exists():
        base = MOUNT / name
        (base / "main").mkdir(parents=True)
        (base / "main" / "cgroup.procs").write_text("0", encoding="ascii")
        (MOUNT / "cgroup.subtree_control").write_text("+memory +pids +cpu", encoding="ascii")
        owned = [base, base / "main"]
    else:
        controllers = [*CONTROLLERS, *(name for name in (ACCOUNTING, SHARES) if (MOUNT / name).exists())]
        owned = [MOUNT / controller / name for controller in controllers]
        for base in owned:
            base.mkdir(exist_ok=True)
            (base / "cgroup.procs").write_text("0", encoding="ascii")
            if (base / "cpu.shares").exists():
                (base / "cpu.shares").write_text(str(PARTS_OF_PROCESSORS), encoding="ascii")
    for folder in owned:
        os.chown(folder, uid, gid)
        for file in ("cgroup.procs", "cgroup.subtree_control"):
            if (folder / file).exists():
                os.chown(folder / file, uid, gid)


def _remove_abandoned() -> None:
    """Remove what earlier commands were given and, being replaced by others, could not remove themselves."""
    for parent in (MOUNT, *(MOUNT / controller for controller in (*CONTROLLERS, ACCOUNTING, SHARES))):
        for base in parent.glob(f"{GIVEN}*"):
            _kill_orphans(base)
            # One in use cannot be removed; one just made may not be in use yet.
            for folder in (*(path for path in base.glob("*") if path.is_dir()), base):
                if _age_seconds(folder) > ABANDONED_SECONDS:
                    with contextlib.suppress(OSError):
                        folder.rmdir()


def _kill_orphans(base: Path) -> None:
    """Kill what runs on though the runner that started it is gone: it was killed, and could not see to its jails."""
    for folder in base.glob("run-*"):
        runner = folder.name.split("-")[1]
        if not Path("/proc", runner).exists():
            for pid in _pids(folder):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def _pids(folder: Path) -> list[int]:
    try:
        return [int(pid) for pid in (folder / "cgroup.procs").read_text(encoding="ascii").split()]
    except OSError:
        return []


def _age_seconds(folder: Path) -> float:
    try:
        return time.time() - folder.stat().st_mtime
    except FileNotFoundError:
        return 0
