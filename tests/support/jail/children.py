"""The processes that a process made. Each is asked: lists by thread have gaps while threads come and go."""

import contextlib
import os
from pathlib import Path


def children() -> list[int]:
    """Return the children of this process, those included that only wait to be buried."""
    return [int(path.name) for path in Path("/proc").glob("[0-9]*") if _parent(path) == os.getpid()]


def _parent(process: Path) -> int | None:
    # One that ended since it was listed is nobody's child.
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        after_the_name = (process / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
        return int(after_the_name.split()[1])
    return None
