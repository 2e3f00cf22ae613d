"""One control group a run, where this machine lets us make one: total memory, total processes, and a kill of all."""

import contextlib
import itertools
import logging
import os
import signal
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path

from kiosk_agent.errors import JailUnavailable
from kiosk_agent.protocol.results import Limit
from kiosk_agent.toolchains.toolchain import FIREJAIL_PROCESSES, Limits

MOUNT = Path("/sys/fs/cgroup")
CONTROLLERS = ("memory", "pids")
ACCOUNTING = "cpuacct"
"""Counts the time of all processes together in the old hierarchies; the unified one always does."""
SHARES = "cpu"
"""Gives each run as much of the processors as any other, however many processes it starts."""
END_SECONDS = 5.0
"""For a killed process to be gone."""
_log = logging.getLogger(__name__)


class RunGroup(ABC):
    """The control group of one run."""

    def __init__(self, folders: Mapping[str, Path]) -> None:
        self._folders = dict(folders)
        for folder in set(self._folders.values()):
            # Two of the old hierarchies may be one folder by two names; no name is given twice.
            folder.mkdir(exist_ok=True)

    @property
    def entrances(self) -> tuple[Path, ...]:
        """The files that a process writes 0 to so as to be in the group with all its children."""
        return tuple(folder / "cgroup.procs" for folder in dict.fromkeys(self._folders.values()))

    def holds(self, pid: int) -> bool:
        """Tell whether the process `pid`, and so every child that it made since, is in the group."""
        return all(str(pid) in _text(entrance).split() for entrance in self.entrances)

    def kill(self) -> None:
        """Kill every process of the run, however it hides."""
        for entrance in self.entrances:
            for pid in _text(entrance).split():
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(int(pid), signal.SIGKILL)

    def remove(self) -> bool:
        """Remove the group; False while a killed process still is on its way out."""
        for folder in set(self._folders.values()):
            try:
                folder.rmdir()
            except FileNotFoundError:
                # Removed at an earlier try, when another of its folders was not empty yet.
                continue
            except OSError:
                return False
        return True

    @abstractmethod
    def cpu_seconds(self) -> float | None:
        """Return the processor time of all its processes so far, or None when nobody counts it."""

    @abstractmethod
    def memory_bytes(self) -> int:
        """Return the memory that all its processes hold now, without the kernel's copies of files."""

    @abstractmethod
    def limits_reached(self) -> tuple[Limit, ...]:
        """Return which of its limits stopped something."""

    def refused_processes(self) -> int:
        """Return how often a process or thread was refused because there were too many."""
        return _field(self._folders["pids"] / "pids.events", "max")

    def is_full(self) -> bool:
        """Tell whether there can be no further process now."""
        now, most = (_text(self._folders["pids"] / f"pids.{name}").strip() for name in ("current", "max"))
        return now.isdigit() and most.isdigit() and int(now) >= int(most)


class RunGroupV2(RunGroup):
    """A leaf of the unified hierarchy."""

    def __init__(self, base: Path, name: str, limits: Limits) -> None:
        self._folder = base / name
        super().__init__(dict.fromkeys(CONTROLLERS, self._folder))
        _write(self._folder / "memory.max", limits.memory_bytes)
        _write(self._folder / "memory.oom.group", 1)
        _write(self._folder / "pids.max", limits.processes + FIREJAIL_PROCESSES)
        # Without swap on the machine the file is not there.
        if (self._folder / "memory.swap.max").exists():
            _write(self._folder / "memory.swap.max", 0)

    def kill(self) -> None:
        """Kill every process of the run, those being born included."""
        with contextlib.suppress(OSError):
            _write(self._folder / "cgroup.kill", 1)

    def cpu_seconds(self) -> float | None:
        """Return the processor time of all its processes so far."""
        return _field(self._folder / "cpu.stat", "usage_usec") / 1e6

    def memory_bytes(self) -> int:
        """Return the memory that all its processes hold now, without the kernel's copies of files."""
        return _held(self._folder / "memory.current", self._folder / "memory.stat", "")

    def limits_reached(self) -> tuple[Limit, ...]:
        """Return which of its limits stopped something."""
        reached = []
        if _field(self._folder / "memory.events", "oom_kill"):
            reached.append(Limit.MEMORY)
        if _field(self._folder / "pids.events", "max"):
            reached.append(Limit.PROCESSES)
        return tuple(reached)


