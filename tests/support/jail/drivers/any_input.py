"""Runs programs in jails, one a line, and kills a part of the jail after so many seconds if it is told to.

{"toolchain", "source", "kill", "after_seconds"} in; the verdict and the RunResult out. Run as the jails' account.
Arguments: the policies' folder, node_modules.
"""

import contextlib
import json
import os
import signal
import sys
import threading
from pathlib import Path

from kiosk_agent.protocol.results import RunResult
from kiosk_agent.runner.host.run_command import program_verdict
from kiosk_agent.runner.host.staging import staged_places
from kiosk_agent.runner.jail.hand_in import HandIn
from kiosk_agent.runner.jail.jail import Jail
from kiosk_agent.runner.runner import Runner

KINDS = ("firejail", "first", "program")
"""The process outside, the first one inside, and the interpreter."""
killing: list[tuple[str, float]] = []


def kill(jail: Jail, kind: str) -> None:
    """Kill one process of `jail`."""
    pid = jail._child.pid
    with contextlib.suppress(OSError, IndexError):
        for _ in range(KINDS.index(kind)):
            pid = int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[-1])
        os.kill(pid, signal.SIGKILL)


def run_and_kill(jail: Jail, hand_in: HandIn, stop: threading.Event | None = None) -> RunResult:
    """Run as usual; meanwhile somebody kills."""
    if not killing:
        return run(jail, hand_in, stop)
    kind, seconds = killing.pop()
    killer = threading.Timer(seconds, kill, [jail, kind])
    killer.start()
    try:
        return run(jail, hand_in, stop)
    finally:
        killer.cancel()
        killer.join()


def main() -> None:
    """Answer each line until stdin ends."""
    with Runner(staged_places(Path(sys.argv[1]), Path(sys.argv[2]))) as runner:
        for line in sys.stdin:
            asked = json.loads(line)
            name = asked["toolchain"]
            killing[:] = [(asked["kill"], asked["after_seconds"])] if asked["kill"] else []
            ran = runner.run_program(name, f"program{runner.toolchain(name).facts.suffixes[0]}", asked["source"])
            facts = {"verdict": program_verdict(ran), "run": ran.model_dump(mode="json")}
            sys.stdout.write(json.dumps(facts) + "\n")
            sys.stdout.flush()


run = Jail.run
Jail.run = run_and_kill  # type: ignore[method-assign, assignment]
main()
