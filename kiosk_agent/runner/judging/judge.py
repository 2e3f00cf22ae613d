"""From the facts of a run to its verdict. Pure: nothing is run, nothing is written."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from kiosk_agent.curriculum import Exercise, Kind, exercise_version
from kiosk_agent.curriculum.files import read_text
from kiosk_agent.protocol.limits import TEST_OUTPUT_CHARACTERS
from kiosk_agent.protocol.results import (
    AnnouncedTests,
    AskedBy,
    Breakage,
    BreakStage,
    Cause,
    Judgement,
    Limit,
    Reason,
    ReportedTest,
    Results,
    RunResult,
    Suspect,
    ToolchainVersion,
    Verdict,
)
from kiosk_agent.runner.jail.plain_text import shortened
from kiosk_agent.runner.judging.expected_tests import expected_names, missing_names, surplus_names

JUDGEMENT_CHARACTERS = 140_000
"""All texts of one judgement together: it must fit a message between the kiosk's parts, beside its program."""
# The first that was reached names the verdict; a limit on processes or files shows as an error of the program.
VERDICT_OF_LIMIT = {
    Limit.OUTPUT: Verdict.OUTPUT_LIMIT_EXCEEDED,
    Limit.MEMORY: Verdict.MEMORY_LIMIT_EXCEEDED,
    Limit.CPU_TIME: Verdict.TIME_LIMIT_EXCEEDED,
    Limit.WALL_TIME: Verdict.TIME_LIMIT_EXCEEDED,
}
_NOTHING_HANDED_IN: Mapping[str, str] = MappingProxyType({})
REASON_OF_STAGE = {
    BreakStage.COMPILE: Reason.BROKE_COMPILING,
    BreakStage.LOAD: Reason.BROKE_LOADING,
    BreakStage.LATE: Reason.BROKE_LATE,
}
# All was run as it should be.
_TESTED = (Reason.TESTS_PASSED, Reason.TESTS_NOT_PASSED)


@dataclass(frozen=True)
class _Finding:
    """What a run came to, and why."""

    verdict: Verdict
    reason: Reason
    results: Results
    file: str | None = None
    line: int | None = None
    asked_by: AskedBy | None = None
    cause: Cause | None = None


def judge(
    exercise: Exercise, run: RunResult, toolchain: ToolchainVersion, sources: Mapping[str, str] = _NOTHING_HANDED_IN
) -> Judgement:
    """Return the verdict on `run`, a run of `exercise` with `sources` (path -> text) in place of its stub.

    Raises TrackInvalid when the exercise cannot be read.
    """
    found = _found(exercise, run, sources)
    return Judgement(
        verdict=found.verdict,
        reason=found.reason,
        irregularity=run.irregularity if found.reason is Reason.REPORT_IRREGULAR else None,
        file=found.file,
        line=found.line,
        asked_by=found.asked_by,
        cause=found.cause,
        results=_bounded(_with_own_places(exercise, found.results)),
        output=run.output,
        milliseconds=run.milliseconds,
        limits_reached=run.limits_reached,
        toolchain=toolchain,
        exercise_version=exercise_version(exercise),
        bundle_hash=exercise.bundle_hash,
        judging=run.judging,
    )


def _found(exercise: Exercise, run: RunResult, sources: Mapping[str, str]) -> _Finding:
    if run.fault is not None:
        return _error(Verdict.INTERNAL_ERROR, Reason.MACHINERY_FAULT, run.fault)
    for limit, verdict in VERDICT_OF_LIMIT.items():
        if limit in run.limits_reached:
            found = _Finding(verdict, Reason.LIMIT_REACHED, run.results or Results(status="error"))
            return _because(found, run.suspect, exercise)
    if run.irregularity is not None:
        return _error(Verdict.RUNTIME_ERROR, Reason.REPORT_IRREGULAR)
    if run.breakage is not None and run.breakage.stage is not BreakStage.LATE:
        return _broken(exercise, run.breakage, known=run.announced is not None)
    return _ran(exercise, run, sources) if exercise.kind is Kind.RUN_AND_LOOK else _ended(exercise, run)


def _ended(exercise: Exercise, run: RunResult) -> _Finding:
    if run.results is None or run.exit_code != 0:
        so_far = (run.results or Results(status="error")).model_copy(update={"status": "error"})
        return _because(_Finding(Verdict.RUNTIME_ERROR, Reason.ENDED_EARLY, so_far), run.leaver, exercise)
    found = _tested(exercise, run, run.results)
    if run.breakage is None or found.reason not in _TESTED:
        return found
    late = _broken(exercise, run.breakage, known=True)
    # What the tests said stands beside it.
    return replace(late, results=late.results.model_copy(update={"tests": found.results.tests}))


def _ran(exercise: Exercise, run: RunResult, sources: Mapping[str, str]) -> _Finding:
    """Return what a program came to that has no tests: its own output says the rest."""
    if run.exit_code != 0:
        return _error(Verdict.RUNTIME_ERROR, Reason.BROKE_LOADING)
    if not _is_changed(exercise, sources):
        return _Finding(Verdict.WRONG_ANSWER, Reason.RAN_AS_GIVEN, Results(status="fail"))
    return _Finding(Verdict.ACCEPTED, Reason.RAN, Results(status="pass"))


