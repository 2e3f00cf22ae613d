"""Whole tracks in the jail: ours on every machine; with `./outset test --full`, the public ones that lie in a folder.

OUTSET_TRACKS names that folder (build/tracks otherwise): one folder a track, as github.com/exercism has them.
"""

import json
import os
import warnings
from pathlib import Path

import pytest

from classroom_server.authoring.test_report import NO_ANSWER, TrackReport
from kiosk_agent import process
from kiosk_agent.protocol.results import Verdict
from tests.support.checkout import FIXTURES, ROOT
from tests.support.jail.jails import outset, write_track
from tests.support.jail.tree import tree_for

SAMPLES = FIXTURES / "sample_tracks"
PUBLIC = Path(os.environ.get("OUTSET_TRACKS") or ROOT / "build/tracks")
# Of the public tracks' reference solutions, how many must pass.
SOLUTIONS = {"javascript": 166 / 169, "python": 0.98, "java": 0.92, "kotlin": 0.90, "swift": 0.90}
STUBS = 0.98
SAMPLE_SECONDS, PUBLIC_SECONDS = 600, 4 * 3600


def report_of(folder: Path, toolchain: str, report: Path, seconds: float) -> TrackReport:
    """Run a track's exercises and return what came of them, however it came out."""
    tree_for(toolchain)
    command = outset("track", "test", folder, "--json", report)
    process.run(command, timeout_seconds=seconds, accept=(0, 1), log=report.with_suffix(".log"))
    return TrackReport.model_validate_json(report.read_text())


@pytest.mark.parametrize("toolchain", sorted(path.name for path in SAMPLES.iterdir()))
def test_our_own_sample_is_judged_right(tmp_path: Path, toolchain: str) -> None:
    report = report_of(SAMPLES / toolchain, toolchain, tmp_path / "report.json", SAMPLE_SECONDS)
    assert report.is_good, report.model_dump_json(indent=2)
    assert report.tests_reported == report.tests_named > 0
    assert report.exercises == 2


# Right answers to tests in every way in which authors write them, and what is said where one is meant to fail.
WAYS = {
    "python": {
        "failing-before": "TillTest > test_is_there: ValueError: no coins (failing_before.py, line 3)",
        "failing-list": "test_halves: assert halves([0.2, 0.6]) == pytest.approx([0.1, 0.2])",
        "failing-message": "test_says_what_it_needs: 'two things' does not match 'one thing'",
        "failing-row": "test_length[3]: word='ef', letters=5: assert longer(word) == letters",
        "failing-subtests": "RestTest > test_all: number=2: 0 != 2\nnumber=3: 1 != 3",
    },
    "java": {"failing-row": "length: [3] ef, 5\nExpected: 5\nReceived: 2"},
}
WAYS_PASSED = {
    "python": {"around", "left-out", "made-before", "nearly", "tables", "written-oddly"},
    "java": {"left-out", "tables"},
}


@pytest.mark.parametrize("toolchain", WAYS)
def test_answers_pass_in_every_way_in_which_tests_are_written(tmp_path: Path, toolchain: str) -> None:
    report = report_of(FIXTURES / f"{toolchain}_ways", toolchain, tmp_path / "report.json", SAMPLE_SECONDS)
    failed = {record.exercise: record.solution.message for record in report.results if not record.solution_passed}
    assert failed == WAYS[toolchain]
    assert {record.exercise for record in report.results if record.is_good} == WAYS_PASSED[toolchain]
    assert report.stubs_failed == report.exercises == len(failed) + len(WAYS_PASSED[toolchain])
    assert not report.skipped


WRONG = """
["minus.py"]
mistake = "It subtracts."
fails = ["SumTest > test_sum"]

["worse.py"]
mistake = "It does nothing."
fails = ["SumTest > test_none"]
"""
SUM_TEST = """
import unittest
from sum import total

class SumTest(unittest.TestCase):
    def test_sum(self): self.assertEqual(total(1, 2), 3)
    def test_none(self): self.assertEqual(total(0, 0), 0)
"""


