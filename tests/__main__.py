"""`./outset test` and `./outset check`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests import check, tiers

PROGRAMS = {"check": check.main, "run": tiers.main}

if __name__ == "__main__":
    sys.exit(PROGRAMS[sys.argv[1]](sys.argv[2:]))
