"""The files of this checkout that the rules of the house are for."""

from pathlib import Path

from kiosk_agent import process
from tests.support.checkout import ROOT
from tests.support.waiting import LIMIT_SECONDS


def tracked(*patterns: str, root: Path = ROOT) -> list[Path]:
    """Return the files that are git's, or will be, and fit a pattern."""
    # With -z: a name with an accent comes as it is, and not in quotes, as a file that nobody has.
    words = ["git", "ls-files", "-z", "-co", "--exclude-standard", *patterns]
    listed = process.run(words, timeout_seconds=LIMIT_SECONDS, cwd=root).split("\0")
    return [path for name in listed if name and (path := root / name).is_file()]
