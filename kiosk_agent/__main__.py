"""The kiosk's programs: `python -m kiosk_agent NAME …`. Each is imported only when it is asked for."""

import importlib
import sys
from collections.abc import Sequence

from kiosk_agent.errors import OutsetError

# Each module has main(arguments) -> exit code.
PROGRAMS = {
    "tutor": "kiosk_agent.tutor.command",
    "agent": "kiosk_agent.link.command",
    "runner": "kiosk_agent.runner.command",
    "ahead": "kiosk_agent.runner.ahead_command",
    "extension": "kiosk_agent.updates.extension",
}


def main(arguments: Sequence[str]) -> int:
    """Run the named program and return its exit code; 2 for a fault, said with its next step."""
    if not arguments or arguments[0] not in PROGRAMS:
        print(f"usage: python -m kiosk_agent {'|'.join(PROGRAMS)} …", file=sys.stderr)
        return 2
    program = importlib.import_module(PROGRAMS[arguments[0]])
    try:
        return int(program.main(arguments[1:]))
    except OutsetError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
