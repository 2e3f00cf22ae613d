"""Records programs in jails, one a line: {"toolchain", "files", "steps"} in, its first file the program; the Trace out.

Run as the account that may have jails. Arguments: the policies' folder, node_modules.
"""

import json
import sys
from pathlib import Path

from kiosk_agent.runner.host.staging import staged_places
from kiosk_agent.runner.jail.hand_in import HandIn, Role
from kiosk_agent.runner.runner import Runner


def main() -> None:
    """Answer each line until stdin ends."""
    with Runner(staged_places(Path(sys.argv[1]), Path(sys.argv[2]))) as runner:
        for line in sys.stdin:
            asked = json.loads(line)
            files = asked["files"]
            hand_in = HandIn(files=files, solution=tuple(files), tests=(), role=Role.STEPS, steps=asked["steps"])
            sys.stdout.write(runner.record_program(asked["toolchain"], hand_in).model_dump_json() + "\n")
            sys.stdout.flush()


main()
