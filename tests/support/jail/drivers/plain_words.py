"""Runs one toolchain's programs in jails, one a line: a hand-in without its nonce in, the RunResult out.

Run as the account that may have jails. Arguments: the policies' folder, node_modules, the toolchain.
"""

import json
import sys
from pathlib import Path

from kiosk_agent.runner.host.staging import staged_places
from kiosk_agent.runner.jail.hand_in import HandIn
from kiosk_agent.runner.runner import Runner
from kiosk_agent.toolchains.toolchain import load_toolchains


def main() -> None:
    """Answer each line until stdin ends."""
    policies = Path(sys.argv[1])
    # Warming a big compiler up takes longer than one program, and nobody waits here.
    warm = not load_toolchains(policies)[sys.argv[3]].limits.unwarmed_seconds
    with Runner(staged_places(policies, Path(sys.argv[2])), warm=warm) as runner:
        for line in sys.stdin:
            asked = json.loads(line)
            hand_in = HandIn(asked["files"], tuple(asked["solution"]), tuple(asked["tests"]))
            run = runner.run(sys.argv[3], hand_in)
            sys.stdout.write(run.model_dump_json() + "\n")
            sys.stdout.flush()


main()
