"""Work as a learner really does it: a program that comes together in a few runs, and what its tests said of each."""

from kiosk_agent.protocol.events import AttemptMade, DraftSaved
from kiosk_agent.protocol.results import Comparison, Limit, Reason, ReportedTest, Results, Submission, Verdict
from tests.support.judgements import judgement_of

EXERCISE = "stock-count"
FILE = "stock-count.js"
EMPTY = """// The storeroom counts its boxes each evening.
export function total(boxes) {
}
"""
BACKWARDS = """// The storeroom counts its boxes each evening.
export function total(boxes) {
  let sum = 0;
  while (sum < boxes.length) {
    boxes[0] + boxes[1];
  }
  return sum;
}
"""
NOTHING_BACK = """// The storeroom counts its boxes each evening.
export function total(boxes) {
  let sum = 0;
  for (const box of boxes) {
    sum += box;
  }
}
"""
RENAMED = NOTHING_BACK.replace("sum", "count")
SPACED = RENAMED.replace("  }\n}", "  }\n  count;\n}")
TYPING = SPACED.replace("count;", 'console.log("total: " + count); // <b>is it 7?</b>')
NAMES = ("an empty warehouse", "one shelf", "two shelves")


def reported(passing: int, received: str = "undefined") -> tuple[ReportedTest, ...]:
    """Return the exercise's tests, of which the first so many pass."""
    expected = ("0", "6", "7")
    return tuple(
        ReportedTest(name=name, status="pass")
        if place < passing
        else ReportedTest(
            name=name,
            status="fail",
            message=f"expected {expected[place]}, received {received}",
            compared=Comparison(expected=expected[place], received=received),
        )
        for place, name in enumerate(NAMES)
    )


def run_of(source: str, passing: int, received: str = "undefined") -> AttemptMade:
    """Return a run of a program that its tests gave an answer to."""
    tests = reported(passing, received)
    verdict = Verdict.ACCEPTED if passing == len(tests) else Verdict.WRONG_ANSWER
    status = "pass" if verdict is Verdict.ACCEPTED else "fail"
    judgement = judgement_of(verdict, results=Results(status=status, tests=tests))
    return AttemptMade(submission=_submission(source), judgement=judgement)


def endless_run_of(source: str) -> AttemptMade:
    """Return a run of a program that did not end."""
    facts = {"reason": Reason.LIMIT_REACHED, "limits_reached": (Limit.WALL_TIME,), "results": Results(status="error")}
    judgement = judgement_of(Verdict.TIME_LIMIT_EXCEEDED, **facts)
    return AttemptMade(submission=_submission(source), judgement=judgement)


def typed(source: str) -> DraftSaved:
    """Return the program as it stands."""
    return DraftSaved(track="javascript", exercise=EXERCISE, files={FILE: source})


def _submission(source: str) -> Submission:
    return Submission(track="javascript", exercise=EXERCISE, files={FILE: source})


STUCK_RUNS = (
    endless_run_of(BACKWARDS),
    run_of(EMPTY, 0),
    run_of(NOTHING_BACK, 0),
    run_of(RENAMED, 0),
    run_of(SPACED, 0),
)
"""Five runs, the last four of which fail alike: nothing comes back."""
