"""The twin: the same harness and hand-in without a jail, so that an attack that does not work cannot pass for held."""

import contextlib
import dataclasses
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kiosk_agent import process
from kiosk_agent.runner.jail.hand_in import HandIn
from kiosk_agent.runner.jail.making_ahead import made_ahead
from kiosk_agent.runner.jail.places import Places
from kiosk_agent.toolchains.toolchain import Toolchain

SECONDS = 90.0
"""A compiler that nobody warmed up takes its time."""
SHOWN_BYTES = 200_000
# The harness of a language with a compiler does not warm it up where somebody waits already.
UNWARMED = {"OUTSET_AWAITED": "1"}
LOCKS = "javascript/harness/locks.mjs"
NAMESPACES = ("unshare", "--user", "--map-root-user", "--mount", "--pid", "--ipc", "--net", "--uts", "--fork")
AS_ROOT_OF_ITS_OWN = (*NAMESPACES, "--kill-child", "--mount-proc")


@dataclass
class Said:
    """What somebody waits for a program to write, and how they end it then."""

    words: bytes
    event: threading.Event = field(default_factory=threading.Event)
    child: subprocess.Popen[bytes] | None = None

    def end(self) -> None:
        """Kill the program, if it still runs."""
        if self.child:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.child.pid, signal.SIGKILL)


@dataclass(frozen=True)
class Unjailed:
    """What a program did where nothing holds it."""

    output: str
    """Raw, up to SHOWN_BYTES."""
    exit_code: int
    """Negative for a signal, or when it had to be stopped."""
    more_bytes: int
    """Written beyond what is shown."""
    results: str = ""
    """What came out of the results pipe, raw."""


def run_unjailed(
    toolchain: Toolchain,
    places: Places,
    hand_in: HandIn,
    folder: Path,
    *,
    as_root_of_its_own: bool = False,
    until: Said | None = None,
) -> Unjailed:
    """Run `hand_in` in `folder` by the toolchain's own command alone, with a scratch folder beside it."""
    scratch = folder.parent / f"{folder.name}-scratch"
    scratch.mkdir(exist_ok=True)
    results_read, results_write = os.pipe()
    filled = {
        "harness": str(places.harness_of(toolchain.facts.harness)),
        "node_modules": str(places.node_modules),
        "scratch": str(scratch),
        "ahead": str(made_ahead(toolchain, places)),
        "results": str(results_write),
    }
    words = [
        *(AS_ROOT_OF_ITS_OWN if as_root_of_its_own else ()),
        *(word.format_map(filled) for word in toolchain.command),
    ]
    try:
        return run_naively(words, folder, hand_in.encoded(), (results_read, results_write), UNWARMED, until)
    finally:
        os.close(results_read)


def without_locks(places: Places, folder: Path) -> Places:
    """Return the places with a copy of the harness that lets a program change what its tests stand on."""
    shutil.copytree(places.toolchains, folder)
    names = ("lockClasses", "lockedWords", "lockIntrinsics", "lockWords", "matcherLocks", "rehearseLocks", "replacedBy")
    stubs = [f"export function {name}() {{}}" for name in names]
    stubs += [f"export const {name} = () => () => {{}};" for name in ("lockMatchers", "matchersOfNow")]
    (folder / LOCKS).write_text("\n".join([*stubs, "export const withOwn = () => (act) => act();", ""]))
    return dataclasses.replace(places, toolchains=folder)


def run_naively(
    words: list[str],
    folder: Path,
    stdin: bytes = b"",
    results: tuple[int, int] | None = None,
    environment: Mapping[str, str] | None = None,
    until: Said | None = None,
) -> Unjailed:
    """Run a command in `folder` and return what it wrote; `results` is a pipe whose writing end it gets."""
    output_read, output_write = os.pipe()
    # What a careless starter forgets to close.
    forgotten = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    child = process.start(
        words,
        cwd=folder,
        # A whole environment, as who starts a program without a jail hands it on.
        only_environment=dict(os.environ) | dict(environment or {}),
        stdin=subprocess.PIPE,
        stdout=output_write,
        stderr=output_write,
        pass_fds=(forgotten, *(results[1:] if results else ())),
    )
    if until:
        until.child = child
    os.close(output_write)
    os.close(forgotten)
    if results:
        os.close(results[1])
    readers = [_Reader(output_read, until), *(_Reader(end) for end in (results[:1] if results else ()))]
    os.close(output_read)
    assert child.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(stdin)
        child.stdin.close()
    code = _waited(child)
    # What it left running may hold a pipe open; its reader ends when that is killed.
    for reader in readers:
        reader.thread.join(1)
    texts = [bytes(reader.held).decode("utf-8", "replace") for reader in readers]
    return Unjailed(texts[0], code, readers[0].more_bytes, *texts[1:])


class _Reader:
    """Empties a pipe, however much comes."""

    def __init__(self, descriptor: int, until: Said | None = None) -> None:
        self.held = bytearray()
        self.more_bytes = 0
        self._until = until
        self._descriptor = os.dup(descriptor)
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        while piece := os.read(self._descriptor, 65536):
            room = max(SHOWN_BYTES - len(self.held), 0)
            self.held += piece[:room]
            self.more_bytes += len(piece[room:])
            if self._until and self._until.words in self.held:
                self._until.event.set()
        os.close(self._descriptor)


def _waited(child: subprocess.Popen[bytes]) -> int:
    deadline = time.monotonic() + SECONDS
    try:
        return child.wait(deadline - time.monotonic())
    except subprocess.TimeoutExpired:
        return -int(signal.SIGKILL)
    finally:
        # Its whole session: what is left of it is looked for by name afterwards.
        if child.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
