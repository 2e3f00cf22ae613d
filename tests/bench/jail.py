"""`./outset bench jail`: from hand-in to verdict, beside the raw tool with no jail, in one run on one machine.

Two programs a language: one is right, one fails. Times are in milliseconds.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk_agent import process
from kiosk_agent.curriculum import Exercise, load_track
from kiosk_agent.protocol.results import Verdict
from kiosk_agent.runner.account import is_ours, python_as_ours
from kiosk_agent.runner.runner import Runner
from tests.jail.jails import write_track

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "build/bench/jail.json"
WARM_RUNS, COLD_RUNS, RAW_RUNS, HASTY_RUNS = 40, 12, 12, 10
JAVASCRIPT_TESTS = (
    "{0}\nimport {{ total }} from './basket.js';\n"
    "test('one', () => {{ {1}(total([2]){2}2); }});\ntest('more', () => {{ {1}(total([1, 2, 3]){2}6); }});\n"
    "test('none', () => {{ {1}(total([]){2}0); }});\n"
)
JEST_TESTS = JAVASCRIPT_TESTS.format("import { expect, test } from '@jest/globals';", "expect", ").toBe(")
NODE_TESTS = JAVASCRIPT_TESTS.format(
    "import { test } from 'node:test';\nimport assert from 'node:assert';", "assert.strictEqual", ", "
)
PYTHON_TESTS = (
    "import unittest\n\nfrom basket import total\n\n\nclass BasketTest(unittest.TestCase):\n"
    "    def test_one(self):\n        self.assertEqual(total([2]), 2)\n\n"
    "    def test_more(self):\n        self.assertEqual(total([1, 2, 3]), 6)\n\n"
    "    def test_none(self):\n        self.assertEqual(total([]), 0)\n"
)
SOLUTIONS = {
    "javascript": (
        "export const total = (prices) => prices.reduce((sum, price) => sum + price, 0);\n",
        "export const total = (prices) => prices[0];\n",
    ),
    "python": ("def total(prices):\n    return sum(prices)\n", "def total(prices):\n    return prices and prices[0]\n"),
}
FILES = {"javascript": ("basket.js", "basket.spec.js"), "python": ("basket.py", "basket_test.py")}
RAW_COMMANDS = {
    "javascript": ("node --test", ["/usr/bin/node", "--test", "basket.spec.js"]),
    "python": ("python -m unittest", ["/usr/bin/python3", "-m", "unittest", "-q", "basket_test"]),
}
MUST_RATIO = {"javascript": 0.5, "python": 0.7}
AIM_RATIO = {"javascript": 0.12, "python": 0.3}
Figures = dict[str, float]


def main(arguments: Sequence[str] = ()) -> int:
    """Measure, print a table, and write build/bench/jail.json. Return 1 when a ratio is over what it must be."""
    if not is_ours():
        # As the account that may have jails; what it measured is written by the caller.
        child = process.start(python_as_ours(["-m", "tests.bench.jail", *arguments]), stdout=subprocess.PIPE, cwd=ROOT)
        said, _ = child.communicate()
        if child.returncode != 0:
            return child.returncode
        figures = json.loads(said)
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        RESULTS.write_text(json.dumps(figures, indent=2) + "\n")
        sys.stdout.write(_table(figures))
        return 0 if all(figures[name]["warm_over_raw"] < MUST_RATIO[name] for name in figures) else 1
    sys.stdout.write(json.dumps({name: _measured(name) for name in FILES}))
    return 0


def _measured(language: str) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        exercise = _exercise(Path(folder), language)
        raw = _raw(Path(folder) / "raw", language)
        cold, _ = _cold(exercise)
        warm, hasty, cold_starts = _warm(exercise)
    figures = {f"raw_{key}": value for key, value in _points(raw).items()}
    figures |= {f"cold_{key}": value for key, value in _points(cold).items()}
    figures |= {f"warm_{key}": value for key, value in _points(warm).items()}
    figures |= {f"hasty_{key}": value for key, value in _points(hasty).items()}
    figures["hasty_cold_starts"] = cold_starts
    figures["warm_over_raw"] = figures["warm_p50"] / figures["raw_p50"]
    figures["cold_over_raw"] = figures["cold_p50"] / figures["raw_p50"]
    return {name: round(value, 3) for name, value in figures.items()}


def _exercise(folder: Path, language: str) -> Exercise:
    solution, test = FILES[language]
    tests = JEST_TESTS if language == "javascript" else PYTHON_TESTS
    answer = f".meta/answer{Path(solution).suffix}"
    files = {solution: SOLUTIONS[language][1], test: tests, answer: SOLUTIONS[language][0]}
    return load_track(write_track(folder / "track", language, {"basket": files})).exercises[0]


def _runner(*, warm: bool) -> Runner:
    return Runner(ROOT / "policies", ROOT / "build/npm/node_modules", warm=warm)


def _cold(exercise: Exercise) -> tuple[list[float], int]:
    with _runner(warm=False) as runner:
        judge = _judging(runner, exercise)
        return [_timed(judge, turn) for turn in range(COLD_RUNS)], runner.cold_starts


def _warm(exercise: Exercise) -> tuple[list[float], list[float], int]:
    """Return the times with a jail that waits, the times without waiting for one, and the cold starts of these."""
    with _runner(warm=True) as runner:
        judge = _judging(runner, exercise)
        warm = []
        for turn in range(WARM_RUNS):
            runner.prepare(exercise.language_name)
            runner._pool._waiting[exercise.language_name].result()
            warm.append(_timed(judge, turn))
        assert runner.cold_starts == 0
        hasty = [_timed(judge, turn) for turn in range(HASTY_RUNS)]
        return warm, hasty, runner.cold_starts


def _judging(runner: Runner, exercise: Exercise) -> Callable[[int], None]:
    right, wrong = SOLUTIONS[exercise.language_name]
    path = exercise.solution_files[0]

    def judge(turn: int) -> None:
        verdict = runner.judge(exercise, {path: wrong if turn % 2 else right}).verdict
        assert verdict is (Verdict.WRONG_ANSWER if turn % 2 else Verdict.ACCEPTED), verdict

    return judge


def _raw(folder: Path, language: str) -> list[float]:
    folder.mkdir()
    solution, test = FILES[language]
    (folder / test).write_text(NODE_TESTS if language == "javascript" else PYTHON_TESTS)
    (folder / "package.json").write_text('{"type": "module"}')
    _, command = RAW_COMMANDS[language]

    def run(turn: int) -> None:
        (folder / solution).write_text(SOLUTIONS[language][turn % 2])
        process.run(command, timeout_seconds=60, cwd=folder, accept=(turn % 2,))

    return [_timed(run, turn) for turn in range(RAW_RUNS)]


def _timed(work: Callable[[int], None], turn: int) -> float:
    started = time.perf_counter()
    work(turn)
    return (time.perf_counter() - started) * 1000


def _points(milliseconds: list[float]) -> Figures:
    return {"p50": statistics.median(milliseconds), "p99": statistics.quantiles(milliseconds, n=100)[98]}


def _table(figures: dict[str, Figures]) -> str:
    lines = [f"{'hand-in to verdict (ms)':<34}{'p50':>8}{'p99':>8}{'over raw':>10}{'must':>7}{'aim':>7}"]
    for language, found in figures.items():
        for kind in ("raw", "cold", "warm", "hasty"):
            name = RAW_COMMANDS[language][0] if kind == "raw" else f"{language}, {kind} jail"
            line = f"{name:<34}{found[f'{kind}_p50']:>8.0f}{found[f'{kind}_p99']:>8.0f}"
            if kind != "raw":
                line += f"{found[f'{kind}_p50'] / found['raw_p50']:>9.2f}x"
            if kind == "warm":
                line += f"{MUST_RATIO[language]:>6.2f}x{AIM_RATIO[language]:>6.2f}x"
            lines.append(line)
        lines.append(f"  hasty: {HASTY_RUNS} one after the other, {found['hasty_cold_starts']:.0f} of them cold")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
