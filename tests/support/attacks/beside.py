"""Two programs at a time: one holds something or waits, and the other looks for it meanwhile."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from kiosk_agent.protocol.results import RunResult
from kiosk_agent.runner.jail.hand_in import HandIn
from kiosk_agent.runner.runner import Runner
from tests.support.attacks.programs import Program
from tests.support.attacks.unjailed import SECONDS, Said, Unjailed


def ready_words(nonce: str) -> bytes:
    """Return what the first program writes when the second may begin."""
    return f"{nonce} READY".encode()


def in_two_jails(runner: Runner, name: str, both: tuple[Program, Program], ready: bytes) -> RunResult:
    """Return the run of the second program, with the output of both. The first is ended with it."""
    pool, toolchain = runner._pool, runner.toolchain(name)
    jails = [pool.taken(toolchain), pool.taken(toolchain)]
    try:
        with ThreadPoolExecutor(1) as work:
            first = work.submit(jails[0].run, _hand_in(both[0]))
            while not first.done() and ready not in jails[0].exchange.output.held:
                time.sleep(0.01)
            second = jails[1].run(_hand_in(both[1]))
            jails[0]._account.end()
            return second.model_copy(update={"output": first.result().output + second.output})
    finally:
        for jail in jails:
            pool.throw_away(jail)


def with_no_jail(first: Callable[[Said], Unjailed], second: Callable[[], Unjailed], ready: bytes) -> str:
    """Return the output of both where nothing holds them. The first is ended with the second."""
    until = Said(ready)
    with ThreadPoolExecutor(1) as work:
        begun = work.submit(first, until)
        until.event.wait(SECONDS)
        try:
            said = second().output
        finally:
            until.end()
        return begun.result().output + said


def _hand_in(one: Program) -> HandIn:
    return HandIn(files={one.path: one.source}, solution=(one.path,), tests=())
