"""A booted kiosk kept on disk: memory, devices, disk and firmware variables, resumed as often as one likes."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from image import cache
from image.emulator import plan as plans
from image.emulator.faults import ImageMissing, MachineStopped
from image.emulator.machine import Machine, lay_overlay, prepare
from image.emulator.plan import Plan
from image.emulator.qmp import GONE_HINT, Qmp
from image.paths import BUILD
from image.waiting import eventually

SNAPSHOTS = BUILD / "emulator/snapshots"
MEMORY = "memory.bin"
HARDWARE = "hardware.json"
LOOK_SECONDS = 0.2
KEPT_SNAPSHOTS = 6


@dataclass(frozen=True)
class Snapshot:
    """A saved machine. Its folder is only ever read, so many machines may resume from it at once."""

    folder: Path

    @classmethod
    def named(cls, plan: Plan, name: str, *, snapshots: Path = SNAPSHOTS) -> "Snapshot":
        """Return the snapshot `name` of this image on this hardware, saved or not."""
        return cls(snapshots / f"{plan.key()}-{name}")

    @property
    def exists(self) -> bool:
        """Whether it was saved, whole."""
        return (self.folder / HARDWARE).exists()

    def save(self, machine: Machine) -> None:
        """Keep the machine as it is at this moment, and switch it off."""
        qmp = machine.qmp
        qmp.execute("stop")
        allow_file(qmp)
        partial = self.folder.with_name(self.folder.name + ".partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        qmp.execute("migrate", uri=f"file:{partial / MEMORY}")
        wait_for_migration(qmp)
        machine.power_cut()
        for name in (plans.DISK_OVERLAY, plans.VARIABLES):
            shutil.move(machine.folder / name, partial / name)
        (partial / HARDWARE).write_text(json.dumps(machine.plan.hardware(), indent=1), encoding="utf-8")
        shutil.rmtree(self.folder, ignore_errors=True)
        partial.rename(self.folder)
        self._prune()

    def resume(self, plan: Plan, folder: Path) -> Machine:
        """Return a machine that goes on from where the saved one stood, with its own disk over the saved disk.

        Connections to the server that it had are gone, as after a fault of the network. Raises ImageMissing.
        """
        if not self.exists:
            raise ImageMissing(f"there is no snapshot {self.folder.name}", hint="boot this image and save it first")
        machine = Machine(plan, folder)
        prepare(folder)
        disk, variables = self.folder / plans.DISK_OVERLAY, self.folder / plans.VARIABLES
        lay_overlay(plan, folder, backing=disk.resolve(), backing_format="qcow2", variables=variables)
        machine.start(["-incoming", "defer"], fresh=False)
        try:
            allow_file(machine.qmp)
            machine.qmp.execute("migrate-incoming", uri=f"file:{self.folder / MEMORY}")
            wait_for_migration(machine.qmp)
            machine.qmp.execute("cont")
        except BaseException:
            machine.power_cut()
            raise
        return machine

    def _prune(self) -> None:
        """Keep the newest few: each holds a gigabyte."""
        folders = (path for path in self.folder.parent.iterdir() if path.is_dir())
        saved = sorted(folders, key=lambda path: path.stat().st_mtime, reverse=True)
        for old in saved[KEPT_SNAPSHOTS:]:
            shutil.rmtree(old, ignore_errors=True)


def allow_file(qmp: Qmp) -> None:
    """Let memory go to a file page by page, each at its own place, so that the file is no longer than the memory."""
    qmp.execute("migrate-set-capabilities", capabilities=[{"capability": "mapped-ram", "state": True}])
    # As fast as the disk takes it: the default holds back for the sake of a network.
    qmp.execute("migrate-set-parameters", max_bandwidth=2**40)


def wait_for_migration(qmp: Qmp) -> None:
    """Wait until memory and devices are written, or read. Raises MachineStopped or NotSeen."""

    def is_done() -> bool:
        answer = qmp.execute("query-migrate")
        status = answer.get("status") if isinstance(answer, dict) else None
        if status in {"failed", "cancelled"}:
            raise MachineStopped(f"the snapshot could not be made or read: {answer}", hint=GONE_HINT)
        return status == "completed"

    hint = "is the disk full? see: df -h ."
    eventually(is_done, "the end of a snapshot", pause=lambda: qmp.pause(LOOK_SECONDS), hint=hint)


def kept(plan: Plan, name: str, folder: Path, ready: Callable[[Machine], None]) -> Snapshot:
    """Return the snapshot `name`; the first time a kiosk is booted in `folder` and saved, while others wait for it.

    `ready` returns once the booted kiosk is at the moment to keep.
    """
    snapshot = Snapshot.named(plan, name)
    SNAPSHOTS.mkdir(parents=True, exist_ok=True)
    with cache.locked(SNAPSHOTS / ".lock"):
        if not snapshot.exists:
            with Machine.boot(plan, folder) as machine:
                ready(machine)
                snapshot.save(machine)
    return snapshot


def resumed(plan: Plan, name: str, folder: Path, ready: Callable[[Machine], None]) -> Machine:
    """Return a kiosk in `folder` that goes on from the snapshot `name`, made if it is not there; see `kept`."""
    return kept(plan, name, folder, ready).resume(plan, folder)
