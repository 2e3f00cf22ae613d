"""What came of a learner's programs at our stock-count exercise, as the runner says it."""

from kiosk_agent.protocol.results import Cause, Comparison, Judgement, Limit, Reason, ReportedTest, Results, Verdict
from tests.support.judgements import judgement_of

FILE = "stock-count.js"
TESTS = ("one shelf", "two shelves", "many shelves", "an empty warehouse", "kilos of all boxes")


def _fails(
    name: str, expected: str, received: str, cause: Cause | None = None, line: int | None = None
) -> ReportedTest:
    message = f"expect(received).toBe(expected)\n\nExpected: {expected}\nReceived: {received}"
    return ReportedTest(
        name=name, status="fail", message=message, file=FILE if line else None, line=line, cause=cause,
        compared=Comparison(expected=expected, received=received),
    )  # fmt: skip


def _result(
    verdict: Verdict, tests: tuple[ReportedTest, ...] = (), message: str | None = None, **facts: object
) -> Judgement:
    status = "pass" if verdict is Verdict.ACCEPTED else "fail" if verdict is Verdict.WRONG_ANSWER else "error"
    results = Results(status=status, tests=tests, message=message)
    return judgement_of(verdict, results=results, milliseconds=31, **facts)


RIGHT = _result(Verdict.ACCEPTED, tuple(ReportedTest(name=name, status="pass") for name in TESTS))
WRONG = _result(
    Verdict.WRONG_ANSWER,
    (
        _fails(TESTS[0], "6", "0", Cause(name="sum-not-stored", facts={"name": "total"}), 4),
        _fails(TESTS[1], "7", "0"), _fails(TESTS[2], "45", "0"),
        ReportedTest(name=TESTS[3], status="pass"), _fails(TESTS[4], "70", "0"),
    ),
    output="counts: [ 3, 4 ]\n",
)  # fmt: skip
COMPILE_ERROR = _result(
    Verdict.COMPILE_ERROR, message="SyntaxError: Unexpected end of input", reason=Reason.BROKE_COMPILING, file=FILE,
    line=3, cause=Cause(name="bracket-not-closed", facts={"sign": "{", "right": "}"}),
)  # fmt: skip
RUNTIME_ERROR = _result(
    Verdict.RUNTIME_ERROR,
    tuple(
        ReportedTest(
            name=name, status="error", message="ReferenceError: totl is not defined", file=FILE, line=4,
            cause=Cause(name="name-misspelt", facts={"name": "totl", "right": "total"}),
        )
        for name in TESTS
    ),
)  # fmt: skip
TIMEOUT = _result(
    Verdict.TIME_LIMIT_EXCEEDED,
    (ReportedTest(name=TESTS[0], status="error", is_ended=False),),
    reason=Reason.LIMIT_REACHED, limits_reached=(Limit.CPU_TIME,), file=FILE, line=3,
    cause=Cause(name="loop-without-end"), output="0\n" * 30,
)  # fmt: skip
