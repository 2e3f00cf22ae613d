"""Java and Kotlin in the real jail: each program gets the verdict that it deserves, whatever it tries."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk_agent import process
from kiosk_agent.protocol.results import Comparison, Judgement, Limit, Verdict
from tests.support.checkout import DRIVERS, ROOT
from tests.support.jail.jails import as_account, write_track
from tests.support.jail.jvm_exercises import JAVA_RIGHT, PATCHES, PROGRAMS, TRACKS, java
from tests.support.waiting import LIMIT_SECONDS

Judge = Callable[..., Judgement]


@pytest.fixture(scope="module")
def judge(open_folder: Path) -> Iterator[Judge]:
    """Judge programs by our own policies; each jail is started for its run, for nobody waits for a warm one here."""
    tracks = open_folder / "jvm-tracks"
    for language, exercises in TRACKS.items():
        write_track(tracks / language, language, exercises)
    driver = [DRIVERS / "jvm.py", ROOT / "policies", ROOT / "build/npm/node_modules"]
    command = as_account([*driver, tracks])
    child = process.start(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr.fileno())
    assert child.stdin is not None
    assert child.stdout is not None
    asks, answers = child.stdin, child.stdout

    def judged(track: str, source: str, exercise: str = "shop") -> Judgement:
        asked = {"track": track, "exercise": exercise, "source": source}
        asks.write(json.dumps(asked).encode() + b"\n")
        asks.flush()
        return Judgement.model_validate_json(answers.readline())

    yield judged
    asks.close()
    assert child.wait(LIMIT_SECONDS) == 0


@pytest.mark.parametrize(("track", "source", "verdict"), PROGRAMS.values(), ids=PROGRAMS)
def test_program_gets_the_verdict_it_deserves(judge: Judge, track: str, source: str, verdict: Verdict) -> None:
    judgement = judge(track, source)
    assert judgement.verdict is verdict, judgement


def test_each_test_has_its_name_output_code_and_two_values(judge: Judge) -> None:
    results = judge("java", java("System.out.println(n); return 4;")).results
    assert [(test.name, test.status, test.output) for test in results.tests] == [
        ("twice two", "pass", "2\n"),
        ("three", "fail", "3\n"),
    ]
    assert results.tests[1].message == "Expected: 6\nReceived: 4"
    assert results.tests[1].compared == Comparison(expected="6", received="4")
    assert results.tests[1].test_code == "assertThat(Shop.twice(3)).isEqualTo(6);"


@pytest.mark.parametrize(
    ("track", "source", "place"),
    [
        ("java", "class Shop {\n    int n = 3\n}\n", ("shop.java", 2, "';' expected")),
        ("kotlin", "\n\nfun twice(n: Int) = m * 2\n", ("shop.kt", 3, "Unresolved reference 'm'.")),
    ],
)
def test_compile_error_has_its_place_beside_it(
    judge: Judge, track: str, source: str, place: tuple[str, int, str]
) -> None:
    judgement = judge(track, source)
    assert (judgement.file, judgement.line, judgement.results.message) == place


def test_error_in_an_inlined_function_names_the_line_of_its_call(judge: Judge) -> None:
    tests = judge("kotlin", "fun twice(n: Int): Int {\n    return listOf(1).first { it > n }\n}\n").results.tests
    assert (tests[0].file, tests[0].line) == ("shop.kt", 2)


def test_program_that_leaves_is_told_in_which_test_it_did(judge: Judge) -> None:
    results = judge("java", java("System.exit(0); return 4;")).results
    assert (results.tests[0].name, results.tests[0].status) == ("twice two", "error")
    assert "System.exit" in (results.tests[0].message or "")


def test_threads_without_end_are_no_matter_of_memory(judge: Judge) -> None:
    source, verdict = PROGRAMS["java threads"][1:]
    judgement = judge("java", source)
    assert judgement.verdict is verdict
    assert Limit.MEMORY not in judgement.limits_reached


def test_full_disk_is_a_limit(judge: Judge) -> None:
    assert judge("kotlin", PROGRAMS["kotlin disk"][1]).limits_reached == (Limit.DISK,)


def test_patched_assertions_pass_which_is_why_a_trainer_reviews_what_counts(judge: Judge) -> None:
    # The hole that DECISIONS.md names: tests and program share one process, and this language cannot be split yet.
    assert judge("kotlin", PATCHES).verdict is Verdict.ACCEPTED


def test_next_run_finds_nothing_of_the_last(judge: Judge) -> None:
    left = (
        'try { java.nio.file.Files.writeString(java.nio.file.Path.of("FOLDER/x"), "x"); } catch (Exception none) { } '
    )
    folders = ("/tmp", "/dev/shm", "/var/tmp", "/")  # noqa: S108 - where a program would try
    planted = "".join(left.replace("FOLDER", folder) for folder in folders)
    found = "".join(f'System.out.println(new java.io.File("{folder}/x").exists()); ' for folder in folders)
    assert judge("java", java(f"{planted} return n * 2;")).verdict is Verdict.ACCEPTED
    tests = judge("java", java(f"{found} return n * 2;")).results.tests
    assert tests[0].output == "false\n" * len(folders)
    assert judge("java", JAVA_RIGHT).verdict is Verdict.ACCEPTED


def test_failing_row_is_told_with_its_values_and_a_test_left_out_by_a_condition_is_none(judge: Judge) -> None:
    right = "class Rows { static int same(int n) { return n == 3 ? 4 : n; } }\n"
    assert judge("java", right, "rows").verdict is Verdict.ACCEPTED
    judgement = judge("java", right.replace("4", "3"), "rows")
    assert [(test.name, test.message) for test in judgement.results.tests] == [
        ("same", "[2] 3, 4\nExpected: 4\nReceived: 3")
    ]


def test_test_of_the_older_junit_that_assumes_something_is_left_out(judge: Judge) -> None:
    judgement = judge("kotlin", "fun same(n: Int): Int = n\n", "four")
    assert judgement.verdict is Verdict.ACCEPTED
    assert [test.name for test in judgement.results.tests] == ["keeps"]


LATE_JAVA = 'class After { static int same(int n) { if (n == 9) { throw new RuntimeException("late"); } return n; } }\n'
LATE_KOTLIN = 'fun same(n: Int): Int { if (n == 9) throw RuntimeException("late"); return n }\n'


@pytest.mark.parametrize(
    ("track", "program", "exercise", "last"),
    [("java", LATE_JAVA, "after", "two"), ("kotlin", LATE_KOTLIN, "four", "keeps")],
    ids=["JUnit 5", "JUnit 4"],
)
def test_what_fails_after_a_class_is_told_of_its_last_test(
    judge: Judge, track: str, program: str, exercise: str, last: str
) -> None:
    judgement = judge(track, program, exercise)
    assert judgement.verdict is Verdict.RUNTIME_ERROR
    told = [(test.name, test.status, test.message) for test in judgement.results.tests if test.status != "pass"]
    assert told == [(last, "error", "java.lang.RuntimeException: late")]


def test_what_fails_before_a_class_is_told_of_its_own_tests_alone(judge: Judge) -> None:
    judgement = judge("java", LATE_JAVA.replace("After", "Before"), "before")
    # The third is the last of its own class, and what comes after that fails, too.
    assert [(test.name, test.status, test.message) for test in judgement.results.tests] == [
        (name, "error", "java.lang.RuntimeException: late") for name in ("one", "two", "three")
    ]
    judgement = judge("kotlin", LATE_KOTLIN, "fourbefore")
    assert [(test.name, test.status) for test in judgement.results.tests] == [("one", "error"), ("three", "pass")]


def test_program_that_assumes_something_has_not_passed(judge: Judge) -> None:
    assumes = 'if (n == 3) { throw new org.opentest4j.TestAbortedException("no"); } return 4;'
    assert judge("java", java(assumes)).verdict is Verdict.RUNTIME_ERROR
