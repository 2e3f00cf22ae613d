"""The tracks that this kiosk carries."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kiosk_agent.curriculum import Track, load_track
from kiosk_agent.errors import TrackInvalid


def load_tracks(folder: Path) -> Sequence[Track]:
    """Return every usable track below `folder`, by name, without its deprecated exercises.

    A track that cannot be used is said on stderr and left out: the others must not suffer for it.
    """
    tracks = []
    for config in sorted(folder.glob("*/config.json")):
        try:
            track = load_track(config.parent)
        except TrackInvalid as error:
            sys.stderr.write(f"{error}\n")
            continue
        tracks.append(replace(track, exercises=tuple(one for one in track.exercises if not one.deprecated)))
    return tracks
