"""What attacks may go for outside of their jail, and what they leave there: made for one try, looked at after it."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from kiosk_agent import process

SHARED_FOLDERS = ("/tmp", "/var/tmp", "/dev/shm", "/run")  # noqa: S108 - where attacks leave things
GONE_SECONDS = 15.0
CLOCK_SECONDS = 30.0


@dataclass
class Canaries:
    """A folder with a secret file, a process, and open doors; `effects` tells which were touched. Close it."""

    home: Path
    nonce: str = field(default_factory=lambda: secrets.token_hex(8))
    secret: str = field(default_factory=lambda: f"secret{secrets.token_hex(6)}")

    def __post_init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="outset-canary-"))
        self.folder.chmod(0o777)
        self.file = self.folder / "draft.txt"
        self.file.write_text(self.secret)
        self.file.chmod(0o666)
        self.process: subprocess.Popen[bytes] | None = None
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._tcp.getsockname()[1])
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", self.port))
        self._abstract = socket.socket(socket.AF_UNIX)
        self._abstract.bind(f"\0{self.nonce}")
        self._path = socket.socket(socket.AF_UNIX)
        self._path.bind(str(self.folder / "door"))
        for door in (self._abstract, self._path):
            door.listen()
        (self.folder / "door").chmod(0o777)
        for door in self._doors():
            door.setblocking(False)  # noqa: FBT003 - the socket module's own way
        self._before = set(self.folder.iterdir())
        self._host = socket.gethostname()
        self._clock = time.time() - time.monotonic()

    def _doors(self) -> tuple[socket.socket, ...]:
        return self._tcp, self._udp, self._abstract, self._path

    def start_process(self) -> None:
        """Start the process that may be attacked; it holds the secret in its environment and its arguments."""
        words = ["/bin/sh", "-c", 'read line; echo "$line"', f"--token={self.secret}"]
        environment = {"TOKEN": self.secret, "PATH": "/usr/bin:/bin"}
        self.process = process.start(words, only_environment=environment, stdin=subprocess.PIPE)

    @property
    def key(self) -> int:
        """A key for SysV objects."""
        return int(self.nonce[:7], 16) + 1

    def filled(self, text: str) -> str:
        """Return `text` with the names of the canaries in their places."""
        values = {
            "NONCE": self.nonce,
            "FOLDER": self.folder,
            "FILE": self.file,
            "HOME": self.home,
            "PID": self.process.pid if self.process else 0,
            "PORT": self.port,
            "KEY": self.key,
            "ABSTRACT": self.nonce,
            "SOCKET": self.folder / "door",
        }
        for name, value in values.items():
            text = text.replace(f"@{name}@", str(value))
        return text

    def effects(self) -> list[str]:
        """Return what was done to anything outside, in words."""
        return [*self._touched(), *self._left_files(), *self._left_objects()]

    def _touched(self) -> Iterator[str]:
        for name, door in zip(("TCP", "UDP", "abstract socket", "path socket"), self._doors(), strict=True):
            with contextlib.suppress(BlockingIOError):
                door.recv(64) if name == "UDP" else door.accept()[0].close()
                yield f"the {name} outside was reached"
        if not self.file.is_file() or self.file.is_symlink() or self.file.read_text() != self.secret:
            yield "the file outside was changed"
        if self.process and (state := _state(self.process)) not in {"S", "R", "D"}:
            yield f"the process outside is in state {state}"
        if socket.gethostname() != self._host:
            yield "this machine has another name"
        if abs(time.time() - time.monotonic() - self._clock) > CLOCK_SECONDS:
            yield "this machine's clock was set"

    def _left_files(self) -> Iterator[str]:
        yield from (f"{path} was left" for path in sorted(set(self.folder.iterdir()) - self._before))
        for folder in (*map(Path, SHARED_FOLDERS), self.home):
            with contextlib.suppress(OSError):
                yield from (f"{path} was left" for path in folder.iterdir() if self.nonce in path.name)

    def _left_objects(self) -> Iterator[str]:
        for kind in ("shm", "sem", "msg"):
            with contextlib.suppress(OSError):
                rows = Path("/proc/sysvipc", kind).read_text(encoding="ascii").splitlines()[1:]
                if any(row.split()[0] == str(self.key) for row in rows):
                    yield f"a SysV object ({kind}) was left"

    def living(self) -> list[int]:
        """Return the processes that the attack started and that still live: its nonce is in their words."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if self.nonce.encode() in (folder / "cmdline").read_bytes() and int(folder.name) != os.getpid():
                    found.append(int(folder.name))
        return found

    def left_processes(self) -> list[str]:
        """Return the processes that do not end with their jail, in words."""
        deadline = time.monotonic() + GONE_SECONDS
        while (living := self.living()) and time.monotonic() < deadline:
            time.sleep(0.05)
        return [f"process {pid} was left" for pid in living]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pid in self.living():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for door in self._doors():
            door.close()
        if self.process:
            self.process.kill()
            self.process.wait()
        _remove_object(self.key)
        for folder in (*map(Path, SHARED_FOLDERS), self.home):
            with contextlib.suppress(OSError):
                for path in [path for path in folder.iterdir() if self.nonce in path.name]:
                    path.unlink()
        shutil.rmtree(self.folder, ignore_errors=True)


def _state(child: subprocess.Popen[bytes]) -> str:
    """Return the letter of a process's state; t also when it is traced, - when it is gone."""
    if child.poll() is not None:
        return "-"
    status = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii")
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    return "t" if fields["TracerPid"] != "0" else fields["State"][0]


def _remove_object(key: int) -> None:
    with contextlib.suppress(OSError):
        for kind, option in (("shm", "-M"), ("sem", "-S"), ("msg", "-Q")):
            rows = Path("/proc/sysvipc", kind).read_text(encoding="ascii").splitlines()[1:]
            if any(row.split()[0] == str(key) for row in rows):
                process.run(["ipcrm", option, str(key)], timeout_seconds=10)
