"""Which module each file of a Swift package belongs to, as Swift's package tool would have it, without asking it."""

import re
from dataclasses import dataclass

SOURCES, TESTS = "Sources", "Tests"
MANIFEST = "Package.swift"
NEWEST_LANGUAGE = "6"
LANGUAGE_OF_XCTEST = "5"
# What a test file may import without it being the program under test.
NOT_OURS = {"Foundation", "Testing", "XCTest", "Glibc", "Dispatch", "Swift", "Synchronization"}
_TOOLS_VERSION = re.compile(r"//\s*swift-tools-version:\s*(\d+)")
_IMPORT = re.compile(r"^\s*(@testable\s+)?import\s+(\w+)", re.MULTILINE)
_CASE = re.compile(
    r"^(?:[a-z@]+\s+)*class\s+(\w+)\s*:\s*XCTestCase\b"
    r"|^\s*(?:[a-z@]+\s+)*func\s+(test\w+)\s*\(\s*\)([^{]*)",
    re.MULTILINE,
)
XCTEST_LIST = """import XCTest

@_silgen_name("outset_cases")
public func outsetCases() -> [XCTestCaseEntry] {{
  [{entries}]
}}
"""


@dataclass(frozen=True)
class Module:
    """Files that are compiled together; paths as they were handed in."""

    name: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class Package:
    """A program and its tests."""

    program: Module
    tests: Module
    language: str
    """Of Swift, as its compiler's -swift-version takes it."""


def package_of(files: dict[str, str], solution: list[str], tests: list[str]) -> Package:
    """Return the package that the handed in files make."""
    sources = [path for path in files if path.endswith(".swift") and path != MANIFEST]
    of_tests = [path for path in sources if path in tests or (_under(path, TESTS) and path not in solution)]
    of_program = [path for path in sources if path not in of_tests]
    version = _TOOLS_VERSION.search(files.get(MANIFEST, ""))
    return Package(
        program=Module(_program_name(files, solution, tests), tuple(of_program)),
        tests=Module(_folder_after(tests[0], TESTS) or "ProgramTests", tuple(of_tests)),
        language=min(version[1], NEWEST_LANGUAGE) if version else NEWEST_LANGUAGE,
    )


def _program_name(files: dict[str, str], solution: list[str], tests: list[str]) -> str:
    for path in solution:
        if folder := _folder_after(path, SOURCES):
            return folder
    found = [(mark, name) for path in tests for mark, name in _IMPORT.findall(files[path]) if name not in NOT_OURS]
    testable: list[str] = [name for mark, name in found if mark]
    return (testable or [name for _, name in found] or ["Program"])[0]


def _under(path: str, folder: str) -> bool:
    return path.startswith(f"{folder}/")


def _folder_after(path: str, folder: str) -> str | None:
    first, _, rest = path.partition("/")
    return rest.partition("/")[0] if first == folder and "/" in rest else None


def imports(files: dict[str, str], paths: tuple[str, ...], module: str) -> bool:
    """Tell whether one of the files imports `module`."""
    return any(name == module for path in paths for _, name in _IMPORT.findall(files[path]))


def xctest_list(files: dict[str, str], paths: tuple[str, ...]) -> str:
    """Return the Swift file that lists the tests of every XCTestCase: XCTest finds none by itself on Linux."""
    found: dict[str, list[str]] = {}
    for path in paths:
        owner = ""
        for case, test, effects in _CASE.findall(files[path]):
            owner = case or owner
            if test and owner:
                call = f"asyncTest({owner}.{test})" if "async" in effects else f"{owner}.{test}"
                found.setdefault(owner, []).append(f'("{test}", {call})')
    entries = [
        f"testCase([{', '.join(tests)}] as [(String, ({owner}) -> () throws -> Void)])"
        for owner, tests in found.items()
    ]
    return XCTEST_LIST.format(entries=",\n  ".join(entries))
