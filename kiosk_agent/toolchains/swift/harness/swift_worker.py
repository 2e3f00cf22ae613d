"""The inside of a Swift jail: proves that it is one, waits for a program, compiles it, runs it and reports.

Usage: python3 -I -S swift_worker.py RESULTS_DESCRIPTOR SCRATCH PREBUILT PYTHON_HARNESS. The learner's code is compiled
here and runs in processes of its own, which get neither the nonce nor the results' pipe.
"""

import ctypes
import json
import mmap
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, sys.argv[4])
sys.path.insert(0, str(Path(__file__).parent))

import beginners
import compiler
import diagnostics
import package
import prebuilt
import programs
import proof
import reporter
import suite_run

LENGTH_BYTES = 4
PR_SET_DUMPABLE = 4
PROGRAM, TESTS = "program", "tests"
LISTED = "outset-cases.swift"
# What every run needs from the disk; asked for ahead of time, so that no learner waits for it.
READ_AHEAD = (
    *(compiler.FRONTEND, compiler.LINKER, compiler.SWIFT / "lib/swift/host/plugins/libTestingMacros.so"),
    *compiler.LIBRARIES.glob("*.so"),
    *compiler.LIBRARIES.glob("*.swiftmodule/x86_64-unknown-linux-gnu.swiftmodule"),
)


def read_exactly(length: int) -> bytes:
    """Return `length` bytes of stdin; ends the process when there are none: the jail is not needed any more."""
    held = b""
    while len(held) < length:
        piece = os.read(0, length - len(held))
        if not piece:
            os._exit(0)
        held += piece
    return held


def receive(results: reporter.Reporter) -> dict[str, Any]:
    """Return what was handed in, without the nonce."""
    hand_in: dict[str, Any] = json.loads(read_exactly(int.from_bytes(read_exactly(LENGTH_BYTES), "big")))
    results.begin(hand_in.pop("nonce"))
    results.begun()
    return hand_in


def hearing(results: reporter.Reporter) -> Callable[[bytes], None]:
    """Return what passes the learner's output on at once and remembers a little of it."""

    def hear(piece: bytes) -> None:
        results.hear(piece.decode(errors="replace"))
        while piece:
            piece = piece[os.write(1, piece) :]

    return hear


def run_tests(hand_in: dict[str, Any], tools: compiler.Compiler, ahead: Path, results: reporter.Reporter) -> int:
    """Compile the program and its tests, run and report each test, and return the exit code."""
    files, solution = hand_in["files"], hand_in["solution"]
    whole = package.package_of(files, solution, hand_in["tests"])
    options = ["-enable-testing", "-I", os.fspath(ahead), "-I", ".", "-I", os.fspath(compiler.XCTEST_MODULE)]
    program, tests = tools.scratch / f"{PROGRAM}.o", tools.scratch / f"{TESTS}.o"
    module = ["-emit-module", "-emit-module-path", f"{whole.program.name}.swiftmodule"]
    compiled(tools, whole.program, program, ["-swift-version", whole.language, *options, *module], solution)
    kinds = [kind for kind in prebuilt.RUNNERS if package.imports(files, whole.tests.files, kind)] or ["Testing"]
    test_files, language = list(whole.tests.files), whole.language
    if "XCTest" in kinds:
        (tools.scratch / LISTED).write_text(package.xctest_list(files, whole.tests.files))
        test_files.append(LISTED)
        # XCTest's classes are older than the rules of Swift 6, and its lists of tests break them.
        language = package.LANGUAGE_OF_XCTEST
    module_of_tests = package.Module(whole.tests.name, tuple(test_files))
    compiled(tools, module_of_tests, tests, ["-swift-version", language, *options], solution)
    every_file = (*whole.program.files, *whole.tests.files)
    stand_ins = [
        ahead / f"{name}.o" for module, name in prebuilt.STAND_INS.items() if package.imports(files, every_file, module)
    ]
    for kind in kinds:
        runner = [ahead / f"{prebuilt.RUNNERS[kind]}.o", ahead / prebuilt.RECORDS]
        binary = linked(tools, [program, tests, *stand_ins, *runner], kinds, solution)
        if code := suite_run.TestRun(binary, results, files, solution, hearing(results)).run():
            return code
    return 0


