"""From the facts of a run to its verdict. Pure: nothing is run, nothing is written."""

from kiosk_agent.curriculum import Exercise, exercise_version
from kiosk_agent.protocol.limits import TEST_OUTPUT_CHARACTERS
from kiosk_agent.protocol.results import (
    Breakage,
    BreakStage,
    Judgement,
    Limit,
    ReportedTest,
    Results,
    RunResult,
    ToolchainVersion,
    Verdict,
)
from kiosk_agent.runner.jail.plain_text import shortened
from kiosk_agent.runner.judging.expected_tests import expected_names, missing_names, surplus_names

JUDGEMENT_CHARACTERS = 200_000
"""All texts of one judgement together: it must fit a message between the kiosk's parts."""
# The first that was reached names the verdict; a limit on processes or files shows as an error of the program.
VERDICT_OF_LIMIT = {
    Limit.OUTPUT: Verdict.OUTPUT_LIMIT_EXCEEDED,
    Limit.MEMORY: Verdict.MEMORY_LIMIT_EXCEEDED,
    Limit.CPU_TIME: Verdict.TIME_LIMIT_EXCEEDED,
    Limit.WALL_TIME: Verdict.TIME_LIMIT_EXCEEDED,
}
ENDED_EARLY = "The program ended before its tests did."
TESTS_MISSING = "Not all of the exercise's tests were run."
TESTS_SURPLUS = "Results of tests were reported that the exercise does not have."
IRREGULAR = "The results do not fit together: a program must leave its tests alone."
NO_FAULT_OF_THE_LEARNER = "The exercise itself is broken, not your program."


def judge(exercise: Exercise, run: RunResult, toolchain: ToolchainVersion) -> Judgement:
    """Return the verdict on `run`, a run of `exercise`. Raises TrackInvalid when the exercise cannot be read."""
    verdict, results = _verdict(exercise, run)
    return Judgement(
        verdict=verdict,
        results=_bounded(results),
        output=run.output,
        milliseconds=run.milliseconds,
        limits_reached=run.limits_reached,
        toolchain=toolchain,
        exercise_version=exercise_version(exercise),
        bundle_hash=exercise.bundle_hash,
        judging=run.judging,
    )


def _verdict(exercise: Exercise, run: RunResult) -> tuple[Verdict, Results]:
    if run.fault is not None:
        return Verdict.INTERNAL_ERROR, Results(status="error", message=run.fault)
    for limit, verdict in VERDICT_OF_LIMIT.items():
        if limit in run.limits_reached:
            return verdict, run.results or Results(status="error")
    if run.irregular is not None:
        return Verdict.RUNTIME_ERROR, Results(status="error", message=f"{IRREGULAR} ({run.irregular})")
    if run.breakage is not None:
        return _broken(exercise, run.breakage)
    if run.results is None or run.exit_code != 0:
        return Verdict.RUNTIME_ERROR, Results(status="error", message=ENDED_EARLY)
    return _tested(exercise, run.results)


def _broken(exercise: Exercise, breakage: Breakage) -> tuple[Verdict, Results]:
    own = breakage.file is not None and breakage.file in exercise.solution_files
    if not own:
        message = f"{NO_FAULT_OF_THE_LEARNER} {breakage.message}"
        return Verdict.INTERNAL_ERROR, Results(status="error", message=message)
    place = f"{breakage.file}, line {breakage.line}" if breakage.line else f"{breakage.file}"
    verdict = Verdict.COMPILE_ERROR if breakage.stage is BreakStage.COMPILE else Verdict.RUNTIME_ERROR
    return verdict, Results(status="error", message=f"{place}: {breakage.message}")


def _tested(exercise: Exercise, results: Results) -> tuple[Verdict, Results]:
    statuses = {test.status for test in results.tests}
    if not results.tests or missing_names(expected_names(exercise), results):
        return Verdict.RUNTIME_ERROR, Results(status="error", message=TESTS_MISSING, tests=results.tests)
    if surplus_names(exercise, results):
        return Verdict.RUNTIME_ERROR, Results(status="error", message=TESTS_SURPLUS, tests=results.tests)
    if statuses == {"pass"}:
        return Verdict.ACCEPTED, results.model_copy(update={"status": "pass"})
    failed = results.model_copy(update={"status": "fail"})
    # A wrong value in any test is a wrong answer; errors alone mean that the program does not run yet.
    return (Verdict.WRONG_ANSWER if "fail" in statuses else Verdict.RUNTIME_ERROR), failed


def _bounded(results: Results) -> Results:
    spent = sum(len(f"{test.name}{test.message}{test.output}{test.test_code}") for test in results.tests)
    if spent <= JUDGEMENT_CHARACTERS:
        return results
    room = max(JUDGEMENT_CHARACTERS // len(results.tests) // 3, 40)
    return results.model_copy(update={"tests": tuple(_trimmed(test, room) for test in results.tests)})


def _trimmed(test: ReportedTest, characters: int) -> ReportedTest:
    message = None if test.message is None else shortened(test.message, characters)
    output = None if test.output is None else shortened(test.output, min(characters, TEST_OUTPUT_CHARACTERS))
    return test.model_copy(
        update={"name": shortened(test.name, characters), "message": message, "output": output, "test_code": None}
    )
