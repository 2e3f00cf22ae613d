"""`./outset track check|test DIR`: what authors of a track need; nothing of it runs on a kiosk."""

import sys
from collections.abc import Sequence

from classroom_server.authoring import check_command, test_command
from kiosk_agent.errors import OutsetError

COMMANDS = {"check": check_command.main, "test": test_command.main}


def main(arguments: Sequence[str]) -> int:
    """Run the named command and return its exit code; 2 for a fault, said with its next step."""
    if not arguments or arguments[0] not in COMMANDS:
        print(f"usage: ./outset track {'|'.join(COMMANDS)} DIR", file=sys.stderr)
        return 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except OutsetError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
