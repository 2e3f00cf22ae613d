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
from tests.support.checkout import FIXTURES, ROOT
from tests.support.jail.jails import outset
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
