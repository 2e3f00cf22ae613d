"""`./outset test`: the tiers, each a folder of tests, in three runs side by side (side_runs.py)."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk_agent import process
from kiosk_agent.command_line import CommandParser
from tests import side_runs
from tests.support.checkout import BUILD, ROOT
from tests.support.jail.tree import tree_for

# A folder each, in the order in which they run: the quickest to tell of a fault first.
FIRST = ("unit", "server", "image")
TIERS = (*FIRST, *(tier for group in side_runs.GROUPS for tier in group))


def main(arguments: Sequence[str]) -> int:
    """Run the chosen tiers and return pytest's exit code."""
    parser = CommandParser(
        prog="./outset test",
        description="Everything that this machine can prove.",
        epilog="What stands after -- is passed on to pytest.",
    )
    parser.add_argument("--tier", choices=TIERS, action="append", help="only this tier; may be given again")
    parser.add_argument(
        "--full", action="store_true", help="also what CI leaves out, with a report under build/report/"
    )
    end = arguments.index("--") if "--" in arguments else len(arguments)
    own, passed_on = arguments[:end], arguments[end + 1 :]
    chosen = parser.parse_args(own, argparse.Namespace(pytest_arguments=passed_on))
    os.chdir(ROOT)
    wanted = chosen.tier or TIERS
    groups = [tiers for group in (FIRST, *side_runs.GROUPS) if (tiers := [tier for tier in group if tier in wanted])]
    with side_runs.beside(groups[1:], ["--full"] if chosen.full else [], chosen.pytest_arguments) as others:
        codes = [_run(groups[0], chosen)]
        codes += [other.joined() for other in others]
    return side_runs.of_all(codes)


def _run(tiers: Sequence[str], chosen: argparse.Namespace) -> int:
    folders = [str(ROOT / "tests" / tier) for tier in tiers]
    selection = [] if chosen.full else ["-m", "not full"]
    report = Report() if chosen.full else None
    if "jail" in tiers:
        # Made where its progress is seen, and not while a test waits for it.
        tree_for("swift")
    code = pytest.main(
        ["-p", "no:cacheprovider", "--durations=10", *selection, *folders, *chosen.pytest_arguments],
        plugins=[report] if report else [],
    )
    if report:
        print(f"report: {report.write(BUILD / 'report', '-'.join(tiers))}")
    return int(code)


class Report:
    """A pytest plugin that keeps each test's outcome and writes them beside the commit they speak of."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.rows: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the outcome of each call, and of a set-up that failed."""
        if report.when == "call" or report.outcome == "failed":
            self.rows.append(f"| {report.nodeid} | {report.outcome} | {report.duration:.2f} |")

    def write(self, folder: Path, tiers: str) -> Path:
        """Write the report as Markdown and return its path."""
        commit = process.run(["git", "rev-parse", "HEAD"], timeout_seconds=10, cwd=ROOT).strip()
        changed = process.run(["git", "status", "--porcelain"], timeout_seconds=10, cwd=ROOT).strip()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{commit[:12]}-{tiers}.md"
        lines = [
            f"# Tests {tiers} of {commit}{' with uncommitted changes' if changed else ''}",
            "",
            f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, Python {sys.version.split()[0]}",
            f"{len(self.rows)} tests in {time.monotonic() - self.started:.0f} s",
            "",
            "| test | outcome | s |",
            "|---|---|---|",
            *self.rows,
        ]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path
