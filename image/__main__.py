"""The image's commands: `python -m image build|keys|verify|tools|toolchains`."""

import importlib
import sys
from collections.abc import Sequence

from kiosk_agent.errors import OutsetError

# Each module has main(arguments) -> exit code.
COMMANDS = {
    "build": "image.building.build_command",
    "keys": "image.signing.keys_command",
    "verify": "image.building.verify_command",
    "tools": "image.building.tools_command",
    "toolchains": "image.extensions.toolchain_command",
}


def main(arguments: Sequence[str]) -> int:
    """Run the named command and return its exit code; 2 for a fault, said with its next step."""
    if not arguments or arguments[0] not in COMMANDS:
        print(f"usage: python -m image {'|'.join(COMMANDS)} …", file=sys.stderr)
        return 2
    command = importlib.import_module(COMMANDS[arguments[0]])
    try:
        return int(command.main(arguments[1:]))
    except OutsetError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
