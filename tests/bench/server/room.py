"""A room of kiosks that are on: what they cost, and how soon all hear of what the trainer does."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from kiosk_agent import process
from tests.bench.server.classroom import BenchClassroom, TrainersBrowser, fill
from tests.bench.server.links import BACK, CLOSED, SENT, asked, in_session
from tests.support.checkout import ROOT
from tests.support.server.running_server import RunningServer

ROOMS = (10, 100, 500)
ROUNDS = 4
# Over the 20 s after which each stream has its lease anew.
IDLE_SECONDS = 25.0
PAGES = 8
LINKS = ("tests.bench.server.links",)
_MEMORY = "/dev/shm"  # noqa: S108 - a folder in it is made and removed here
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


class Kiosks:
    """Those that are on, in a process of their own."""

    def __init__(self, child: "subprocess.Popen[bytes]") -> None:
        assert child.stdout
        self._child = child
        self._said = iter(child.stdout)

    @property
    def process_id(self) -> int:
        """Where what they use is counted."""
        return self._child.pid

    def sent_bytes(self) -> int:
        """Return what they have sent so far, TLS and all."""
        self._child.send_signal(signal.SIGUSR1)
        (sent,) = self.all_told(SENT)
        return int(sent)

    def all_told(self, what: str) -> list[float]:
        """Wait until every kiosk was told it; return the moments."""
        for line in self._said:
            told = json.loads(line)
            if told["told"] == what:
                moments: list[float] = told["moments"]
                return moments
        raise AssertionError("the kiosks' program ended")


@dataclass(frozen=True)
class OpenSession:
    """A session in which everybody is signed in."""

    session_id: str
    sign_ins: dict[str, str]
    """By kiosk."""


@dataclass(frozen=True)
class BenchRoom:
    """A running server, its kiosks, all on, and a trainer."""

    classroom: BenchClassroom
    server: RunningServer
    trainer: TrainersBrowser
    kiosks: Kiosks
    stream_kib: float
    """Memory of the server that a kiosk's stream takes."""

    def open_session(self) -> OpenSession:
        """Start one and sign everybody in."""
        session_id = self.trainer.start_session()
        self.kiosks.all_told(in_session(session_id))
        return OpenSession(session_id, self.classroom.sign_everybody_in(session_id))

    def end(self, session: OpenSession) -> list[float]:
        """Lock all; return the milliseconds from the trainer's click to each kiosk's having locked."""
        return self._told(self.trainer.end_request(session.session_id), CLOSED)

    def extend(self, session: OpenSession, times: int) -> list[float]:
        """Let the session end later, so often by now; return the milliseconds until each kiosk knew."""
        request = self.trainer.extend_request(session.session_id)
        return self._told(request, in_session(session.session_id, extended=times))

    def ask_attention(self, times: int) -> list[float]:
        """Ask all for attention, so often by now; return the milliseconds until each kiosk was told."""
        return self._told(self.trainer.attention_request(), asked(times))

    def restart(self) -> tuple[list[float], list[float]]:
        """Kill the server and start it; return the seconds until each kiosk was back: from the start's end, and all."""
        killed_at = time.monotonic()
        self.server.kill()
        self.server.start()
        serves_at = time.monotonic()
        back = self.kiosks.all_told(BACK)
        return [moment - serves_at for moment in back], [moment - killed_at for moment in back]

    def _told(self, request: httpx.Request, what: str) -> list[float]:
        began = time.monotonic()
        answer = self.trainer.http.send(request, follow_redirects=False)
        assert answer.is_redirect, answer.text
        return [(moment - began) * 1000 for moment in self.kiosks.all_told(what)]


@contextmanager
def room_of(count: int, program: Sequence[str] = LINKS) -> Iterator[BenchRoom]:
    """Give a room of so many kiosks, all of them told that no session is on; they are what `program` makes them."""
    # Each kiosk has a disk of its own: here they have memory, so that they do not wait for each other's, and the
    # server's alone is a disk.
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory(dir=_MEMORY) as states:
        classroom = fill(Path(folder), count, Path(states))
        server = RunningServer(classroom.room, Path(folder) / "server.log")
        server.start()
        try:
            trainer = TrainersBrowser(server.url, classroom)
            before = server.memory_bytes()
            with _kiosks_on([*program, states, str(classroom.room.ca_path), server.url, str(count)]) as kiosks:
                kiosks.all_told(CLOSED)
                stream_kib = (server.memory_bytes() - before) / count / 1024
                yield BenchRoom(classroom, server, trainer, kiosks, stream_kib)
        finally:
            server.stop_if_running()
            classroom.room.classroom.database.close()


@contextmanager
def _kiosks_on(program: Sequence[str]) -> Iterator[Kiosks]:
    argv = [sys.executable, "-m", *program]
    child = process.start(argv, cwd=ROOT, stdout=subprocess.PIPE, stderr=sys.stderr.fileno(), new_session=False)
    try:
        yield Kiosks(child)
    finally:
        child.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.communicate(timeout=10)


@dataclass(frozen=True)
class RoomFigures:
    """What was measured of a room; times in milliseconds."""

    ended: tuple[float, ...]
    """From the trainer's click to each kiosk's having locked, over all rounds."""
    idle_percent: float
    """Of one processor."""
    stream_kib: float
    pages: tuple[float, ...]
    page_processor: float
    """Processor time that one page takes."""


def measure_room(kiosks: int) -> RoomFigures:
    """Open a room of so many kiosks and measure it."""
    with room_of(kiosks) as room:
        session = room.open_session()
        idle = used_in(room.server, IDLE_SECONDS) / IDLE_SECONDS * 100
        pages, page_processor = _pages(room)
        ended = room.end(session)
        for _ in range(ROUNDS - 1):
            ended += room.end(room.open_session())
        return RoomFigures(tuple(ended), idle, room.stream_kib, pages, page_processor)


def _pages(room: BenchRoom) -> tuple[tuple[float, ...], float]:
    room.trainer.page()
    times, used = [], processor_seconds(room.server.process_id)
    for _ in range(PAGES):
        began = time.monotonic()
        room.trainer.page()
        times.append((time.monotonic() - began) * 1000)
    return tuple(times), (processor_seconds(room.server.process_id) - used) / PAGES * 1000


def used_in(server: RunningServer, seconds: float) -> float:
    """Let so many seconds go by; return the processor seconds that a server used in them."""
    used = processor_seconds(server.process_id)
    time.sleep(seconds)
    return processor_seconds(server.process_id) - used


def processor_seconds(process_id: int) -> float:
    """Return what a process used of a processor so far, which a busy machine does not spoil."""
    # proc(5), /proc/pid/stat: utime and stime are the 14th and 15th fields, counted from behind the name in brackets.
    fields = Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_A_SECOND
