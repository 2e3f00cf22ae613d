"""`./outset bench [NAME]`: prints figures as a table and writes them as JSON under build/bench/."""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

# Each module has main(arguments) -> exit code: 1 when a figure is over what it must be.
BENCHES = {"jail": "tests.bench.jail", "tutor": "tests.bench.tutor"}


def main(arguments: Sequence[str]) -> int:
    """Run the named bench, or all of them."""
    if arguments and arguments[0] not in BENCHES:
        sys.stderr.write(f"usage: ./outset bench [{'|'.join(BENCHES)}]\n")
        return 2
    names = [arguments[0]] if arguments else list(BENCHES)
    return max(int(importlib.import_module(BENCHES[name]).main(arguments[1:])) for name in names)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    sys.exit(main(sys.argv[1:]))
