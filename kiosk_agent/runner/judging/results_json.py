"""Exercism's results.json, version 3, of a judgement: for authors and their tools, so in English and in one text.

Format: https://exercism.org/docs/building/tooling/test-runners/interface
"""

from collections.abc import Mapping

from kiosk_agent.protocol.results import Disorder, Irregularity, Judgement, Reason, ReportedTest, Results

# Of the others, the toolchain's own message says it all.
_REASONS: Mapping[Reason, str] = {
    Reason.LIMIT_REACHED: "The program reached a limit.",
    Reason.BROKE_LATE: "Something that the program left behind broke after its test.",
    Reason.ENDED_EARLY: "The program ended before its tests did.",
    Reason.TESTS_NOT_REPORTED: "No test was run.",
    Reason.TESTS_MISSING: "Not all of the exercise's tests were run.",
    Reason.TESTS_SURPLUS: "Results of tests were reported that the exercise does not have.",
    Reason.REPORT_IRREGULAR: "The results do not fit together: a program must leave its tests alone.",
    Reason.EXERCISE_BROKEN: "The exercise itself is broken, not the program.",
    Reason.MACHINERY_FAULT: "The program could not be run.",
}
_DISORDERS: Mapping[Disorder, str] = {
    Disorder.AFTER_END: "{subject} came after the end",
    Disorder.BEFORE_BEGINNING: "{subject} came before the beginning",
    Disorder.ONCE_MORE: "{subject} came once more",
    Disorder.TOO_LATE: "{subject} came too late",
    Disorder.TEST_NOT_AWAITED: "the test {subject!r} was not to be run, or not again",
    Disorder.PASSED_WITH_MESSAGE: "the test {subject!r} passed with a message",
}
NOT_ENDED = "This test did not come to its end."


def results_json(judgement: Judgement) -> Results:
    """Return the results with every fact in their texts; what the format does not know is left at its default."""
    results = judgement.results
    message = _message(judgement) if results.status == "error" else None
    tests = tuple(_own(test) for test in results.tests)
    return results.model_copy(update={"message": message, "tests": tests})


def _message(judgement: Judgement) -> str:
    said = [_REASONS.get(judgement.reason, "")]
    if judgement.irregularity is not None:
        said.append(f"({_disorder(judgement.irregularity)})")
    if judgement.reason is Reason.LIMIT_REACHED:
        said += [f"({limit})" for limit in judgement.limits_reached]
    if judgement.results.message:
        place = _place(judgement.file, judgement.line)
        said.append(f"{place}: {judgement.results.message}" if place else judgement.results.message)
    message = " ".join(part for part in said if part)
    asked = judgement.asked_by
    return f"{message}\n{_place(asked.file, asked.line)}: {asked.text}" if asked is not None else message


def _own(test: ReportedTest) -> ReportedTest:
    message = test.message if test.is_ended else NOT_ENDED
    place = _place(test.file, test.line)
    message = f"{message} ({place})" if place and message else message
    return test.model_copy(
        update={"message": message, "file": None, "line": None, "compared": None, "cause": None, "is_ended": True}
    )


def _place(file: str | None, line: int | None) -> str:
    if file is None:
        return ""
    return file if line is None else f"{file}, line {line}"


def _disorder(irregularity: Irregularity) -> str:
    return _DISORDERS[irregularity.disorder].format(subject=irregularity.subject)
