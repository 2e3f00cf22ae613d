"""`./outset bench tutor`: how fast the tutor starts, and how fast a key shows, in a pty against stand-ins."""

import json
import os
import select
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pexpect

from tests.bench.tutor_kiosk import TutorKiosk

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "build" / "bench" / "tutor.json"
STARTS = 7
KEYS = 300
# A quick typist; the screen must be quiet again before the next key, or two redraws would count as one.
KEY_SECONDS = 0.08
# A redraw is written in one go; what comes later is the word "saved".
QUIET_SECONDS = 0.01
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
ROWS, COLUMNS = 36, 120
START_MUST_SECONDS, START_AIM_SECONDS = 1.0, 0.6
KEY_MUST_MILLISECONDS, KEY_AIM_MILLISECONDS = 33.0, 16.0
# Code with brackets, words, numbers and new lines, as it is typed.
TYPED = (
    "const sum = boxes.map((box) => box.count * 2).filter(Boolean);\r// add all of them\rlet text = `${sum} boxes`;\r"
)


def main(arguments: Sequence[str] = ()) -> int:
    """Measure, print a table, and write build/bench/tutor.json. Return 1 when a figure is over what it must be."""
    del arguments
    with tempfile.TemporaryDirectory() as folder, TutorKiosk(Path(folder)) as kiosk:
        _start(kiosk.settings).close(force=True)  # the first start writes the .pyc files
        starts, works = zip(*(_start_seconds(kiosk.settings) for _ in range(STARTS)), strict=True)
    with tempfile.TemporaryDirectory() as folder, TutorKiosk(Path(folder)) as kiosk:
        keys, key_work = _key_milliseconds(kiosk.settings)
    figures = {
        "start_to_usable_seconds": statistics.median(starts),
        "start_processor_seconds": statistics.median(works),
        "key_to_redraw_p50_milliseconds": _percentile(keys, 50),
        "key_to_redraw_p99_milliseconds": _percentile(keys, 99),
        "key_processor_milliseconds": key_work,
        "starts": STARTS,
        "keys": len(keys),
    }
    rows = (
        ("start to usable (s)", figures["start_to_usable_seconds"], START_MUST_SECONDS, START_AIM_SECONDS),
        ("  processor time (s)", figures["start_processor_seconds"], None, None),
        ("key to redraw p50 (ms)", figures["key_to_redraw_p50_milliseconds"], None, None),
        (
            "key to redraw p99 (ms)",
            figures["key_to_redraw_p99_milliseconds"],
            KEY_MUST_MILLISECONDS,
            KEY_AIM_MILLISECONDS,
        ),
        ("  processor time a key (ms)", figures["key_processor_milliseconds"], None, None),
    )
    sys.stdout.write(f"{'figure':<28}{'measured':>10}{'must':>8}{'aim':>8}\n")
    for name, measured, must, aim in rows:
        limits = "".join(f"{'' if limit is None else limit:>8}" for limit in (must, aim))
        sys.stdout.write(f"{name:<28}{measured:>10.2f}{limits}\n")
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return int(any(must is not None and measured > must for _, measured, must, _ in rows))


def _start(settings: Path) -> "pexpect.spawn[str]":
    child = pexpect.spawn(
        sys.executable,
        ["-m", "kiosk_agent", "tutor", "--settings", str(settings)],
        cwd=ROOT,
        env=os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
        dimensions=(ROWS, COLUMNS),
        timeout=30,
    )
    child.delaybeforesend = None
    child.expect("Your PIN")
    return child


def _processor_seconds(child: "pexpect.spawn[str]") -> float:
    """Return what the tutor used of a processor so far: a figure that a busy machine does not spoil."""
    # proc(5), /proc/pid/stat: utime and stime are the 14th and 15th fields; the name before them holds no blank here.
    fields = Path(f"/proc/{child.pid}/stat").read_text(encoding="ascii").split()
    return (int(fields[13]) + int(fields[14])) / TICKS_A_SECOND


def _start_seconds(settings: Path) -> tuple[float, float]:
    """Return the seconds from the start to the first key's echo in the number field, and those of processor time."""
    began = time.perf_counter()
    child = _start(settings)
    child.send("7")
    child.expect("7")
    seconds = time.perf_counter() - began, _processor_seconds(child)
    child.close(force=True)
    return seconds


def _key_milliseconds(settings: Path) -> tuple[list[float], float]:
    """Sign in, open the exercise, type; return each key's time to the end of its redraw, and its processor time."""
    child = _start(settings)
    child.send("1042\r")
    child.send("123456\r")
    child.expect("Carry on")
    child.send("\r")
    child.expect("stock-count.js")
    _drain(child.child_fd, 1.0)
    measured = []
    work_before = _processor_seconds(child)
    for index in range(KEYS):
        began = time.perf_counter()
        child.send(TYPED[index % len(TYPED)])
        last = _drain(child.child_fd, QUIET_SECONDS)
        if last is not None:
            measured.append((last - began) * 1000)
        time.sleep(max(0.0, KEY_SECONDS - (time.perf_counter() - began)))
    work = (_processor_seconds(child) - work_before) / KEYS * 1000
    child.close(force=True)
    return measured, work


def _drain(descriptor: int, quiet_seconds: float) -> float | None:
    """Read until nothing came for `quiet_seconds`; return when the last byte came, or None when none did."""
    last = None
    # The first byte may take longer than the gaps between the others.
    patience = max(quiet_seconds, 1.0)
    while select.select([descriptor], [], [], patience)[0]:
        os.read(descriptor, 65536)
        last, patience = time.perf_counter(), quiet_seconds
    return last


def _percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
