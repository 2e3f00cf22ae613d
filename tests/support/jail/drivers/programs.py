"""Runs programs in jails, one a line: {"toolchain", "source"} in, the RunResult with its verdict out.

Run as the account that may have jails. Arguments: the policies' folder, node_modules.
"""

import json
import sys
from pathlib import Path

from kiosk_agent.runner.host.run_command import program_verdict
from kiosk_agent.runner.host.staging import staged_places
from kiosk_agent.runner.runner import Runner


def main() -> None:
    """Answer each line until stdin ends."""
    with Runner(staged_places(Path(sys.argv[1]), Path(sys.argv[2]))) as runner:
        for line in sys.stdin:
            asked = json.loads(line)
            name = asked["toolchain"]
            run = runner.run_program(name, f"program{runner.toolchain(name).facts.suffixes[0]}", asked["source"])
            sys.stdout.write(json.dumps({"verdict": program_verdict(run), "run": run.model_dump(mode="json")}) + "\n")
            sys.stdout.flush()


main()
