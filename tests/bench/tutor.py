"""`./outset bench tutor`: how fast the tutor starts, and how fast a key shows, in a pty against stand-ins."""

import argparse
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

from kiosk_agent.protocol.screens import pack
from tests.bench.tutor_keys import BARE, TUTOR, WATCHED, WORK_MILLISECONDS, WORKING, Key, type_in_turn
from tests.bench.tutor_kiosk import TutorKiosk
from tests.bench.tutor_memory import OPENINGS, SIGN_OUTS, megabytes
from tests.bench.tutor_program import open_exercise, start
from tests.support.checkout import BUILD

if TYPE_CHECKING:
    import pexpect

RESULTS = BUILD / "bench"
STARTS = 7
# A learner must not feel that somebody looks.
WATCHED_RATIO = 1.1
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Row:
    """A figure, and what it must and should not be over."""

    name: str
    measured: float
    must: float | None = None
    aim: float | None = None


def main(arguments: Sequence[str] = ()) -> int:
    """Measure, print a table, and write it below build/bench/. Return 1 when a figure is over what it must be."""
    parser = argparse.ArgumentParser(prog="./outset bench tutor", description="Time the tutor.")
    parser.add_argument(
        "--memory", action="store_true", help=f"instead, its memory over {OPENINGS} openings and {SIGN_OUTS} sign-outs"
    )
    if parser.parse_args(arguments).memory:
        return _report("tutor-memory", _memory_rows(megabytes()), {"openings": OPENINGS, "sign_outs": SIGN_OUTS})
    with tempfile.TemporaryDirectory() as folder, TutorKiosk(Path(folder)) as kiosk:
        start(kiosk.settings).close(force=True)  # the first start writes the .pyc files
        starts, works = zip(*(_start_seconds(kiosk.settings) for _ in range(STARTS)), strict=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryDirectory() as another,
        TutorKiosk(Path(folder)) as kiosk,
        TutorKiosk(Path(another), is_watched=True) as seen,
    ):
        tutor, watched = open_exercise(kiosk.settings), open_exercise(seen.settings)
        keys = type_in_turn(tutor, watched)
        for child in (tutor, watched):
            child.close(force=True)
    frames = [len(pack(shown)) for shown in seen.shown]
    rows = (
        Row("start to usable (s)", statistics.median(starts), 1.0, 0.6),
        Row("  processor time (s)", statistics.median(works)),
        *_key_rows(keys),
        Row("a frame of the watched screen, p50 (bytes)", statistics.median(frames)),
        Row("  the largest (bytes)", max(frames)),
    )
    return _report("tutor", rows, {"starts": STARTS, "keys": len(keys[TUTOR])})


def _report(name: str, rows: Sequence[Row], counts: Mapping[str, int]) -> int:
    """Print the rows and keep them. Return 1 when a figure is over what it must be."""
    sys.stdout.write(f"{'figure':<44}{'measured':>10}{'must':>8}{'aim':>8}\n")
    for row in rows:
        limits = "".join(f"{'' if limit is None else limit:>8}" for limit in (row.must, row.aim))
        sys.stdout.write(f"{row.name:<44}{row.measured:>10.2f}{limits}\n")
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
    slow = {name: _percentile(redraw, 99) for name, redraw in redraws.items()}
    yield Row("key to redraw, p50 (ms)", _percentile(redraws[TUTOR], 50))
    yield Row("  a bare echo, p50 (ms)", _percentile(redraws[BARE], 50))
    yield Row("key to redraw, p99 (ms)", slow[TUTOR], 33.0, 16.0)
    yield Row("  while somebody looks, p50 (ms)", _percentile(redraws[WATCHED], 50))
    looked_at = _percentile(redraws[WATCHED], 50) / _percentile(redraws[TUTOR], 50)
    yield Row("  times that with nobody looking", looked_at, WATCHED_RATIO)
    yield Row("  while somebody looks, p99 (ms)", slow[WATCHED], 33.0)
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