def run_program(hand_in: dict[str, Any], tools: compiler.Compiler, ahead: Path, results: reporter.Reporter) -> int:
    """Run the first file as the main program and return its exit code."""
    path, files = hand_in["solution"][0], hand_in["files"]
    made = tools.scratch / f"{PROGRAM}.o"
    options = ["-swift-version", package.NEWEST_LANGUAGE]
    compiled(tools, package.Module("Program", (path,)), made, options, [path], first_runs="@main" not in files[path])
    binary = linked(tools, [made, ahead / prebuilt.RECORDS], [], [path])
    return suite_run.run_alone(binary, results, files, hearing(results))


def compiled(
    tools: compiler.Compiler,
    module: package.Module,
    made: Path,
    options: list[str],
    solution: list[str],
    *,
    first_runs: bool = False,
) -> None:
    """Compile one module. Raises Broken."""
    said = tools.compile(module.name, list(module.files), made, options, first_runs=first_runs)
    if said.stopped:
        raise diagnostics.Broken(stopped("compiler", said))
    if said.exit_code:
        sys.stdout.write(diagnostics.shown(said.text))
        raise diagnostics.Broken(diagnostics.of_compiler(said.text, solution))


def linked(tools: compiler.Compiler, objects: list[Path], libraries: list[str], solution: list[str]) -> Path:
    """Make the program of its parts. Raises Broken."""
    binary = tools.scratch / PROGRAM
    said = tools.link(objects, libraries, binary)
    if said.stopped:
        raise diagnostics.Broken(stopped("linker", said))
    if said.exit_code:
        sys.stdout.write(said.text)
        raise diagnostics.Broken(diagnostics.of_linker(said.text, solution))
    return binary


def stopped(tool: str, said: programs.Said) -> diagnostics.Breakage:
    """Return the breakage that stands for a tool that did not come to its end; nobody's fault until a limit says so."""
    message = f"error: the {tool} was stopped ({said.stopped})\n{said.text[-500:]}"
    return {"stage": "compile", "message": message, "file": None, "line": None}


def unpack(files: dict[str, str], scratch: Path) -> None:
    """Write the files where the compiler reads them."""
    for path, text in files.items():
        place = scratch / path
        if not place.resolve().is_relative_to(scratch.resolve()):
            raise ValueError(f"{path} leads out of the exercise")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)


def warm_up() -> None:
    """Have the kernel read ahead what every run needs."""
    for path in READ_AHEAD:
        if path.is_file():
            # By way of a mapping: posix_fadvise, which can also have the machine forget a file, is refused to jails.
            with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
                mapped.madvise(mmap.MADV_WILLNEED)


def version() -> str:
    """Return the compiler's version, as it was found ahead of time."""
    return (Path(sys.argv[3]) / prebuilt.VERSION).read_text().strip()


def main() -> None:
    """Prove, wait, compile, run, report."""
    results = reporter.Reporter(int(sys.argv[1]))
    scratch, ahead = Path(sys.argv[2]), Path(sys.argv[3])
    tools = compiler.Compiler(scratch, ahead / prebuilt.MODULE_CACHE)
    warm_up()
    results.ready(proof.proof(), version())
    hand_in = receive(results)
    # The learner's processes run under the same account: none may look into this one, which holds the nonce.
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    code = 0
    try:
        unpack(hand_in["files"], scratch)
        if hand_in["tests"]:
            code = run_tests(hand_in, tools, ahead, results)
        else:
            code = run_program(hand_in, tools, ahead, results)
    except diagnostics.Broken as broken:
        # Nothing of ours ends before the tests are told: what broke while it ran is the program.
        owner = hand_in["solution"][0] if broken.breakage["stage"] == "load" else None
        own = {path: text for path, text in hand_in["files"].items() if path in hand_in["solution"]}
        results.broken(beginners.with_cause(broken.breakage, own) | {"file": broken.breakage["file"] or owner})
        code = 0 if hand_in["tests"] else 1
    sys.stdout.flush()
    results.ended(code)
    os._exit(code)


main()
