"""The inside of a Python jail: proves that it is one, waits for a program, runs it and reports.

Usage: python3 -I -S worker.py RESULTS_DESCRIPTOR. It runs on its own, outside of the package, on Python 3.11 and later.
"""

import atexit
import gc
import os
import site
import sys
import threading
import traceback
import unittest
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import breakage
import case_results
import loader
import proof
import pytest_face
import rehearsal
import reporter
import seal
import split_channel
import split_remote
import split_solution
import split_tests
import suite
import warm_up
from pytest_face import cases, fixtures, marks
from pytest_face.approx import approx
from stepping import recorder

PARTS = ("approx", "cases", "fixtures", "logged", "marks", "warned")
PYTEST = ("pytest_face", *(f"pytest_face.{name}" for name in PARTS))
FINDERS = ("causes", "compared", "found", "likeness", "loops", "program", "stopped", "texts", "unread", "wrong")
MISTAKES = ("mistakes", *(f"mistakes.{name}" for name in FINDERS))
HARNESS = ("breakage", "loader", "case_results", "proof", "rehearsal", "reporter", "seal", "suite", "warm_up")
STEPPING = ("stepping", "stepping.recorder", "stepping.shown")
OWN = (*HARNESS, *PYTEST, *MISTAKES, *STEPPING)
WATCHED = (
    *(
        case_results,
        case_results.Outcomes,
        case_results.Program,
        case_results.ReportingSuite,
        suite,
        suite.Test,
        seal.Seal,
        reporter.Reporter,
        breakage,
    ),
    *(approx, cases.Case, fixtures.Request, marks.Mark),
)
SPLIT = ("split_channel", "split_remote", "split_solution", "split_tests", "split_values")
# What a lesson's own files may be named.
for name in sys.path.pop(0) and (*OWN, *SPLIT):
    del sys.modules[name]


def receive(results: reporter.Reporter) -> dict[str, Any]:
    """Return what was handed in, without the nonce."""
    hand_in = split_channel.read_message()
    results.begin(hand_in.pop("nonce"))
    results.begun()
    return hand_in


def run_tests(hand_in: dict[str, Any], results: reporter.Reporter, whole: seal.Seal) -> None:
    """Find the tests, let the program in, then run and report each."""
    files, solution = hand_in["files"], hand_in["solution"]
    sys.modules["pytest"] = pytest_face.module()
    announced = rehearsal.names(files, solution, hand_in["tests"])
    if announced is not None:
        results.announced(announced, breakage.suspect(files, solution))
    whole.leave_to_tests(files[path] for path in hand_in["tests"])
    memory = loader.MemoryFinder(files, elsewhere(hand_in, results))
    sys.meta_path.insert(0, memory)
    found = []
    for path in hand_in["tests"]:
        try:
            found.append(suite.tests_of(memory.load(path)))
        except BaseException as error:  # noqa: BLE001 - also SystemExit: a program that leaves has broken
            results.broken(breakage.of(error, files, solution, is_whole=hand_in.get("role") != "tests"))
            return
    results.collected([test.name for each in found for test in each.tests])
    whole.watch_tests(test for each in found for test in each.tests)
    case_results.run(found, results, case_results.Program(files, solution), whole)


def elsewhere(hand_in: dict[str, Any], results: reporter.Reporter) -> dict[str, Any]:
    """Return how the solution's files are had, when they are in a split run's other jail."""
    if hand_in.get("role") != "tests":
        return {}
    side = split_tests.TestsSide(results, hand_in["files"], hand_in["tests"], hand_in["solution"])
    return dict.fromkeys(hand_in["solution"], side.load)


def answer_tests(hand_in: dict[str, Any], results: reporter.Reporter) -> None:
    """Serve the other jail of a split run."""
    memory = loader.MemoryFinder(hand_in["files"])
    sys.meta_path.insert(0, memory)
    split_solution.SolutionSide(results, memory, hand_in).serve()


def run_program(hand_in: dict[str, Any], results: reporter.Reporter) -> int:
    """Run the first file as the main program and return its exit code."""
    memory = loader.MemoryFinder(hand_in["files"])
    sys.meta_path.insert(0, memory)
    start = recorded if hand_in.get("role") == "steps" else started
    try:
        code = start(memory, hand_in, results)
    finally:
        # As Python itself ends: it waits for threads, runs what was registered, and gives up what the program holds.
        threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001 - nothing else waits for them
        atexit._run_exitfuncs()  # noqa: SLF001
        give_up(vars(sys.modules["__main__"]))
    return code


def give_up(names: dict[str, Any]) -> None:
    """Let go of what a module's names hold, those with an underscore first: what has an end of its own comes to it."""
    for name in sorted(names, key=lambda name: not name.startswith("_")):
        if name != "__builtins__":
            names[name] = None
    gc.collect()


def recorded(memory: loader.MemoryFinder, hand_in: dict[str, Any], results: reporter.Reporter) -> int:
    """Run the main program as `started` does, recorded step by step."""

    def leave() -> None:
        sys.stdout.flush()
        results.ended(0)
        os._exit(0)

    watching = recorder.Recorder(hand_in, results.step, results.take_printed, leave)
    code = watching.watch(lambda: started(memory, hand_in, results))
    watching.end()
    return code


def started(memory: loader.MemoryFinder, hand_in: dict[str, Any], results: reporter.Reporter) -> int:
    """Run the main program and return its exit code, with what it left running still running."""
    try:
        memory.load(hand_in["solution"][0], name="__main__")
    except SystemExit as error:
        return exit_code(error)
    except BaseException as error:  # noqa: BLE001 - whatever ended the program is what is reported
        traceback.print_exception(error.with_traceback(loader.own_traceback(error)))
        results.broken(breakage.of(error, hand_in["files"], hand_in["solution"]))
        return 1
    return 0


def exit_code(error: SystemExit) -> int:
    """Return what the shell would have seen of sys.exit()."""
    if error.code is None:
        return 0
    if isinstance(error.code, int):
        return error.code & 0xFF
    sys.stderr.write(f"{error.code}\n")
    return 1


def interactive() -> None:
    """Have the names that Python has where a person types: quit, exit, help and such."""
    site.setquit()
    site.setcopyright()
    site.sethelper()


def main() -> None:
    """Prove, wait, run, report."""
    results = reporter.Reporter(int(sys.argv.pop()))
    sys.argv[:] = [""]
    interactive()
    split_remote.keep_out_of_sums(unittest.TestCase)
    warm_up.warm_up(run_tests)
    whole = seal.Seal((pytest_face.module(), *WATCHED))
    results.ready(proof.proof(), ".".join(map(str, sys.version_info[:3])))
    hand_in = receive(results)
    if hand_in.get("role") == "solution":
        answer_tests(hand_in, results)
        code = 1
    elif hand_in["tests"]:
        run_tests(hand_in, results, whole)
        code = 0
    else:
        code = run_program(hand_in, results)
    sys.stdout.flush()
    results.ended(code)
    # What the program left running or registered has no say any more.
    os._exit(code)


main()
