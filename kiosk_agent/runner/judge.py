"""From the facts of a run to its verdict. Pure: nothing is run, nothing is written."""

import re

from kiosk_agent.curriculum import Exercise
from kiosk_agent.curriculum.cases import find_test_names
from kiosk_agent.curriculum.files import read_text
from kiosk_agent.protocol.limits import TEST_OUTPUT_CHARACTERS
from kiosk_agent.protocol.results import (
    Breakage,
    BreakStage,
    Judgement,
    Limit,
    ReportedTest,
    Results,
    RunResult,
    Verdict,
)
from kiosk_agent.runner.plain_text import shortened

GROUP_MARK = " > "
JUDGEMENT_CHARACTERS = 200_000
"""All texts of one judgement together: it must fit a message between the kiosk's parts."""
# The first that was reached names the verdict; a limit on processes or files shows as an error of the program.
VERDICT_OF_LIMIT = {
    Limit.OUTPUT: Verdict.OUTPUT_LIMIT_EXCEEDED,
    Limit.MEMORY: Verdict.MEMORY_LIMIT_EXCEEDED,
    Limit.CPU_TIME: Verdict.TIME_LIMIT_EXCEEDED,
    Limit.WALL_TIME: Verdict.TIME_LIMIT_EXCEEDED,
}
_SKIPPED = (
    re.compile(r"""(?:x?test|x?it)\.skip\(\s*["'`](?P<name>[^"'`]*)["'`]"""),
    re.compile(r"""^ *@(?:unittest|pytest\.mark)\.skip\b.*\n(?: *@.*\n)* *def (?P<name>test_\w+)""", re.MULTILINE),
)
# A test that is run once a row has the row's number behind its name.
_ROW = re.compile(r"\[\d+\]$")
ENDED_EARLY = "The program ended before its tests did."
TESTS_MISSING = "Not all of the exercise's tests were run."
NO_FAULT_OF_THE_LEARNER = "The exercise itself is broken, not your program."


def expected_names(exercise: Exercise) -> tuple[str, ...]:
    """Return the tests that the exercise's files name and that are to be run. Raises TrackInvalid."""
    texts = [read_text(exercise.folder, path) for path in exercise.test_files]
    skipped = {found["name"] for text in texts for pattern in _SKIPPED for found in pattern.finditer(text)}
    # A name that is put together at run time cannot be told from the file.
    return tuple(name for name in find_test_names(exercise) if name not in skipped and "${" not in name)


def missing_names(expected: tuple[str, ...], results: Results) -> list[str]:
    """Return the expected tests that do not stand in `results`, by their own names, whatever groups they are in."""
    present = [_ROW.sub("", test.name) for test in results.tests]
    # A test that is run once a row stands in the file once.
    tables = {name for name, test in zip(present, results.tests, strict=True) if name != test.name}
    missing = []
    for name in expected:
        found = next((shown for shown in present if shown == name or shown.endswith(f"{GROUP_MARK}{name}")), None)
        if found is None:
            missing.append(name)
        elif found not in tables:
            present.remove(found)
    return missing


def judge(exercise: Exercise, run: RunResult, toolchain: str) -> Judgement:
    """Return the verdict on `run`, a run of `exercise`. Raises TrackInvalid when the exercise cannot be read."""
    verdict, results = _verdict(exercise, run)
    return Judgement(
        verdict=verdict,
        results=_bounded(results),
        output=run.output,
        milliseconds=run.milliseconds,
        limits_reached=run.limits_reached,
        toolchain=toolchain,
        judging=run.judging,
    )


def _verdict(exercise: Exercise, run: RunResult) -> tuple[Verdict, Results]:
    if run.fault is not None:
        return Verdict.INTERNAL_ERROR, Results(status="error", message=run.fault)
    for limit, verdict in VERDICT_OF_LIMIT.items():
        if limit in run.limits_reached:
            return verdict, run.results or Results(status="error")
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
