"""Where a compiler may write: a small file system for one run, emptied after it and never read.

Its size is held by the kernel, because it is a tmpfs of its own, which only root can make: on a kiosk the runner's unit
does (provisioning/roles/sandbox), on a host root does before it becomes the account (runner/host).
"""

import contextlib
import logging
import os
import time
from collections.abc import Iterator
from pathlib import Path

from kiosk_agent.errors import JailUnavailable, OutsetError
from kiosk_agent.protocol.results import Limit
from kiosk_agent.runner.jail.accounts import JailAccount, held_alone
from kiosk_agent.toolchains.toolchain import Limits

ROOT = Path("/run/outset-scratch")
"""Holds one mount a slot. The same on every machine, because the jail's profile and AppArmor's name it."""
SLOTS = 8
SLOT_BYTES = 64 << 20
SLOT_FILES = 2000
ROOM = "room"
"""The folder in a slot that a jail gets, and its account owns: made anew for each. The slot itself stays ours."""
FREE_SLOT_SECONDS = 20.0
EMPTY_SECONDS = 5.0
FULL_BYTES = 16 << 10
"""Less than this left is full: a compiler gives up before the last page is taken."""
_log = logging.getLogger(__name__)


class Scratch:
    """One slot, ours alone until `free`."""

    def __init__(self, slot: Path, lock: int, limits: Limits, account: JailAccount, *, limited: bool) -> None:
        self.folder = slot / ROOM
        self._slot = slot
        self._lock = lock
        self._limits = limits
        self._account = account
        self._limited = limited
        account.clear(slot)
        self._untouched = os.statvfs(slot)
        account.run(("mkdir", "-m", "700", str(self.folder)))

    def limit_reached(self) -> Limit | None:
        """Return which limit of the slot, or of the toolchain's part of it, is reached now. Seen from outside."""
        if not self._limited:
            return None
        state = os.statvfs(self._slot)
        if state.f_ffree == 0 or state.f_files - state.f_ffree >= self._limits.disk_files:
            return Limit.FILES
        left = state.f_bfree * state.f_frsize
        if left < FULL_BYTES or state.f_blocks * state.f_frsize - left >= self._limits.disk_bytes:
            return Limit.DISK
        return None

    def free(self) -> bool:
        """Empty the slot, let others have it, and tell whether it is empty. Everything that ran in it must be dead."""
        is_empty = self._emptied()
        if is_empty:
            os.close(self._lock)
        else:
            # Better one slot less than one that a next run finds something in.
            _log.error("%s could not be emptied and is not used again", self._slot)
        return is_empty

    def _emptied(self) -> bool:
        deadline = time.monotonic() + EMPTY_SECONDS
        while True:
            with contextlib.suppress(OSError, OutsetError):
                self._account.clear(self._slot)
                if not self._limited or self._is_untouched():
                    return True
            if time.monotonic() > deadline:
                return False
            # What a killed process holds open is freed when the kernel is done with it.
            time.sleep(0.01)

    def _is_untouched(self) -> bool:
        state = os.statvfs(self._slot)
        return (state.f_bfree, state.f_ffree) == (self._untouched.f_bfree, self._untouched.f_ffree)


class ScratchSlots:
    """Gives each run that may write a slot of its own."""

    def __init__(self, home: Path, *, must_be_limited: bool, root: Path = ROOT) -> None:
        """Use the slots that this machine made in `root`, or plain folders in `home` unless that is ruled out."""
        self._slots = [slot for slot in _folders(root) if slot.is_mount() and os.access(slot, os.W_OK)]
        self.limited = bool(self._slots)
        if not self.limited and not must_be_limited:
            self._slots = [home / "scratch" / str(number) for number in range(SLOTS)]

    def describe(self) -> str:
        """Return in words how what is written is limited, to be said once at start."""
        if self.limited:
            size = _bytes_and_files(self._slots[0])
            return f"{len(self._slots)} scratch folders of {size[0] >> 20} MiB and {size[1]} files"
        return "scratch folders without a limit of their own" if self._slots else "no scratch folder"

    def taken(self, limits: Limits, account: JailAccount) -> Scratch | None:
        """Return an empty slot for a run under `account`, or None when it may write nothing. Raises JailUnavailable."""
        if not limits.disk_bytes:
            return None
        if self.limited and not self._are_enough(limits):
            hint = "lower disk_bytes and disk_files in the toolchain's file, or make bigger slots"
            raise JailUnavailable("the toolchain asks for more scratch than a slot has", hint=hint)
        deadline = time.monotonic() + FREE_SLOT_SECONDS
        while time.monotonic() < deadline:
            for slot in self._slots:
                lock = _locked(slot)
                if lock is not None:
                    try:
                        return Scratch(slot, lock, limits, account, limited=self.limited)
                    except (OSError, OutsetError) as error:
                        # It stays locked: what cannot be emptied is given to nobody.
                        _log.error("%s cannot be used: %s", slot, error)
            time.sleep(0.02)
        hint = "wait for other runs to end; on a kiosk, check that the runner's unit made its scratch folders"
        raise JailUnavailable("there is no free scratch folder", hint=hint)

    def _are_enough(self, limits: Limits) -> bool:
        size, files = _bytes_and_files(self._slots[0])
        return limits.disk_bytes <= size and limits.disk_files <= files


def _folders(root: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from sorted(path for path in root.iterdir() if path.is_dir())


def _bytes_and_files(slot: Path) -> tuple[int, int]:
    state = os.statvfs(slot)
    return state.f_blocks * state.f_frsize, state.f_files


def _locked(slot: Path) -> int | None:
    """Return a descriptor that holds the slot for us, or None when somebody has it. Raises JailUnavailable."""
    try:
        if not slot.is_dir():
            slot.mkdir(parents=True)
            # A jail's account, while it still has our group, makes its room in there.
            slot.chmod(0o770)
        descriptor = os.open(slot, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        hint = "let the account that runs jails write to its own home"
        raise JailUnavailable(f"there is no scratch folder: {error}", hint=hint) from error
    return held_alone(descriptor)
