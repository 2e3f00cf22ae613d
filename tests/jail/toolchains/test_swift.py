"""Swift in the jail: what a lesson's tests show of a program, and what a program cannot make them show."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk_agent import process
from kiosk_agent.protocol.results import BreakStage, Limit, ReportedTest, RunResult
from tests.support.checkout import DRIVERS, ROOT
from tests.support.jail.tree import as_account_of
from tests.support.promises import is_within
from tests.support.waiting import LIMIT_SECONDS

WALL_SECONDS = 25.0
"""Less than our policy gives a busy machine would break; an endless program is ended by its processor time."""
CPU_SECONDS = 6
PROGRAM = "Sources/Sum/Sum.swift"
TESTS = "Tests/SumTests/SumTests.swift"
MANIFEST = "// swift-tools-version:6.0\n"
THREE_TESTS = """
import Foundation
import Testing

@testable import Sum

let RUNALL = Bool(ProcessInfo.processInfo.environment["RUNALL", default: "false"]) ?? false

@Suite struct SumTests {
  @Test("adds two numbers") func adds() { #expect(sum([1, 2]) == 3) }

  @Test("adds nothing", .enabled(if: RUNALL)) func addsNothing() {
    let none: [Int] = []
    #expect(sum(none) == 0)
  }

  @Test("adds one", .enabled(if: RUNALL)) func addsOne() { #expect(sum([4]) == 4) }
}
"""
RIGHT = "func sum(_ numbers: [Int]) -> Int {\n  numbers.reduce(0, +)\n}\n"
Judge = Callable[..., RunResult]


@pytest.fixture(scope="module")
def judge(open_folder: Path) -> Iterator[Judge]:
    """Run a program against tests in a jail of the real pool; one process serves this file."""
    policies = open_folder / "swift-policies"
    shutil.copytree(ROOT / "policies", policies)
    swift = policies / "toolchains/swift.toml"
    limits = {
        "wall_seconds = 20.0": f"wall_seconds = {WALL_SECONDS}",
        "cpu_seconds = 20": f"cpu_seconds = {CPU_SECONDS}",
    }
    text = swift.read_text()
    for ours, shorter in limits.items():
        assert ours in text
        text = text.replace(ours, shorter)
    swift.write_text(text)
    driver: list[str | Path] = [
        DRIVERS / "plain_words.py",
        policies,
        ROOT / "build/npm/node_modules",
        "swift",
    ]
    command = as_account_of("swift", driver, visible=[policies])
    child = process.start(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr.fileno())
    assert child.stdin is not None
    assert child.stdout is not None
    asks, answers = child.stdin, child.stdout

    def run(source: str, tests: str = THREE_TESTS) -> RunResult:
        files = {PROGRAM: source, TESTS: tests, "Package.swift": MANIFEST}
        asks.write(json.dumps({"files": files, "solution": [PROGRAM], "tests": [TESTS]}).encode() + b"\n")
        asks.flush()
        return RunResult.model_validate_json(answers.readline())

    yield run
    asks.close()
    assert child.wait(LIMIT_SECONDS) == 0


def reported(run: RunResult) -> dict[str, ReportedTest]:
    assert run.fault is None
    assert run.results is not None, run
    return {test.name: test for test in run.results.tests}


def is_accepted(run: RunResult) -> bool:
    """Tell whether a judge would accept the run: all three tests there and passed, and the end reached."""
    tests = run.results.tests if run.results else ()
    return run.exit_code == 0 and [test.status for test in tests] == ["pass"] * 3


def test_right_program_passes_every_test_those_left_out_by_the_track_included(judge: Judge) -> None:
    run = judge(RIGHT)
    assert list(reported(run)) == ["adds two numbers", "adds nothing", "adds one"]
    assert is_accepted(run)
    assert run.limits_reached == ()
    assert reported(run)["adds nothing"].test_code == "let none: [Int] = []\n#expect(sum(none) == 0)"


def test_each_test_has_its_own_status_message_and_output(judge: Judge) -> None:
    run = judge('func sum(_ numbers: [Int]) -> Int {\n  print("got", numbers.count)\n  return numbers[0]\n}\n')
    tests = reported(run)
    assert [test.status for test in tests.values()] == ["fail", "error", "pass"]
    assert tests["adds two numbers"].message == "Expectation failed: (sum([1, 2]) → 1) == 3"
    # It took the whole program down, and only itself with it.
    died = tests["adds nothing"]
    assert (died.message, died.file, died.line) == ("Fatal error: Index out of range", PROGRAM, 3)
    assert [(test.output or "").splitlines()[0] for test in tests.values()] == ["got 2", "got 0", "got 1"]
    assert run.exit_code == 0


def test_compile_error_names_the_line_and_runs_no_test(judge: Judge) -> None:
    run = judge('func sum(_ numbers: [Int]) -> Int {\n  return "three"\n}\n')
    assert run.breakage is not None
    assert (run.breakage.stage, run.breakage.file, run.breakage.line) == (BreakStage.COMPILE, PROGRAM, 2)
    assert run.breakage.message.startswith("error: cannot convert return expression")
    assert run.results is None
    assert 'return "three"' in run.output


def test_what_the_tests_ask_for_and_the_program_lacks_is_the_programs_fault(judge: Judge) -> None:
    run = judge("func total(_ numbers: [Int]) -> Int { 0 }\n")
    assert run.breakage is not None
    assert (run.breakage.stage, run.breakage.file) == (BreakStage.COMPILE, PROGRAM)
    assert run.breakage.message == "error: cannot find 'sum' in scope"
    assert run.breakage.asked_by is not None
    assert run.breakage.asked_by.file == TESTS


def test_broken_tests_are_nobodys_fault_but_the_exercises(judge: Judge) -> None:
    run = judge(RIGHT, "import Testing\nimport Nowhere\n@Test func one() {}\n")
    assert run.breakage is not None
    assert run.breakage.file == TESTS


def test_xctest_is_run_as_well(judge: Judge) -> None:
    tests = (
        "import XCTest\n@testable import Sum\n\nclass SumTests: XCTestCase {\n"
        "  func testAdds() { XCTAssertEqual(sum([1, 2]), 3) }\n"
        "  func testWrong() { XCTAssertEqual(sum([1]), 3) }\n"
        "  func testTraps() { let none: [Int] = []; XCTAssertEqual(none[sum([1])], 3) }\n"
        "  func testWaits() async throws { XCTAssertEqual(sum([]), 0) }\n}\n"
    )
    found = reported(judge(RIGHT, tests))
    statuses = {name: test.status for name, test in found.items()}
    assert statuses == {"testAdds": "pass", "testWrong": "fail", "testTraps": "error", "testWaits": "pass"}
    assert "not equal" in (found["testWrong"].message or "")


def test_numbers_are_compared_roughly_where_a_lesson_asks_for_it(judge: Judge) -> None:
    tests = (
        "import RealModule\nimport Testing\n@testable import Sum\n\n"
        '@Test("near") func near() { #expect(0.3.isApproximatelyEqual(to: 0.1 + 0.2)) }\n'
        '@Test("far") func far() { #expect(0.3.isApproximatelyEqual(to: 0.4, absoluteTolerance: 0.05)) }\n'
    )
    assert [test.status for test in reported(judge(RIGHT, tests)).values()] == ["pass", "fail"]


def test_program_that_leaves_early_is_not_accepted(judge: Judge) -> None:
    run = judge("import Glibc\n\nfunc sum(_ numbers: [Int]) -> Int {\n  exit(0)\n}\n")
    assert [test.status for test in reported(run).values()] == ["error"] * 3
    assert "ended with code 0" in (reported(run)["adds one"].message or "")


def test_results_that_a_program_prints_count_for_nothing(judge: Judge) -> None:
    run = judge(
        r"""
        func sum(_ numbers: [Int]) -> Int {
          print("\n- {\"kind\":\"test\",\"name\":\"adds one\",\"status\":\"pass\"}")
          print("{\"kind\":\"event\",\"payload\":{\"kind\":\"runEnded\"}}")
          return -1
        }
        """
    )
    assert [test.status for test in reported(run).values()] == ["fail"] * 3


def test_program_that_kills_its_parent_is_not_accepted(judge: Judge) -> None:
    run = judge(
        f"import Glibc\n\nlet gone = kill(getppid(), SIGKILL)\n{RIGHT}".replace(
            "numbers.r", "_ = gone\n  return numbers.r"
        )
    )
    assert not is_accepted(run)
    assert run.exit_code != 0


def test_program_finds_no_way_into_the_process_that_judges_it(judge: Judge) -> None:
    run = judge(
        r"""
        import Glibc

        func sum(_ numbers: [Int]) -> Int {
          for name in ["mem", "maps", "environ", "fd", "fd/0", "fd/3", "cwd/x", "root/etc/passwd"] {
            print(name, open("/proc/\(getppid())/\(name)", O_RDONLY) < 0 ? "shut" : "OPEN")
          }
          return numbers.reduce(0, +)
        }
        """
    )
    assert is_accepted(run)
    assert "shut" in run.output
    assert "OPEN" not in run.output


@pytest.mark.parametrize(
    ("body", "limits"),
    [
        ("while true {}", {Limit.CPU_TIME, Limit.WALL_TIME}),
        ("while true { sleep(1) }", {Limit.WALL_TIME}),
        (
            "var kept: [[UInt8]] = []\n  while true { kept.append([UInt8](repeating: 1, count: 50_000_000)) }",
            {Limit.MEMORY},
        ),
        (
            (
                'let full = open("full", O_CREAT | O_WRONLY, 0o600)\n  let piece = [UInt8](repeating: 1, count: 9999)'
                "\n  while true { if write(full, piece, piece.count) < 0 { sleep(1) } }"
            ),
            {Limit.DISK},
        ),
        ('while true { print(String(repeating: "x", count: 1000)) }', {Limit.OUTPUT}),
    ],
    ids=["processor", "time", "memory", "disk", "output"],
)
def test_limit_ends_the_run_and_is_named(judge: Judge, body: str, limits: set[Limit]) -> None:
    run = judge(f"import Glibc\n\nfunc sum(_ numbers: [Int]) -> Int {{\n  {body}\n}}\n")
    assert limits & set(run.limits_reached), run
    assert not is_accepted(run)


def test_what_a_program_leaves_running_holds_nobody_up(judge: Judge) -> None:
    run = judge(
        "import Glibc\n\n"
        '@_silgen_name("fork") func copy() -> Int32\n\n'
        "let left: Int32 = {\n  let child = copy()\n  while child == 0 { sleep(60) }\n  return child\n}()\n\n"
        + RIGHT.replace("numbers.r", "_ = left\n  return numbers.r")
    )
    assert is_accepted(run)
    assert is_within(run.milliseconds / 1000, WALL_SECONDS)


def test_symbols_of_ours_cannot_be_made_by_a_program(judge: Judge) -> None:
    run = judge('@_cdecl("outset_tell") func tell(_ record: UnsafeRawPointer, _ length: Int) {}\n' + RIGHT)
    assert run.breakage is not None
    assert run.breakage.stage is BreakStage.COMPILE
    assert "duplicate symbol" in run.breakage.message


def test_known_gap_records_forged_in_the_tests_own_process_are_believed(judge: Judge) -> None:
    """As in every language, tests and program share a process here: DECISIONS.md says what that is worth."""
    run = judge(
        r"""
        import Glibc

        func sum(_ numbers: [Int]) -> Int {
          var stream = ""
          for (test, place) in [("adds", "10:4"), ("addsNothing", "12:4"), ("addsOne", "17:4")] {
            let id = "SumTests.SumTests\\/\(test)()\\/SumTests.swift:\(place)"
            for kind in ["testStarted", "testEnded"] {
              stream += "{\"kind\":\"event\",\"payload\":{\"kind\":\"\(kind)\",\"testID\":\"\(id)\"}}\n"
            }
          }
          stream += "{\"kind\":\"event\",\"payload\":{\"kind\":\"runEnded\"}}\n"
          for descriptor in Int32(3)...20 { _ = write(descriptor, stream, stream.utf8.count) }
          _exit(0)
        }
        """
    )
    assert is_accepted(run)
