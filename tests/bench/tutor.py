"""`./outset bench tutor`: how fast the tutor starts, and how fast a key shows, in a pty against stand-ins."""

import json
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk_agent.command_line import CommandParser
from kiosk_agent.protocol.screens import pack
from tests.bench.kiosk import long_work
from tests.bench.kiosk.keys import (
    BARE,
    KEYS,
    QUIET_SECONDS,
    TEXT_AREA,
    TUTOR,
    WATCHED,
    WORK_MILLISECONDS,
    WORKING,
    Key,
    drain,
    scheduled,
    type_in_turn,
)
from tests.bench.kiosk.memory import OPENINGS, SIGN_OUTS, megabytes
from tests.bench.kiosk.program import F4, open_exercise, sign_out, spawned, start
from tests.bench.kiosk.stand_ins import TutorKiosk
from tests.support.checkout import BUILD

if TYPE_CHECKING:
    import pexpect

RESULTS = BUILD / "bench"
STARTS = 7
# By then all is saved, and nothing is drawn any more.
SAVED_SECONDS = 2.0
REST_SECONDS = 10.0
# A learner must not feel that somebody looks.
WATCHED_RATIO = 1.1
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Row:
    """A figure, and what it must not be over."""

    name: str
    measured: float
    must: float | None = None


def main(arguments: Sequence[str] = ()) -> int:
    """Measure, print a table, and write it below build/bench/. Return 1 when a figure is over what it must be."""
    parser = CommandParser(prog="./outset bench tutor", description="Time the tutor.")
    parser.add_argument(
        "--memory", action="store_true", help=f"instead, its memory over {OPENINGS} openings and {SIGN_OUTS} sign-outs"
    )
    if parser.parse_args(arguments).memory:
        return _report("tutor-memory", _memory_rows(megabytes()), {"openings": OPENINGS, "sign_outs": SIGN_OUTS})
    rows = (*_start_rows(), *_list_rows(), *_editor_rows())
    return _report("tutor", rows, {"starts": STARTS, "keys": KEYS})


def _start_rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder, TutorKiosk(Path(folder)) as kiosk:
        start(kiosk.settings).close(force=True)  # the first start writes the .pyc files
        starts, works = zip(*(_start_seconds(kiosk.settings) for _ in range(STARTS)), strict=True)
    yield Row("start to usable (s)", statistics.median(starts), 0.6)
    yield Row("  processor time (s)", statistics.median(works))


def _list_rows() -> Iterator[Row]:
    """Yield how soon a long track is there for who signs in at once, and for who comes back to it."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as work:
        tracks = Path(folder) / "tracks"
        long_work.write_track(tracks, Path(work))
        with TutorKiosk(Path(folder), tracks=tracks) as kiosk:
            opened, again = zip(*(_list_milliseconds(kiosk.settings) for _ in range(STARTS)), strict=True)
    yield Row(f"sign-in to the list of {long_work.EXERCISES} exercises (ms)", statistics.median(opened), 150.0)
    yield Row("  from an exercise back to it (ms)", statistics.median(again), 150.0)


def _list_milliseconds(settings: Path) -> tuple[float, float]:
    child = start(settings)
    child.send("1042\r123456")
    drain(child.child_fd, QUIET_SECONDS)
    began = time.perf_counter()
    child.send("\r")
    child.expect("Carry on")
    opened = time.perf_counter() - began
    child.send("\r")
    child.expect("Panels")
    drain(child.child_fd, QUIET_SECONDS)
    began = time.perf_counter()
    child.send(F4)
    child.expect("exercises done")
    again = time.perf_counter() - began
    sign_out(child)
    child.close(force=True)
    return opened * 1000, again * 1000


def _editor_rows() -> Iterator[Row]:
    """Yield what a key in a long file costs, what rest does, and what somebody's look weighs."""
    text = long_work.program()
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryDirectory() as another,
        TutorKiosk(Path(folder), stub=text) as kiosk,
        TutorKiosk(Path(another), stub=text, is_watched=True) as seen,
    ):
        path = Path(folder) / "long.js"
        path.write_text(text, encoding="utf-8")
        tutor, watched = open_exercise(kiosk.settings), open_exercise(seen.settings)
        area = spawned("shelf 1", "tests.bench.kiosk.text_area", str(path))
        keys = type_in_turn({TUTOR: tutor, WATCHED: watched, TEXT_AREA: area})
        rest = _rest_percent(tutor)
        for child in (tutor, watched, area):
            child.close(force=True)
    frames = [len(pack(shown)) for shown in seen.shown]
    yield from _key_rows(keys)
    yield Row("at rest, of a processor (%)", rest, 1.0)
    yield Row("a frame of the watched screen, p50 (bytes)", statistics.median(frames))
    yield Row("  the largest (bytes)", max(frames))


