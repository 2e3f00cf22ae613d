"""`./outset track test DIR`: every exercise in the jail: the right answer passes, stub and wrong answers fail."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import TextIO

from classroom_server.authoring.finding import finding_of
from classroom_server.authoring.no_track import is_run_here, no_toolchain, refuse_mistaken
from classroom_server.authoring.test_report import (
    ExerciseRecord,
    Skipped,
    TrackReport,
    WrongRecord,
    run_exercise,
    summed,
)
from kiosk_agent import process
from kiosk_agent.command_line import CommandParser
from kiosk_agent.curriculum import Exercise, Fault, Track, read_track
from kiosk_agent.curriculum.config import TRACK_CONFIG
from kiosk_agent.errors import OutsetError, TrackInvalid
from kiosk_agent.protocol.results import Judging, ToolchainVersion, Verdict
from kiosk_agent.runner.account import is_ours
from kiosk_agent.runner.host.become import outset_as_ours
from kiosk_agent.runner.host.open_copy import open_to_all
from kiosk_agent.runner.host.place_options import add_place_options, chosen_places
from kiosk_agent.runner.host.staging import staged_places
from kiosk_agent.runner.host.toolchain_tree import tree_of
from kiosk_agent.runner.runner import Runner

MESSAGE_CHARACTERS = 160
MARKED = "marked"
EVERY = "every"


def main(arguments: Sequence[str]) -> int:
    """Run every exercise; 0 when the track is as it should be, 1 when not. Raises OutsetError."""
    parser = CommandParser(prog="./outset track test", description="Run a track's exercises in the jail.")
    parser.add_argument("folder", type=Path, help="an Exercism track as it is on disk")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the report there; - for stdout")
    parser.add_argument(
        "--only", action="append", default=[], metavar="SLUG", help="run this exercise; may be repeated"
    )
    parser.add_argument(
        "--split",
        nargs="?",
        const=MARKED,
        choices=(MARKED, EVERY),
        help="keep the tests and the program in two jails: in exercises that are marked so, or in every one",
    )
    add_place_options(parser)
    chosen = parser.parse_args(arguments)
    return _test(chosen) if is_ours() else _test_as_ours(chosen)


def _test(chosen: argparse.Namespace) -> int:
    report_on_stdout = chosen.json is not None and str(chosen.json) == "-"
    say = sys.stderr if report_on_stdout else sys.stdout
    track, faults = _read(chosen.folder)
    exercises = [exercise for exercise in track.exercises if _is_chosen(exercise, chosen)]
    skipped = [
        Skipped(exercise=fault.slug or TRACK_CONFIG, reason=finding_of(fault.why, chosen.folder).message)
        for fault in faults
        if not chosen.only or fault.slug in chosen.only
    ]
    judging = Judging.SPLIT if chosen.split else Judging.IN_PROCESS
    if not exercises and not skipped:
        raise TrackInvalid("it holds no such exercise", hint="name a slug of its config.json", path=chosen.folder)
    records: list[ExerciseRecord] = []
    toolchain: ToolchainVersion | None = None
    started = time.monotonic()
    places = staged_places(*chosen_places(chosen))
    with Runner(places, warm=False) as runner, ThreadPoolExecutor(os.cpu_count() or 1) as workers:
        how = "tests and program in two jails; " if chosen.split else ""
        say.write(f"{track.slug}: {len(exercises)} exercises; {how}{runner.describe_limits()}\n")
        runs = [workers.submit(run_exercise, runner, exercise, judging) for exercise in exercises]
        try:
            for number, run in enumerate(as_completed(runs), 1):
                record, version = run.result()
                toolchain = version or toolchain
                (skipped if isinstance(record, Skipped) else records).append(record)  # type: ignore[arg-type]
                say.write(f"[{number:>3}/{len(exercises)}] {_line(record)}\n")
                say.flush()
            records = [_again_if_late(runner, track, record, judging, say) for record in records]
        except BaseException:
            workers.shutdown(cancel_futures=True)
            raise
    report = summed(track, toolchain, records, skipped, time.monotonic() - started)
    say.write(_amiss(report) + _summary(report))
    if chosen.json is not None:
        _write(chosen.json, report.model_dump_json(indent=2) + "\n")
    return 0 if report.is_good else 1


def _read(folder: Path) -> tuple[Track, tuple[Fault, ...]]:
    """Return the track without the exercises that are broken, and what broke them. Raises TrackInvalid."""
    refuse_mistaken(folder)
    found = read_track(folder)
    if found.track is None:
        raise found.faults[0].why
    if not is_run_here(found.track.language_name):
        said, hint = no_toolchain(found.track.language_name)
        raise TrackInvalid(said, hint=hint, path=folder)
    return found.track, found.faults


def _is_chosen(exercise: Exercise, chosen: argparse.Namespace) -> bool:
    is_named = not chosen.only or exercise.slug in chosen.only
    return is_named and (chosen.split != MARKED or exercise.judging is Judging.SPLIT)


def _again_if_late(
    runner: Runner, track: Track, record: ExerciseRecord, judging: Judging, say: TextIO
) -> ExerciseRecord:
    """Return the record of a second run, alone, when one of the two ran out of time beside the others."""
    if Verdict.TIME_LIMIT_EXCEEDED not in {record.solution.verdict, record.stub.verdict}:
        return record
    again, _ = run_exercise(runner, track.exercise(record.exercise), judging)
    if isinstance(again, Skipped):
        return record
    say.write(f"[again, alone] {_line(again)}\n")
    return again


def _line(record: ExerciseRecord | Skipped) -> str:
    if isinstance(record, Skipped):
        return f"skipped  {record.exercise}: {record.reason}"
    runs = (
        f"{record.exercise}: solution {record.solution.verdict} {record.solution.milliseconds} ms, "
        f"stub {record.stub.verdict} {record.stub.milliseconds} ms"
    )
    wrong = " ".join(map(_wrong_line, (wrong for wrong in record.wrong if not wrong.is_as_declared)))
    why = " ".join(f"{record.solution.message} {record.stub.message} {wrong}".split())[:MESSAGE_CHARACTERS]
    return f"{'ok      ' if record.is_good else 'NOT OK  '} {runs}{f' ({why})' if why else ''}"


def _wrong_line(record: WrongRecord) -> str:
    failed, declared = (", ".join(map(repr, names)) or "none" for names in (record.failed, record.declared))
    return f"{record.path}: {record.verdict}, fails {failed}; it is to fail {declared}."


def _amiss(report: TrackReport) -> str:
    """Return again, together, what is not as it should be: in a long track it has long gone by."""
    bad = [_line(record) for record in report.results if not record.is_good]
    return "".join(f"{line}\n" for line in [*bad, *map(_line, report.skipped)])


def _summary(report: TrackReport) -> str:
    used = report.toolchain
    wrong = report.wrong_answers
    played = f"{sum(each.is_as_declared for each in wrong)} of {len(wrong)} wrong answers too, " if wrong else ""
    found = f"{report.tests_reported} of {report.tests_named} named tests in the results"
    return (
        f"{report.track}: {report.solutions_passed} of {report.exercises} solutions passed, "
        f"{report.stubs_failed} stubs failed as they should, {played}{len(report.skipped)} skipped; {found}; "
        f"{f'{used.name} ({used.program} {used.version}); ' if used else ''}{report.seconds:.0f} s\n"
    )


def _write(path: Path, text: str) -> None:
    if str(path) == "-":
        sys.stdout.write(text)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutsetError(f"cannot write {path}: {error.strerror}", hint="name another file with --json") from error


def _test_as_ours(chosen: argparse.Namespace) -> int:
    """Run the test as the account that may; read and write files as the caller, who may do that."""
    track, _ = _read(chosen.folder)
    policies, node_modules = chosen_places(chosen)
    options = ["--policies", str(policies.absolute()), "--node-modules", str(node_modules.absolute())]
    for slug in chosen.only:
        options += ["--only", slug]
    if chosen.split:
        options += ["--split", chosen.split]
    with open_to_all(chosen.folder) as folder:
        words = ["track", "test", str(folder), *options, "--json", "-"]
        visible = [path.absolute() for path in (folder, policies, node_modules)]
        command = outset_as_ours(words, tree=tree_of(policies, track.language_name), visible=visible)
        # What it says goes on to our stdout, what it reports to us.
        child = process.start(command, stdout=subprocess.PIPE, stderr=sys.stdout.fileno(), new_session=False)
        report, _ = child.communicate()
    if chosen.json is not None and report:
        _write(chosen.json, report.decode())
    return child.returncode
