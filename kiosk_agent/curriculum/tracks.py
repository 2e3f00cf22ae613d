"""The tracks that lie in one folder: of a kiosk, or of the server."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kiosk_agent.curriculum.track import Track, load_track
from kiosk_agent.errors import TrackInvalid

_log = logging.getLogger(__name__)


def load_tracks(folder: Path, *, with_deprecated: bool = True) -> Sequence[Track]:
    """Return every usable track below `folder`, by name; none where there is no folder.

    One that is broken is logged and left out: the others must not suffer for it.
    """
    tracks = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not path.is_dir():
            continue
        try:
            track = load_track(path)
        except TrackInvalid as error:
            _log.error("a track is left out: %s", error)
        else:
            tracks.append(track if with_deprecated else _without_deprecated(track))
    return tracks


def _without_deprecated(track: Track) -> Track:
    return replace(track, exercises=tuple(exercise for exercise in track.exercises if not exercise.deprecated))
