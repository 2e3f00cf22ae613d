"""Why an attempt did not pass, told from what is stored of it: what a trainer goes by who comes to help."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk_agent.protocol.results import ANSWER_REASONS, Comparison, Judgement, Limit, Reason, ReportedTest, Verdict


class FailureCause(StrEnum):
    """What most likely keeps the program from passing."""

    NOT_READABLE = "not_readable"
    """A sign is missing, or a word is misspelt."""
    NAME_MISSING = "name_missing"
    """Its tests ask for something that it does not have."""
    STOPPED = "stopped"
    """It ended with an error of its own."""
    ENDLESS = "endless"
    GROWS = "grows"
    """It asked for more and more memory."""
    PRINTS_ON = "prints_on"
    LEAVES = "leaves"
    """Something in it ends the program before its tests are done."""
    TAMPERED = "tampered"
    """What was reported does not fit the tests."""
    NOTHING_BACK = "nothing_back"
    """It gives back nothing where a value is awaited."""
    OTHER_KIND = "other_kind"
    """Text instead of a number, or the other way round."""
    ONE_OFF = "one_off"
    """A number that is one too many or too few."""
    OTHER_VALUE = "other_value"
    OTHER_ANSWER = "other_answer"
    """Of an exercise that asks for an answer and not for a program."""
    AS_GIVEN = "as_given"
    """Of a program that is to be changed."""


@dataclass(frozen=True)
class Failure:
    """Why one attempt did not pass. What comes from the program is hostile text: escape and cut it."""

    cause: FailureCause
    test: str = ""
    """The first that does not pass; empty when none was run."""
    file: str = ""
    line: int | None = None
    expected: str = ""
    """The two values that the test compared; both empty where they are not known."""
    received: str = ""

    def is_like(self, other: "Failure") -> bool:
        """Tell whether it is the same again: the same cause at the same test, whatever the line or the value."""
        return (self.cause, self.test) == (other.cause, other.test)


_OF_VERDICT: Final = {
    Verdict.COMPILE_ERROR: FailureCause.NOT_READABLE,
    Verdict.RUNTIME_ERROR: FailureCause.STOPPED,
    Verdict.TIME_LIMIT_EXCEEDED: FailureCause.ENDLESS,
    Verdict.MEMORY_LIMIT_EXCEEDED: FailureCause.GROWS,
    Verdict.OUTPUT_LIMIT_EXCEEDED: FailureCause.PRINTS_ON,
}
_OF_REASON: Final = {
    Reason.ENDED_EARLY: FailureCause.LEAVES,
    Reason.TESTS_NOT_REPORTED: FailureCause.TAMPERED,
    Reason.TESTS_MISSING: FailureCause.TAMPERED,
    Reason.TESTS_SURPLUS: FailureCause.TAMPERED,
    Reason.REPORT_IRREGULAR: FailureCause.TAMPERED,
    Reason.RAN_AS_GIVEN: FailureCause.AS_GIVEN,
}
_NOTHING: Final = frozenset(("undefined", "None", "null", "()"))
_WHOLE_NUMBER: Final = re.compile(r"-?[0-9]{1,15}")
_NUMBER: Final = re.compile(r"-?[0-9]{1,15}([.][0-9]{1,15})?")
_QUOTES: Final = "\"'`"


def failure_of(judgement: Judgement) -> Failure | None:
    """Return why an attempt did not pass; None of one that did, or that could not be judged."""
    if judgement.verdict in {Verdict.ACCEPTED, Verdict.INTERNAL_ERROR}:
        return None
    test = next((test for test in judgement.results.tests if test.status != "pass"), None)
    place = judgement if test is None or test.file is None else test
    compared = test.compared if test else None
    return Failure(
        cause=_cause(judgement, test),
        test=test.name if test else "",
        file=place.file or "",
        line=place.line,
        expected=compared.expected if compared else "",
        received=compared.received if compared else "",
    )


def _cause(judgement: Judgement, test: ReportedTest | None) -> FailureCause:
    if judgement.asked_by is not None:
        return FailureCause.NAME_MISSING
    if judgement.reason in ANSWER_REASONS:
        return FailureCause.OTHER_ANSWER
    if Limit.OUTPUT in judgement.limits_reached:
        return FailureCause.PRINTS_ON
    found = _OF_REASON.get(judgement.reason) or _OF_VERDICT.get(judgement.verdict)
    if found is not None:
        return found
    if test is not None and test.compared is not None:
        return _of_values(test.compared)
    return FailureCause.STOPPED if test is not None and test.status == "error" else FailureCause.OTHER_VALUE


def _of_values(compared: Comparison) -> FailureCause:
    expected, received = compared.expected.strip(), compared.received.strip()
    if received in _NOTHING and expected not in _NOTHING:
        return FailureCause.NOTHING_BACK
    if _is_text(expected) != _is_text(received) and expected.strip(_QUOTES) == received.strip(_QUOTES):
        return FailureCause.OTHER_KIND
    if _is_text(received) and _NUMBER.fullmatch(expected):
        return FailureCause.OTHER_KIND
    if _WHOLE_NUMBER.fullmatch(expected) and _WHOLE_NUMBER.fullmatch(received):
        return FailureCause.ONE_OFF if abs(int(expected) - int(received)) == 1 else FailureCause.OTHER_VALUE
    return FailureCause.OTHER_VALUE


def _is_text(value: str) -> bool:
    return len(value) > 1 and value[0] in _QUOTES and value[-1] == value[0]
