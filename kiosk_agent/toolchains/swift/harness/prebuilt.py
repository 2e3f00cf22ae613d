"""What is made ahead of time, once: the runners that tests are linked with, and the compiler's cache of C headers.

Usage: python3 -I -S prebuilt.py FOLDER. It compiles a program of each kind once, so that the cache holds all they use.
"""

import os
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import programs
from compiler import CLANG, FRONTEND, XCTEST_MODULE, Compiler

NATIVE = Path(__file__).parent / "native"
MODULE_CACHE = "module-cache"
RUNNERS = {"Testing": "testing_main", "XCTest": "xctest_main"}
STAND_INS = {"RealModule": "real_module"}
"""Modules of packages that lessons ask for and Debian does not have: ours, with what lessons use of them."""
RECORDS = "records.o"
VERSION = "version"
OPTIONS = ["-swift-version", "6", "-enable-testing", "-I", os.fspath(XCTEST_MODULE)]
EVERYTHING = """
import Foundation
import Testing
import XCTest
import Dispatch
import Glibc
import RegexBuilder
import Synchronization
import Observation
"""


def make(folder: Path) -> None:
    """Fill `folder`. Raises SystemExit with what a tool said when it refuses."""
    compiler = Compiler(folder, folder / MODULE_CACHE)
    for name in RUNNERS.values():
        source = os.fspath(NATIVE / f"{name}.swift")
        _demand(compiler.compile("OutsetMain", [source], folder / f"{name}.o", OPTIONS))
    for module, name in STAND_INS.items():
        options = ["-swift-version", "6", "-emit-module", "-emit-module-path", str(folder / f"{module}.swiftmodule")]
        _demand(compiler.compile(module, [str(NATIVE / f"{name}.swift")], folder / f"{name}.o", options))
    _demand(programs.run([str(CLANG), "-c", "-O", str(NATIVE / "records.c"), "-o", str(folder / RECORDS)], folder))
    everything = folder / "everything.swift"
    everything.write_text(EVERYTHING)
    for version in ("5", "6"):
        made = folder / "everything.o"
        options = ["-swift-version", version, "-enable-testing", "-I", os.fspath(XCTEST_MODULE)]
        _demand(compiler.compile("Everything", [everything.name], made, options))
        made.unlink()
    everything.unlink()
    said = programs.run([str(FRONTEND), "-frontend", "-version"], folder)
    found = re.search(r"Swift version (\S+)", said.text)
    (folder / VERSION).write_text(found[1] if found else "unknown")
    # The compiler keeps its cache to itself.
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _demand(said: programs.Said) -> None:
    if said.exit_code != 0:
        sys.exit(said.text)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