def _rest_percent(child: "pexpect.spawn[str]") -> float:
    """Return what a tutor works while nobody presses a key, once it has saved what was typed."""
    assert child.pid is not None
    drain(child.child_fd, SAVED_SECONDS)
    (before, _), began = scheduled(child.pid), time.perf_counter()
    drain(child.child_fd, REST_SECONDS)
    (after, _), ended = scheduled(child.pid), time.perf_counter()
    return (after - before) / 10 / (ended - began)


def _report(name: str, rows: Sequence[Row], counts: Mapping[str, int]) -> int:
    """Print the rows and keep them. Return 1 when a figure is over what it must be."""
    sys.stdout.write(f"{'figure':<52}{'measured':>10}{'must':>8}\n")
    for row in rows:
        sys.stdout.write(f"{row.name:<52}{row.measured:>10.2f}{'' if row.must is None else row.must:>8}\n")
    figures = {re.sub(r"\W+", "_", row.name).strip("_"): row.measured for row in rows}
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps({**figures, **counts}, indent=2) + "\n", encoding="utf-8")
    return int(any(row.must is not None and row.measured > row.must for row in rows))


def _memory_rows(measured: Sequence[float]) -> Sequence[Row]:
    """Return how much it grew after the first sign-in, when all that the tutor needs once is there."""
    first, *later = measured
    return (
        Row("memory with the first exercise open (MB)", first),
        *(Row(f"  at the end of sign-in {number} (MB)", later[number - 1]) for number in (1, 5, 10, SIGN_OUTS)),
        Row("last over that of the first sign-in", later[-1] / later[0], 1.1),
    )


def _key_rows(keys: Mapping[str, Sequence[Key]]) -> Iterator[Row]:
    """Yield what a key costs, with what the same loop measured of the controls: that much is the machine's."""
    redraws = {name: [key.redraw for key in pressed] for name, pressed in keys.items()}
    usual = {name: _percentile(redraw, 50) for name, redraw in redraws.items()}
    slow = {name: _percentile(redraw, 99) for name, redraw in redraws.items()}
    yield Row(f"key to redraw in {long_work.LINES} lines, p50 (ms)", usual[TUTOR])
    yield Row("  a bare text area in the same colours, p50 (ms)", usual[TEXT_AREA])
    yield Row("  times that text area's p50", usual[TUTOR] / usual[TEXT_AREA])
    yield Row("  a bare echo, p50 (ms)", usual[BARE])
    yield Row("key to redraw, p99 (ms)", slow[TUTOR], 16.0)
    yield Row("  a bare text area in the same colours, p99 (ms)", slow[TEXT_AREA])
    yield Row("  while somebody looks, p50 (ms)", usual[WATCHED])
    yield Row("  times that with nobody looking", usual[WATCHED] / usual[TUTOR], WATCHED_RATIO)
    yield Row("  while somebody looks, p99 (ms)", slow[WATCHED], 16.0)
    yield Row("  a bare echo, p99 (ms)", slow[BARE])
    yield Row("  times the bare echo's p99", slow[TUTOR] / slow[BARE])
    yield Row(f"  an echo that works {WORK_MILLISECONDS} ms a key, p99 (ms)", slow[WORKING])
    yield Row("  times that echo's p99", slow[TUTOR] / slow[WORKING])
    processor = [key.processor for key in keys[TUTOR]]
    yield Row("processor time a key, p50 (ms)", _percentile(processor, 50))
    yield Row("processor time a key, p99 (ms)", _percentile(processor, 99))
    seen = [key.processor for key in keys[WATCHED]]
    yield Row("  while somebody looks, p50 (ms)", _percentile(seen, 50))
    yield Row("  while somebody looks, p99 (ms)", _percentile(seen, 99))
    # On a kiosk of its own the tutor waits for nobody.
    yield Row("waiting for a processor, p99 (ms)", _percentile([key.waiting for key in keys[TUTOR]], 99))


def _processor_seconds(child: "pexpect.spawn[str]") -> float:
    """Return what the tutor used of a processor so far: a figure that a busy machine does not spoil."""
    # proc(5), /proc/pid/stat: utime and stime are the 14th and 15th fields; the name before them holds no blank here.
    fields = Path(f"/proc/{child.pid}/stat").read_text(encoding="ascii").split()
    return (int(fields[13]) + int(fields[14])) / TICKS_A_SECOND


def _start_seconds(settings: Path) -> tuple[float, float]:
    """Return the seconds from the start to the first key's echo in the number field, and those of processor time."""
    began = time.perf_counter()
    child = start(settings)
    child.send("7")
    child.expect("7")
    seconds = time.perf_counter() - began, _processor_seconds(child)
    child.close(force=True)
    return seconds


def _percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