def test_wrong_answers_are_played_and_a_broken_exercise_keeps_no_other_back(tmp_path: Path) -> None:
    right = {"sum.py": "", "sum_test.py": SUM_TEST, ".meta/answer.py": "def total(a, b): return a + b\n"}
    track = write_track(tmp_path / "python", "python", {"sum": right, "broken": {}})
    home = track / "exercises/practice/sum"
    (home / ".meta/wrong").mkdir()
    (home / ".meta/wrong.toml").write_text(WRONG)
    (home / ".meta/wrong/minus.py").write_text("def total(a, b): return a - b\n")
    (home / ".meta/wrong/worse.py").write_text("def total(a, b): pass\n")
    report = report_of(track, "python", tmp_path / "report.json", SAMPLE_SECONDS)
    (record,) = report.results
    told = [(wrong.path, wrong.failed, wrong.is_as_declared) for wrong in record.wrong]
    assert told == [
        (".meta/wrong/minus.py", ("SumTest > test_sum",), True),
        (".meta/wrong/worse.py", ("SumTest > test_sum", "SumTest > test_none"), False),
    ]
    assert record.solution_passed
    assert not record.is_good
    (skipped,) = report.skipped
    assert skipped.exercise == "broken"
    # The track that was run may be a copy: its own folder is none of the author's.
    assert skipped.reason.startswith("exercises/practice/broken/.meta/config.json: ")
    assert "1 of 2 wrong answers too" in (tmp_path / "report.log").read_text()


UNCOLLECTED = {
    "calls": ("import { f } from './calls';\n\nnothing();\n", "ReferenceError: nothing is not defined", 3),
    "twice": ("let a = 1;\nlet a = 2;\n", "SyntaxError: Identifier 'a' has already been declared", 2),
    "unknown": ("import { f } from './unknown';\nimport 'left-pad';\n", "left-pad", 2),
}


def test_tests_that_can_be_read_and_not_collected_are_their_authors_fault_by_file_and_line(tmp_path: Path) -> None:
    exercises = {
        slug: {
            f"{slug}.js": "",
            f"{slug}.spec.js": f"{text}test('one', () => {{}});\n",
            ".meta/answer.js": "export const f = 1;\n",
        }
        for slug, (text, _, _) in UNCOLLECTED.items()
    }
    track = write_track(tmp_path / "javascript", "javascript", exercises)
    report = report_of(track, "javascript", tmp_path / "report.json", SAMPLE_SECONDS)
    for record in report.results:
        _, said, line = UNCOLLECTED[record.exercise]
        for run in (record.solution, record.stub):
            assert run.verdict is Verdict.INTERNAL_ERROR
            assert f"{record.exercise}.spec.js, line {line}: " in run.message
            assert said in run.message
    assert report.exercises == len(UNCOLLECTED)


def public_tracks() -> dict[str, Path]:
    """Return the public tracks that are here, by their slug."""
    configs = sorted(PUBLIC.glob("*/config.json"))
    return {json.loads(path.read_text(encoding="utf-8"))["slug"]: path.parent for path in configs}


@pytest.mark.full
@pytest.mark.parametrize("slug", SOLUTIONS)
def test_public_track_runs_as_it_is(slug: str) -> None:
    folder = public_tracks().get(slug)
    if folder is None:
        # A public track is nobody's but its authors', and no part of this checkout.
        message = (
            f"the {slug} track was not run: put it, as it is, in a folder of {PUBLIC}, or name one by OUTSET_TRACKS"
        )
        warnings.warn(message, stacklevel=1)
        return
    place = ROOT / "build/report"
    place.mkdir(parents=True, exist_ok=True)
    report = report_of(folder, slug, place / f"track-{slug}.json", PUBLIC_SECONDS)
    # One without a reference solution has nothing to be right; anything else that cannot run counts as failed.
    run = report.exercises + sum(skipped.reason != NO_ANSWER for skipped in report.skipped)
    assert report.solutions_passed / run >= SOLUTIONS[slug], f"{report.solutions_passed} of {run}; see {place}"
    assert report.stubs_failed / run >= STUBS, f"{report.stubs_failed} stubs of {run} failed; see {place}"
