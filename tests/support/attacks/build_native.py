"""`python3 -m tests.support.attacks.build_native FOLDER`: compile the attacks in machine code, print the path."""

import sys
from pathlib import Path

from tests.support.attacks.programs import build_native

if __name__ == "__main__":
    sys.stdout.write(f"{build_native(Path(sys.argv[1]))}\n")
