"""What the bench measures of one toolchain, as the account that may have jails: all ways in turn: load hits all."""

import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from kiosk_agent.runner.host.staging import staged_places
from kiosk_agent.runner.runner import Runner
from tests.bench.jail_exercises import RAW_TOOLS, Named, named_exercises
from tests.bench.jail_walls import OtherWall, bubblewrap, no_wall, why_no_bubblewrap
from tests.bench.jail_ways import (
    JEST,
    Cold,
    Jest,
    Raw,
    Warm,
    Way,
    children_cpu_seconds,
    has_jail,
    jails_cpu_seconds,
    milliseconds_of,
    wait_for_jail,
    wrong_verdict,
)
from tests.support.checkout import ROOT

MOST_ROUNDS, FEWEST_ROUNDS = 15, 2
BUDGET_SECONDS = 75.0
HASTY_RUNS, HASTY_SECONDS = 10, 2.0
Figures = dict[str, Any]


def measured(toolchain: str) -> Figures:
    """Return all figures of one toolchain. Raises OutsetError when a verdict is wrong or a jail cannot be had."""
    exercises = named_exercises(toolchain)
    hasty = _hasty(toolchain, exercises)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ways, not_run = _ways(toolchain, folder, stack)
        times = _in_turn(toolchain, ways, exercises)
        raw_cpu = _cpu_of(ways[0], exercises)
    raw = statistics.median(times[ways[0].name])
    return {
        "exercises": {named.name: named.verdict for named in exercises},
        "raw": ways[0].name,
        "ways": {
            name: _points(found) | {"over_raw": round(statistics.median(found) / raw, 3)}
            for name, found in times.items()
        },
        "hasty": hasty,
        "raw_cpu_seconds_per_run": raw_cpu,
        "not_run": not_run,
    }


def _runner(stack: ExitStack, *, warm: bool) -> Runner:
    return stack.enter_context(Runner(staged_places(ROOT / "policies", ROOT / "build/npm/node_modules"), warm=warm))


def _ways(toolchain: str, folder: Path, stack: ExitStack) -> tuple[list[Way], list[str]]:
    """Return the ways, the raw tool first, and in words those that cannot be gone here."""
    cold = _runner(stack, warm=False)
    not_run = []
    tool = RAW_TOOLS.get(toolchain)
    harness = OtherWall(cold, "our harness, no jail", no_wall, is_warm=False)
    ways: list[Way] = [Raw(tool, folder / "raw") if tool else harness]
    ways += [Cold(cold), Warm(_runner(stack, warm=True))]
    missing = why_no_bubblewrap()
    if missing:
        not_run.append(missing)
    else:
        ways.append(OtherWall(cold, "cold bubblewrap", bubblewrap, is_warm=False))
        ways.append(OtherWall(cold, "warm bubblewrap", bubblewrap, is_warm=True))
    if toolchain == "javascript" and JEST.exists():
        ways.append(Jest(folder / "jest"))
    elif toolchain == "javascript":
        not_run.append("jest is not here (npm install --prefix build/bench/jest jest@30.2.0)")
    return ways, not_run


def _in_turn(toolchain: str, ways: list[Way], exercises: tuple[Named, ...]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {way.name: [] for way in ways}
    started = time.monotonic()
    for number in range(MOST_ROUNDS):
        if number >= FEWEST_ROUNDS and time.monotonic() - started > BUDGET_SECONDS:
            break
        sys.stderr.write(f"\r{toolchain}: round {number + 1} of at most {MOST_ROUNDS} …")
        sys.stderr.flush()
        for way in ways:
            for named in exercises * way.runs_a_round:
                times[way.name].append(milliseconds_of(way, named))
    sys.stderr.write("\n")
    return times


def _hasty(toolchain: str, exercises: tuple[Named, ...]) -> Figures:
    """Hand in ten times, two seconds apart or as soon as the last verdict is there, without waiting for the pool."""
    times, ready = [], 0
    with ExitStack() as stack:
        runner = _runner(stack, warm=True)
        wait_for_jail(runner, toolchain)
        before = jails_cpu_seconds(runner)
        for number in range(HASTY_RUNS):
            sys.stderr.write(f"\r{toolchain}: hasty hand-in {number + 1} of {HASTY_RUNS} …")
            sys.stderr.flush()
            named = exercises[number % len(exercises)]
            ready += has_jail(runner, toolchain)
            started = time.monotonic()
            verdict = runner.judge(named.exercise, named.sources).verdict
            times.append((time.monotonic() - started) * 1000)
            if verdict is not named.verdict:
                raise wrong_verdict("warm jail", named, verdict)
            time.sleep(max(0.0, started + HASTY_SECONDS - time.monotonic()))
        waits = {"half_started": runner.half_started, "cold_starts": runner.cold_starts}
        # Each run has had the next jail started, and that is its cost too.
        wait_for_jail(runner, toolchain)
        after = jails_cpu_seconds(runner)
    sys.stderr.write("\n")
    each = None if before is None or after is None else round((after - before) / HASTY_RUNS, 2)
    return _points(times) | {"ready": ready, **waits, "cpu_seconds_per_run": each}


def _cpu_of(way: Way, exercises: tuple[Named, ...]) -> float:
    before = children_cpu_seconds()
    for named in exercises:
        milliseconds_of(way, named)
    return round((children_cpu_seconds() - before) / len(exercises), 2)


def _points(milliseconds: list[float]) -> Figures:
    last = statistics.quantiles(milliseconds, n=100, method="inclusive")[98]
    return {"runs": len(milliseconds), "p50": round(statistics.median(milliseconds), 1), "p99": round(last, 1)}
