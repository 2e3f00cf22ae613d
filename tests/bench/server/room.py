"""A room of kiosks that are on: what they cost while nothing happens, and how soon all hear of the session's end."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk_agent import process
from tests.bench.server.classroom import BenchClassroom, TrainersBrowser, fill
from tests.bench.server.links import CLOSED
from tests.support.checkout import ROOT
from tests.support.server.running_server import RunningServer

# Over the 20 s after which each stream has its lease anew.
IDLE_SECONDS = 25.0
ROUNDS = 4
PAGES = 8
_MEMORY = "/dev/shm"  # noqa: S108 - a folder in it is made and removed here
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class RoomFigures:
    """What was measured of a room; times in milliseconds."""

    ended: tuple[float, ...]
    """From the trainer's click to each kiosk's having locked, over all rounds."""
    last_ended: tuple[float, ...]
    """Of the last kiosk of each round."""
    idle_percent: float
    """Of one processor."""
    stream_kib: float
    pages: tuple[float, ...]
    page_processor: float
    """Processor time that one page takes."""


def measure_room(kiosks: int) -> RoomFigures:
    """Open a room of so many kiosks and measure it."""
    # Each kiosk has a disk of its own: here they have memory, so that they do not wait for each other's, and the
    # server's alone is a disk.
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory(dir=_MEMORY) as states:
        classroom = fill(Path(folder), kiosks, Path(states))
        server = RunningServer(classroom.room, Path(folder) / "server.log")
        server.start()
        try:
            return _measured(Path(states), classroom, server)
        finally:
            server.stop_if_running()
            classroom.room.classroom.database.close()


def _measured(states: Path, classroom: BenchClassroom, server: RunningServer) -> RoomFigures:
    trainer = TrainersBrowser(server.url, classroom)
    before = server.memory_bytes()
    with _kiosks(states, classroom.room.ca_path, server.url, len(classroom.seats)) as kiosks:
        kiosks.all_told(CLOSED)
        stream_bytes = (server.memory_bytes() - before) / len(classroom.seats)
        session_id = _open(trainer, classroom, kiosks)
        idle = _idle_percent(server)
        pages, page_processor = _pages(trainer, server)
        ended: list[float] = []
        last: list[float] = []
        for round_number in range(ROUNDS):
            if round_number:
                session_id = _open(trainer, classroom, kiosks)
            request = trainer.end_request(session_id)
            began = time.monotonic()
            answer = trainer.http.send(request, follow_redirects=False)
            assert answer.is_redirect, answer.text
            took = [(moment - began) * 1000 for moment in kiosks.all_told(CLOSED)]
            ended += took
            last.append(max(took))
    return RoomFigures(tuple(ended), tuple(last), idle, stream_bytes / 1024, pages, page_processor)


def _open(trainer: TrainersBrowser, classroom: BenchClassroom, kiosks: "_Kiosks") -> str:
    session_id = trainer.start_session()
    kiosks.all_told(session_id)
    classroom.sign_everybody_in(session_id)
    return session_id


def _idle_percent(server: RunningServer) -> float:
    began, used = time.monotonic(), processor_seconds(server.process_id)
    time.sleep(IDLE_SECONDS)
    return (processor_seconds(server.process_id) - used) / (time.monotonic() - began) * 100


def _pages(trainer: TrainersBrowser, server: RunningServer) -> tuple[tuple[float, ...], float]:
    trainer.page()
    times, used = [], processor_seconds(server.process_id)
    for _ in range(PAGES):
        began = time.monotonic()
        trainer.page()
        times.append((time.monotonic() - began) * 1000)
    return tuple(times), (processor_seconds(server.process_id) - used) / PAGES * 1000


def processor_seconds(process_id: int) -> float:
    """Return what a process used of a processor so far, which a busy machine does not spoil."""
    # proc(5), /proc/pid/stat: utime and stime are the 14th and 15th fields, counted from behind the name in brackets.
    fields = Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_A_SECOND


class _Kiosks:
    def __init__(self, said: Iterator[bytes]) -> None:
        self._said = said

    def all_told(self, what: str) -> list[float]:
        """Wait until every kiosk was told it; return the moments."""
        for line in self._said:
            told = json.loads(line)
            if told["told"] == what:
                moments: list[float] = told["moments"]
                return moments
        raise AssertionError("the kiosks' program ended")


@contextmanager
def _kiosks(states: Path, ca_path: Path, url: str, count: int) -> Iterator[_Kiosks]:
    argv = [sys.executable, "-m", "tests.bench.server.links", str(states), str(ca_path), url, str(count)]
    child = process.start(argv, cwd=ROOT, stdout=subprocess.PIPE, stderr=sys.stderr.fileno(), new_session=False)
    assert child.stdout
    try:
        yield _Kiosks(iter(child.stdout))
    finally:
        child.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.communicate(timeout=10)