class RunGroupV1(RunGroup):
    """One leaf in each of the old hierarchies, as machines without systemd's delegation have them."""

    def __init__(self, bases: Mapping[str, Path], name: str, limits: Limits) -> None:
        self._leaves = {controller: base / name for controller, base in bases.items()}
        super().__init__(self._leaves)
        _write(self._leaves["memory"] / "memory.limit_in_bytes", limits.memory_bytes)
        _write(self._leaves["pids"] / "pids.max", limits.processes + FIREJAIL_PROCESSES)

    def cpu_seconds(self) -> float | None:
        """Return the processor time of all its processes so far, or None when nobody counts it."""
        used = _text(self._leaves[ACCOUNTING] / "cpuacct.usage") if ACCOUNTING in self._leaves else ""
        return int(used) / 1e9 if used else None

    def memory_bytes(self) -> int:
        """Return the memory that all its processes hold now, without the kernel's copies of files."""
        folder = self._leaves["memory"]
        return _held(folder / "memory.usage_in_bytes", folder / "memory.stat", "total_")

    def limits_reached(self) -> tuple[Limit, ...]:
        """Return which of its limits stopped something."""
        reached = []
        if _field(self._leaves["memory"] / "memory.oom_control", "oom_kill"):
            reached.append(Limit.MEMORY)
        if _field(self._leaves["pids"] / "pids.events", "max"):
            reached.append(Limit.PROCESSES)
        return tuple(reached)


class ControlGroups:
    """Makes a control group for each run, in the best way that this machine has."""

    # Of all in this process: two runners in one must not give two runs one name.
    _numbers = itertools.count(1)

    def __init__(self, bases: Mapping[str, Path] | None = None) -> None:
        """Use `bases` (controller -> folder that is ours), or find what was given to this process."""
        self._bases = dict(_own_bases() if bases is None else bases)

        self._left: list[RunGroup] = []
        self._lock = threading.Lock()

    def describe(self) -> str:
        """Return in words how memory and processes are limited, to be said once at start."""
        if not self._bases:
            return "per-process limits only: this machine gave the runner no control group"
        if len(set(self._bases.values())) == 1:
            return "a control group (v2) for each run"
        each = "" if ACCOUNTING in self._bases else ", processor time for each process alone"
        return f"a control group (v1) for each run{each}"

    def allowance_bytes(self) -> int | None:
        """Return the memory that this process and all its runs together may have, or None when nobody said."""
        said = _text(self._bases["memory"] / "memory.max").strip() if self._bases else ""
        return int(said) if said.isdigit() else None

    def for_run(self, limits: Limits) -> RunGroup | None:
        """Return a new group for one run, or None when there can be none here. Raises JailUnavailable."""
        if not self._bases:
            return None
        self._remove_left()
        name = f"run-{os.getpid()}-{next(self._numbers)}"
        try:
            if len(set(self._bases.values())) == 1:
                return RunGroupV2(self._bases["memory"], name, limits)
            return RunGroupV1(self._bases, name, limits)
        except OSError as error:
            for base in set(self._bases.values()):
                with contextlib.suppress(OSError):
                    (base / name).rmdir()
            hint = "wait for other runs to end; if it stays so, start the runner again"
            raise JailUnavailable(f"no control group can be made: {error}", hint=hint) from error

    def discard(self, group: RunGroup) -> None:
        """Kill what is in `group` and remove it. What does not go in time is tried again with each later run."""
        group.kill()
        deadline = time.monotonic() + END_SECONDS
        while not group.remove():
            if time.monotonic() > deadline:
                _log.error("%s is not empty yet; it is tried again", group.entrances[0].parent)
                with self._lock:
                    self._left.append(group)
                return
            time.sleep(0.005)
            group.kill()

    @property
    def left(self) -> int:
        """Return how many groups could not be removed so far."""
        return len(self._left)

    def _remove_left(self) -> None:
        with self._lock:
            tried, self._left = self._left, []
        for group in tried:
            group.kill()
        still = [group for group in tried if not group.remove()]
        with self._lock:
            self._left += still


def _own_bases() -> dict[str, Path]:
    paths: dict[str, str] = {}
    for line in Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines():
        _, controllers, path = line.split(":", 2)
        paths |= dict.fromkeys(controllers.split(","), path)
    # DelegateSubgroup=main keeps the unit's own group free of processes, as the kernel asks of a parent.
    unified = MOUNT / paths.get("", "/").lstrip("/")
    if unified.name == "main" and os.access(unified.parent / "cgroup.subtree_control", os.W_OK):
        with contextlib.suppress(OSError):
            _write(unified.parent / "cgroup.subtree_control", "+memory +pids")
            with contextlib.suppress(OSError):
                # Equal weights, as the kernel gives them, are what each run gets.
                _write(unified.parent / "cgroup.subtree_control", f"+{SHARES}")
            return dict.fromkeys(CONTROLLERS, unified.parent)
    old = {name: MOUNT / name / paths.get(name, "/").lstrip("/") for name in (*CONTROLLERS, ACCOUNTING, SHARES)}
    ours = {name: base for name, base in old.items() if base != MOUNT / name and os.access(base, os.W_OK)}
    return ours if set(CONTROLLERS) <= set(ours) else {}


def _write(path: Path, value: object) -> None:
    path.write_text(str(value), encoding="ascii")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""


def _field(path: Path, name: str) -> int:
    for line in _text(path).splitlines():
        key, _, value = line.partition(" ")
        if key == name:
            return int(value)
    return 0


def _held(current: Path, stat: Path, prefix: str) -> int:
    # Whoever reads an interpreter first is charged for the copy that all after it share.
    copies = _field(stat, f"{prefix}active_file") + _field(stat, f"{prefix}inactive_file")
    return max(int(_text(current) or 0) - copies, 0)
