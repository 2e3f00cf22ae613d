"""An emulated kiosk: a disk image booted under Secure Boot in QEMU, with hands on its keyboard, eyes on its screen."""

import functools
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from image.emulator import plan as plans
from image.emulator.faults import MachineStopped
from image.emulator.keyboard import Keyboard
from image.emulator.layouts import layout_named
from image.emulator.plan import Plan
from image.emulator.qmp import GONE_HINT, Qmp
from image.emulator.screen import Screen
from image.emulator.serial_shell import Outcome, SerialShell
from image.emulator.tree_programs import BUILD_HINT
from image.waiting import LIMIT_SECONDS, eventually
from kiosk_agent import process
from kiosk_agent.errors import StorageFull

FREE_BYTES_NEEDED = 3 * 2**30
LAST_WORDS_CHARACTERS = 2000
# A boot is the longest of all that is waited for: about a hundred seconds of an emulating processor.
BOOT_SECONDS = 2 * LIMIT_SECONDS
# The debug shell's, colours and all.
PROMPT = re.compile(r"[#$] (\x1b\[[0-9;?]*[A-Za-z])*$")


@functools.cache
def say_once(text: str) -> None:
    """Print `text` the first time only."""
    print(text, flush=True)


class Machine:
    """One running kiosk. Use it as a context manager: nothing of it outlives the block, whatever happens.

    All that it writes is in `folder`: a copy-on-write overlay of the disk, the firmware's variables, logs, sockets.
    Every method raises MachineStopped, with QEMU's last words, once QEMU is gone.
    """

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan = plan
        self.folder = folder
        self.layout = layout_named("us")
        """What is printed on the keys of its keyboard; what a kiosk makes of them is its own affair."""
        self._child: subprocess.Popen[bytes] | None = None
        self._qmp: Qmp | None = None
        self._shell: SerialShell | None = None
        self._captures = 0
        self._attached = 0
        self._shell_due = False
        self._rests = False

    @classmethod
    def boot(cls, plan: Plan, folder: Path) -> Self:
        """Switch on a kiosk whose disk is as the image has it, in a `folder` that is made anew.

        Returns once QEMU runs; use wait_for_text for the rest. Raises ImageMissing or StorageFull.
        """
        plan.check()
        machine = cls(plan, folder)
        prepare(folder)
        lay_overlay(plan, folder, backing=plan.disk.resolve(), backing_format="raw", variables=plan.variables)
        machine.power_on()
        return machine

    def power_on(self) -> None:
        """Start it with the disk as it was left: after power_cut, this is the morning after."""
        self.start([])

    def start(self, more: list[str], *, fresh: bool = True) -> None:
        """Start QEMU with `more` words to its command; not `fresh` when it goes on from a running kiosk."""
        say_once("No KVM is used: the kiosk is emulated, so a boot takes one to four minutes.")
        for name in (plans.QMP_SOCKET, plans.SERIAL_SOCKET):
            (self.folder / name).unlink(missing_ok=True)
        self._child = process.start(
            [*self.plan.command(), *more],
            cwd=self.folder,
            extra_environment=self.plan.programs.environment(),
            log=self.folder / plans.QEMU_LOG,
            hint=BUILD_HINT,
        )
        self._shell_due = not fresh
        try:
            self._qmp = self._connect(self._child)
        except BaseException:
            self.power_cut()
            raise

    def _connect(self, child: subprocess.Popen[bytes]) -> Qmp:
        def opened() -> Qmp | None:
            try:
                return Qmp.open(self.folder / plans.QMP_SOCKET, self.last_words)
            except OSError as error:
                if child.poll() is None:
                    return None  # it does not listen yet
                raise MachineStopped(f"QEMU did not start.{self.last_words()}", hint=GONE_HINT) from error

        return eventually(opened, "QEMU's control channel", said=self.last_words, hint=GONE_HINT)

    @property
    def qmp(self) -> Qmp:
        """QEMU's control channel; a kiosk that rests goes on."""
        if self._qmp is None:
            raise MachineStopped("the machine is switched off", hint="call power_on first")
        if self._rests:
            self._rests = False
            self._qmp.execute("cont")
        return self._qmp

    @property
    def pid(self) -> int:
        """QEMU's process."""
        if self._child is None:
            raise MachineStopped("the machine is switched off", hint="call power_on first")
        return self._child.pid

    def last_words(self) -> str:
        """Return the end of what QEMU said."""
        log = self.folder / plans.QEMU_LOG
        said = log.read_text(errors="replace")[-LAST_WORDS_CHARACTERS:].strip() if log.exists() else ""
        return f" Its last words: {said}" if said else " It said nothing."

    @property
    def serial_log(self) -> str:
        """All that the serial port has written: the firmware's words, and a development kernel's."""
        return (self.folder / plans.SERIAL_LOG).read_text(errors="replace")

    def wait(self) -> None:
        """Wait until QEMU ends by itself. Raises MachineStopped when it does."""
        if self._child is not None:
            self._child.wait()
        raise MachineStopped(f"QEMU ended by itself.{self.last_words()}", hint=GONE_HINT)

    def power_cut(self) -> None:
        """Pull the plug: QEMU is killed where it stands. What the kiosk had flushed stays in the folder's overlay."""
        if self._shell:
            self._shell.close()
        if self._qmp:
            self._qmp.close()
        if self._child:
            if self._child.poll() is None:
                os.killpg(self._child.pid, signal.SIGKILL)
            self._child.wait()
        self._shell = self._qmp = self._child = None
        self._rests = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.power_cut()

    def rest(self) -> None:
        """Let the kiosk stand still, at no cost, until something is asked of it.

        Its own clocks stand still too: a lease that it has would last longer than its server thinks.
        """
        if self._qmp is not None and not self._rests:
            self._qmp.execute("stop")
            self._rests = True

    # Hands and eyes.

    def press(self, *chords: str) -> None:
        """Press each chord in turn: `press("ctrl-r")`, `press("tab", "enter")`."""
        Keyboard(self.qmp, self.pid, self.layout).press(*chords)

    def type_text(self, text: str) -> None:
        """Type on the keyboard, no faster than the kiosk takes it in. Raises ValueError for what it has no key for."""
        Keyboard(self.qmp, self.pid, self.layout).type_text(text)

    @functools.cached_property
    def screen(self) -> Screen:
        """The kiosk's screen."""
        return Screen(lambda: self.qmp, self.folder, self.plan.programs)

    def picture(self, path: Path) -> Path:
        """Write the screen as it is now to `path` as PNG and return the path."""
        return self.screen.picture(path)

    def wait_for_text(self, pattern: str, timeout_seconds: float = BOOT_SECONDS) -> str:
        """Wait until the screen's text matches `pattern` (a regular expression); return the text. Raises NotSeen."""
        return self.screen.wait_for_text(pattern, timeout_seconds)

    def wait_for_qr(self, timeout_seconds: float = BOOT_SECONDS) -> str:
        """Wait until the screen shows a QR code; return what it says. Raises NotSeen."""
        return self.screen.wait_for_qr(timeout_seconds)

    def wait_for(self, condition: Callable[[], bool], what: str, timeout_seconds: float = LIMIT_SECONDS) -> None:
        """Wait until `condition` holds, looking twice a second. Raises NotSeen, naming `what`."""
        self.screen.wait_for(condition, what, timeout_seconds)

    # Development image only.

    def shell(self, command: str, timeout_seconds: float = LIMIT_SECONDS) -> Outcome:
        """Run a command as root on the serial port of a development image. Raises NotSeen."""
        self.qmp.pause(0)  # notes what happened meanwhile, and wakes a kiosk that rests
        if self._shell is None:
            if not self._shell_due:
                # What is typed on the serial port before the shell is there would reach the firmware.
                self.wait_for(lambda: bool(PROMPT.search(self.serial_log)), "a shell on the serial port", BOOT_SECONDS)
            self._shell = SerialShell.open(self.folder / plans.SERIAL_SOCKET, BOOT_SECONDS)
        return self._shell.run(command, timeout_seconds)

    # The back of the machine.

    def attach(self, disk: Path, name: str) -> None:
        """Put in a disk, read-only, while the kiosk runs; it finds it as /dev/disk/by-id/virtio-NAME.

        Returns at once, while the kiosk still looks at it. Raises IndexError when every slot is taken.
        """
        slot = plans.SPARE_SLOTS[self._attached]
        self._attached += 1
        file: dict[str, object] = {"driver": "file", "filename": str(disk.resolve()), "locking": "off"}
        self.qmp.execute("blockdev-add", driver="raw", node_name=name, read_only=True, file=file)
        self.qmp.execute("device_add", driver="virtio-blk-pci", drive=name, serial=name, bus=slot, id=name)

    # The wire.

    def pull_cable(self) -> None:
        """Pull the network cable out: the kiosk's card sees that there is no wire."""
        self.qmp.execute("set_link", name="network", up=False)

    def put_cable_back(self) -> None:
        """Put the network cable in again."""
        self.qmp.execute("set_link", name="network", up=True)

    def capture(self, path: Path) -> Callable[[], Path]:
        """Write every packet to and from the kiosk to `path` (pcap) until the returned function is called."""
        self._captures += 1
        name = f"capture{self._captures}"
        path.unlink(missing_ok=True)
        self.qmp.execute("object-add", qom_type="filter-dump", id=name, netdev="network", file=str(path.resolve()))

        def stop() -> Path:
            self.qmp.execute("object-del", id=name)
            return path

        return stop


def prepare(folder: Path) -> None:
    """Make `folder` anew. Raises StorageFull when a booted kiosk might not fit beside it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    free = shutil.disk_usage(folder).free
    if free < FREE_BYTES_NEEDED:
        raise StorageFull(
            f"an emulated kiosk needs 3 GiB free in {folder}; there are {free / 2**30:.1f}",
            hint="make room, for example: rm -r build/emulator",
        )


def lay_overlay(plan: Plan, folder: Path, *, backing: Path, backing_format: str, variables: Path) -> None:
    """Lay a copy-on-write disk over `backing` in `folder`, and a copy of the firmware's variables beside it."""
    plan.programs.run(
        "qemu-img", "create", "-q", "-f", "qcow2", "-F", backing_format, "-b", backing, folder / plans.DISK_OVERLAY
    )
    shutil.copyfile(variables, folder / plans.VARIABLES)