def _is_changed(exercise: Exercise, sources: Mapping[str, str]) -> bool:
    """Tell whether a file of the learner's holds anything else than it was given with, but for blanks."""
    return any(
        sources[path].split() != read_text(exercise.folder, path).split()
        for path in exercise.solution_files
        if path in sources
    )


def _because(found: _Finding, suspect: Suspect | None, exercise: Exercise) -> _Finding:
    """Return a finding with what its program's text says about it, if that is about a file of the exercise."""
    if suspect is None or suspect.file not in _files(exercise):
        return found
    return replace(found, file=suspect.file, line=suspect.line, cause=suspect.cause)


def _error(verdict: Verdict, reason: Reason, message: str | None = None) -> _Finding:
    return _Finding(verdict, reason, Results(status="error", message=message))


def _broken(exercise: Exercise, breakage: Breakage, *, known: bool) -> _Finding:
    """Return whose fault it is; with `known`, the tests came to be announced, so that they are whole by themselves."""
    results = Results(status="error", message=breakage.message)
    file = breakage.file if breakage.file in _files(exercise) else None
    line = breakage.line if file is not None else None
    if file not in exercise.solution_files and not known:
        return _Finding(Verdict.INTERNAL_ERROR, Reason.EXERCISE_BROKEN, results, file, line)
    verdict = Verdict.COMPILE_ERROR if breakage.stage is BreakStage.COMPILE else Verdict.RUNTIME_ERROR
    asked = breakage.asked_by
    # It came out of a jail.
    asked = asked if asked is not None and asked.file in _files(exercise) else None
    return _Finding(verdict, REASON_OF_STAGE[breakage.stage], results, file, line, asked, breakage.cause)


def _tested(exercise: Exercise, run: RunResult, results: Results) -> _Finding:
    amiss = _what_is_amiss(exercise, run, results)
    if amiss is not None:
        found = _Finding(Verdict.RUNTIME_ERROR, amiss, results.model_copy(update={"status": "error"}))
        return _because(found, run.leaver, exercise) if amiss is Reason.ENDED_EARLY else found
    statuses = {test.status for test in results.tests}
    if statuses == {"pass"}:
        return _Finding(Verdict.ACCEPTED, Reason.TESTS_PASSED, results.model_copy(update={"status": "pass"}))
    # A wrong value in any test is a wrong answer; errors alone mean that the program does not run yet.
    verdict = Verdict.WRONG_ANSWER if "fail" in statuses else Verdict.RUNTIME_ERROR
    return _Finding(verdict, Reason.TESTS_NOT_PASSED, results.model_copy(update={"status": "fail"}))


def _what_is_amiss(exercise: Exercise, run: RunResult, results: Results) -> Reason | None:
    """Return how the reported tests differ from those that the exercise has."""
    if not results.tests:
        return Reason.TESTS_NOT_REPORTED
    if run.announced is not None:
        return _differs(run.announced, run, results)
    if missing_names(expected_names(exercise), results):
        return _missing(results)
    return Reason.TESTS_SURPLUS if surplus_names(exercise, results) else None


def _differs(announced: AnnouncedTests, run: RunResult, results: Results) -> Reason | None:
    said = Counter(announced.names)
    told = Counter((*(test.name for test in results.tests), *run.skipped))
    if said - told:
        return _missing(results)
    return Reason.TESTS_SURPLUS if announced.is_complete and told - said else None


def _missing(results: Results) -> Reason:
    # A program that leaves in the middle of a test, as by exit(0), means nothing by it.
    return Reason.TESTS_MISSING if all(test.is_ended for test in results.tests) else Reason.ENDED_EARLY


def _files(exercise: Exercise) -> frozenset[str]:
    return frozenset((*exercise.solution_files, *exercise.test_files, *exercise.editor_files))


def _with_own_places(exercise: Exercise, results: Results) -> Results:
    """Return the results without places that are in none of the exercise's files: they came out of a jail."""
    own = _files(exercise)
    tests = [
        test if test.file in own else test.model_copy(update={"file": None, "line": None}) for test in results.tests
    ]
    return results.model_copy(update={"tests": tuple(tests)})


def _bounded(results: Results) -> Results:
    spent = sum(
        len(f"{test.name}{test.message}{test.output}{test.test_code}{test.compared}{test.cause}")
        for test in results.tests
    )
    if spent <= JUDGEMENT_CHARACTERS:
        return results
    room = max(JUDGEMENT_CHARACTERS // len(results.tests) // 3, 40)
    return results.model_copy(update={"tests": tuple(_trimmed(test, room) for test in results.tests)})


def _trimmed(test: ReportedTest, characters: int) -> ReportedTest:
    message = None if test.message is None else shortened(test.message, characters)
    output = None if test.output is None else shortened(test.output, min(characters, TEST_OUTPUT_CHARACTERS))
    return test.model_copy(
        update={
            "name": shortened(test.name, characters),
            "message": message,
            "output": output,
            "test_code": None,
            "compared": None,
            "cause": None,
        }
    )
