"""One thing to put right in a track, as its author reads it: the place from the track's folder, then the next step."""

from dataclasses import dataclass
from pathlib import Path

from kiosk_agent.errors import TrackInvalid


@dataclass(frozen=True)
class Finding:
    """One thing to put right. `path` is relative to the track's folder."""

    path: str
    problem: str
    hint: str

    @property
    def message(self) -> str:
        """Return it on one line, without the next step."""
        return f"{self.path}: {self.problem}"

    def __str__(self) -> str:
        return f"{self.message}\n  next: {self.hint}"


def finding_of(error: TrackInvalid, folder: Path) -> Finding:
    """Return what kept a part of the track in `folder` from being read.

    The folder itself is not named: it may be a copy, of which the author knows nothing.
    """
    path = error.path if error.path is not None and error.path.is_relative_to(folder) else folder
    place = folder.resolve().name if path == folder else path.relative_to(folder).as_posix()
    return Finding(place if error.line is None else f"{place}, line {error.line}", error.problem, error.hint)
