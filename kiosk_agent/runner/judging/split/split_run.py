"""A run in two jails: the tests in one, the learner's program in the other, and only values between them.

What the program patches, forges or kills is in its own jail. Whether a test passed is said by the tests' jail alone.
"""

import time

from kiosk_agent.protocol.results import Breakage, Judging, Limit, RunResult
from kiosk_agent.runner.jail.hand_in import HandIn, split_hand_ins
from kiosk_agent.runner.jail.jail import Jail
from kiosk_agent.runner.jail.report import Report
from kiosk_agent.runner.jail.watch import Watch
from kiosk_agent.runner.judging.split.split_message import SOLUTION_ASKS, TESTS_ASK
from kiosk_agent.runner.judging.split.split_router import Router, Side


def run_split(tests: Jail, solution: Jail, whole: HandIn) -> RunResult:
    """Run `whole` in two proven jails and return the facts of the run; results are what the tests' jail says."""
    started = time.monotonic()
    for_tests, for_solution = split_hand_ins(whole)
    tests_side = _side(tests, for_tests, TESTS_ASK)
    solution_side = _side(solution, for_solution, SOLUTION_ASKS)
    router = Router(tests_side, solution_side)
    watches = (tests.watch(), solution.watch())
    deadline = started + solution.toolchain.limits.wall_seconds
    in_time = router.go_on(deadline, lambda: _looked(watches))
    ours = tests.facts(Report(bytes(tests_side.reported), for_tests.nonce), started, watches[0], in_time=in_time)
    said_of_itself = Report(bytes(solution_side.reported), for_solution.nonce)
    theirs = solution.facts(said_of_itself, started, watches[1], in_time=in_time)
    return _joined(ours, theirs, router, whole)


def _side(jail: Jail, hand_in: HandIn, may_ask: frozenset[str]) -> Side:
    exchange = jail.exchange
    return Side(exchange.stdin, exchange.output, exchange.results, hand_in, may_ask)


def _joined(tests: RunResult, solution: RunResult, router: Router, whole: HandIn) -> RunResult:
    reached = dict.fromkeys((*solution.limits_reached, *tests.limits_reached))
    if router.too_much:
        reached[Limit.OUTPUT] = None
    exit_code, signal = (tests.exit_code, tests.signal) if router.ended else (solution.exit_code, solution.signal)
    return RunResult(
        exit_code=exit_code,
        signal=signal,
        output=solution.output or tests.output,
        milliseconds=tests.milliseconds,
        limits_reached=tuple(reached),
        results=tests.results,
        breakage=tests.breakage or _own(solution.breakage, whole),
        fault=tests.fault or solution.fault,
        judging=Judging.SPLIT,
        irregularity=tests.irregularity,
        announced=tests.announced,
        skipped=tests.skipped,
    )


def _looked(watches: tuple[Watch, ...]) -> bool:
    """Tell whether one of the jails must be stopped; each is looked at, however the others are."""
    return bool([watch for watch in watches if watch.look()])


def _own(breakage: Breakage | None, whole: HandIn) -> Breakage | None:
    """Return what the program said of its own breaking: it cannot lay the fault on a file that is not its own."""
    if breakage is None or breakage.file in whole.solution:
        return breakage
    return breakage.model_copy(update={"file": whole.solution[0], "line": None})
