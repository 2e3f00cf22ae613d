"""The tracks that lie in one folder: of a kiosk, or of the server."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kiosk_agent.curriculum.track import Track, read_track

_log = logging.getLogger(__name__)


def load_tracks(folder: Path, *, with_deprecated: bool = True) -> Sequence[Track]:
    """Return every usable track below `folder`, by name; none where there is no folder.

    A track, and an exercise, that is broken is logged and left out: the others must not suffer for it.
    """
    tracks = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not path.is_dir():
            continue
        found = read_track(path)
        for fault in found.faults:
            _log.error("%s is left out: %s", f"{path.name}/{fault.slug}" if fault.slug else path.name, fault.why)
        if found.track is not None:
            tracks.append(found.track if with_deprecated else _without_deprecated(found.track))
    return tracks


def _without_deprecated(track: Track) -> Track:
    return replace(track, exercises=tuple(exercise for exercise in track.exercises if not exercise.deprecated))
