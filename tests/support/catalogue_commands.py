"""The commands of CONTRIBUTING.md that make catalogues: tests follow what it says."""

import re
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk_agent import process
from tests.support.checkout import ROOT
from tests.support.waiting import LIMIT_SECONDS

HEADING = "\n## Add a language\n"


def run_documented(verbs: Sequence[str], checkout: Path) -> int:
    """Run those of the documented pybabel commands that have one of these verbs, in a checkout; return how many."""
    section = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split(HEADING)[1].split("\n## ")[0]
    lines = re.findall(r"^ *build/venv/bin/(pybabel .*)$", section, re.MULTILINE)
    commands = [words for words in map(shlex.split, lines) if words[1] in verbs]
    for program, *words in commands:
        process.run([Path(sys.executable).parent / program, *words], timeout_seconds=LIMIT_SECONDS, cwd=checkout)
    return len(commands)
